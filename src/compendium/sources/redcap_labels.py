"""A REDCap export of labels turned into the codes of the dictionary, where the labels are clear."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from compendium.sources.handed import Note, refuse
from compendium.sources.redcap_columns import INSTRUMENT, RAW, Column
from compendium.sources.redcap_table import Table
from compendium.sources.redcap_words import STATUS, TICKED, plain_label
from press.ground.fault import FaultRecord

Words = list[tuple[str, str]]  # code and label; a code may have more than one label


def with_codes(table: Table, known: Mapping[str, Column], forms: Sequence[str]) -> tuple[Table, list[Note]]:
    """Return codes where labels were asked for. Raises SourceFault where the file mixes both, or a label has two codes.

    REDCap writes the whole file with labels, or none of it; a cell that is a label and no code shows which.
    """
    words = {name: found for name in table.columns if name in known and (found := _words(known[name]))}
    titles = _titles(table.texts(INSTRUMENT), forms)
    seen = list(_seen(table, words, labels=True))
    labels = [*((INSTRUMENT, title) for title in titles), *seen]
    if not labels:
        return table, []
    if codes := list(_seen(table, words, labels=False)):
        (column, label), (other, code) = labels[0], codes[0]
        rule = f"labels throughout, or codes throughout; here {other} holds the code {code!r}"
        refuse([table.fault(table.columns[column].index(label), column, rule, RAW)])
    faults: list[FaultRecord] = []
    by_label = any(known[column].kind == "box" and label not in TICKED.values() for column, label in seen)
    changed = {
        name: _coded(table, name, found, "0" if by_label and known[name].kind == "box" else "", faults)
        for name, found in words.items()
    }
    refuse(faults)
    if titles:
        changed[INSTRUMENT] = [titles.get(text, text) for text in table.columns[INSTRUMENT]]
    note = "labels were exported, not codes; they are turned into the codes of the dictionary"
    return table.with_columns(changed), [(table.file, 0, "", "", note)]


def _words(column: Column) -> Words:
    """Return what a column may hold, by code: a ticked box may also be exported as the label of what it stands for."""
    if column.kind == "status":
        return list(STATUS.items())
    if column.field is None or column.kind == "boxes":  # which may be codes or labels, with commas between
        return []
    if column.kind == "box":
        return [*TICKED.items(), ("1", column.field.choices[column.code])]
    return list(column.field.choices.items())


def _titles(texts: Sequence[str], forms: Sequence[str]) -> dict[str, str]:
    """Return the name of each form of which the title stands in the place of its name."""
    return {text: name for text in dict.fromkeys(texts) if text not in forms and (name := _name(text)) in forms}


def _name(title: str) -> str:
    """Return the name that REDCap gives a form of this title when it is made."""
    return re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")


def _seen(table: Table, words: Mapping[str, Words], *, labels: bool) -> Iterator[tuple[str, str]]:
    """Yield column and text, one of each column, where it is a label and no code, or the other way round."""
    for name, pairs in words.items():
        known = {label for _, label in pairs}, {code for code, _ in pairs}
        wanted, others = known if labels else known[::-1]
        for text in dict.fromkeys(table.columns[name]):
            if text and plain_label(text) in wanted and plain_label(text) not in others:
                yield name, text
                break


def _coded(table: Table, name: str, pairs: Words, blank: str, faults: list[FaultRecord]) -> list[str]:
    """Return a column with the code of each label; what is no label stays, for the reader of the mapping to judge."""
    codes: dict[str, set[str]] = {}
    for code, label in pairs:
        codes.setdefault(label, set()).add(code)
    found: dict[str, str] = {"": blank}
    for text in dict.fromkeys(table.columns[name]):
        of = codes.get(plain_label(text), {text}) if text else {blank}
        if len(of) > 1:
            rule = f"a label that one code of {name} has; {' and '.join(sorted(of))} both have it"
            faults.append(table.fault(table.columns[name].index(text), name, rule, RAW))
        found[text] = min(of)
    return [found[text] for text in table.columns[name]]
