"""Six registries unlike each other, made from the simulated one, each with the mapping that its centre completed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from compendium.registry.codebook import TABLES, load_codebook
from tests.foreign import italian, plain, redcap, spanish, spss
from tests.foreign.original import Tables, multiplied, of_patients, original, without

MAPPINGS = Path(__file__).parent / "mappings"
NINE = 9
THIRTY, FEW = 30, 600  # centres and patients of the largest registry in the tests; read by hand, it has 50,000
# Lines of each draft of a mapping that a careful person changed, added or took out: the Spanish names are in no list.
CHANGED = {"redcap": 9, "italian": 6, "spanish": 100, "spss": 19, "nine": 4, "many": 18}
_MADE = ("event_id", "system_organ_class")  # made by the mapping where a centre has none


@dataclass(frozen=True)
class Foreign:
    """A registry as its centre keeps it.

    rows: what it was made from. write: writes it into a folder and returns what `compendium map` is given.
    recorded: by table the variables that the centre records; the others are absent. dictionary: REDCap's, beside it.
    stated: what the centre knows of all its patients and keeps in no column.
    """

    rows: Callable[[], Tables]
    write: Callable[[Path, Tables], Path]
    recorded: Mapping[str, Sequence[str]]
    dictionary: str = ""
    stated: Mapping[str, str] = field(default_factory=dict)

    def mapping(self, name: str, folder: Path) -> Path:
        """Lay the completed mapping into the folder in which the registry was written, and return its path."""
        return Path(shutil.copy(MAPPINGS / f"{name}.yaml", folder / f"{name}.yaml"))

    def expected(self) -> Tables:
        """Return what it was made from, with nothing in what its centre does not record."""
        rows = self.rows()
        book = load_codebook()
        lacking = {
            table: [each.name for each in book.table(table) if each.name not in names and each.name not in _MADE]
            for table, names in self.recorded.items()
        }
        found = without(rows, lacking)
        return found | {"patients": [row | self.stated for row in found["patients"]]}


def _nine() -> Tables:
    """The first nine patients of C."""
    rows = original()
    c = [row["patient_id"] for row in rows["patients"] if row["centre"] == "C"]
    return of_patients(rows, c[:NINE])


def _of_one_laboratory() -> Tables:
    """The original where one laboratory measures myoglobin: with one upper limit, and from its least value on."""
    rows = original()
    for visit in rows["visits"]:
        visit["myoglobin_uln"] = str(italian.LIMIT)
        if visit["myoglobin"]:
            visit["myoglobin"] = str(max(italian.LEAST_MYOGLOBIN, int(visit["myoglobin"])))
    return rows


def _of_spanish_visits() -> tuple[str, ...]:
    return (*spanish.VISIT, *spanish.ANALYTES, *(f"{name}_uln" for name in spanish.ANALYTES))


_BOOK = load_codebook()
_CLASSIFIED = {"criteria": "Bohan and Peter"}
REGISTRIES = {
    "redcap": Foreign(
        original,
        redcap.write,
        {
            "patients": ("patient_id", "centre", *redcap.ENROLMENT, *redcap.WHY),
            "visits": ("patient_id", "visit", *redcap.VISIT, *redcap.LABS),
            "adverse_events": ("patient_id", *redcap.EVENT),
        },
        dictionary="dictionary.csv",
    ),
    "italian": Foreign(
        _of_one_laboratory,
        italian.write,
        {
            "patients": tuple(italian.PATIENTS),
            "visits": ("patient_id", "visit", *italian.MEASURED, "myoglobin_uln"),
            "adverse_events": tuple(italian.EVENTS),
        },
    ),
    "spanish": Foreign(
        original,
        spanish.write,
        {
            "patients": (*spanish.PATIENT, *spanish.ANTIBODIES),
            "visits": _of_spanish_visits(),
            "adverse_events": tuple(spanish.EVENT),
        },
        stated=_CLASSIFIED,
    ),
    "spss": Foreign(
        original,
        spss.write,
        {
            "patients": tuple(spss.PATIENTS),
            "visits": ("patient_id", "visit", *spss.MEASURED),
            "adverse_events": ("patient_id", *spss.EVENTS),
        },
        stated=_CLASSIFIED,
    ),
    "nine": Foreign(
        _nine,
        plain.write_nine,
        {table: ("centre", *names) for table, names in plain.NINE.items()},
    ),
    "many": Foreign(
        lambda: multiplied(FEW, THIRTY),
        plain.write_many,
        {table: tuple(variable.name for variable in _BOOK.table(table)) for table in TABLES},
    ),
}
