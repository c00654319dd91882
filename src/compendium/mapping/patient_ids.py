"""The same patient under one pseudonym in every table: what differs by a blank, case or a zero is told, not mended."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from compendium.mapping.mapped import MappedTable
from compendium.sources.identifiers import masked
from press.ground.fault import FaultRecord

_WRITE = "write the pseudonym in the same way in every table"


def near_misses(tables: dict[str, MappedTable]) -> Iterator[FaultRecord]:
    """Yield a fault for every line whose pseudonym is that of a patient but for blanks, case, dashes or leading zeros.

    Within the patients' table, two that differ by blanks, case or dashes alone are such; P1 and P01 may be two.
    """
    patients = tables["patients"]
    known = Counter(patients.sent["patient_id"])
    by_form: dict[str, str] = {}
    for position, sent in enumerate(patients.sent["patient_id"]):
        first = by_form.setdefault(alike(sent), sent)
        if sent != first:
            rule = f"written like no other; {_shown(first)} differs by blanks, case or dashes alone"
            yield _fault(patients, position, rule)
    loosely = {_without_zeros(form): sent for form, sent in by_form.items()}
    for name in ("visits", "adverse_events"):
        for position, sent in enumerate(tables[name].sent["patient_id"]):
            meant = by_form.get(alike(sent)) or loosely.get(_without_zeros(alike(sent)))
            if sent and sent not in known and meant:
                rule = f"a patient as the patients' table has it; it has {_shown(meant)}"
                yield _fault(tables[name], position, rule)


def alike(pseudonym: str) -> str:
    """Return a pseudonym without what one does not see or mean: blanks, case, kinds of dashes.

    >>> alike("P-01 ") == alike("p–01") == alike("P 01")
    True
    """
    text = unicodedata.normalize("NFKC", pseudonym).casefold()
    return re.sub(r"[\s\-_.‐-―\u200b-\u200d\ufeff]", "", text)


def _without_zeros(form: str) -> str:
    return re.sub(r"(?<!\d)0+(?=\d)", "", form)


def _fault(table: MappedTable, position: int, rule: str) -> FaultRecord:
    record = table.fault(position, "patient_id", rule, _WRITE)
    sent = str(table.sent.at[position, "patient_id"])  # with the blanks around it, which may be what differs
    return replace(record, value=masked(sent)[:60])


def _shown(pseudonym: str) -> str:
    return f'"{masked(pseudonym)}"'
