"""Which table of the source a block of the mapping means, whether its columns are there, and which rows it takes."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterator
from dataclasses import replace

from compendium.mapping.checkboxes import status_column
from compendium.mapping.statement import Mapping, Part, Rule
from compendium.mapping.word_grammar import code, is_missing, recoded
from compendium.sources.cells import Cells
from compendium.sources.handed import Handed, Note
from compendium.sources.identifiers import identifying_column, masked
from compendium.sources.in_few_words import counted, in_few_words
from compendium.sources.telling_column import TAKE_OUT, in_words, telling
from press.ground.fault import FaultRecord
from press.ground.nearest import nearest
from press.ground.yaml_review import among_text

_TELLS = "not read, and by its name it tells who a patient is"
_SHOWN = 3  # columns are named up to so many


def with_header_rows(mapping: Mapping, handed: Handed) -> tuple[dict[str, Cells], list[FaultRecord]]:
    """Return the tables with the header that the mapping's header_rows name, joined by " / " where it has two rows."""
    tables, faults = dict(handed.tables), []
    for name, numbers in mapping.source.header_rows.items():
        cells, key = tables.get(name), f"source.header_rows.{name}"
        if cells is None:
            faults.append(FaultRecord(mapping.file, 0, key, name, *_no_table(handed, name)))
        elif max(numbers) in cells.numbers:
            last = cells.numbers.index(max(numbers))
            heads = [row for row, number in zip(cells.rows, cells.numbers, strict=True) if number in numbers]
            header = tuple(" / ".join(filter(None, map(str.strip, parts))) for parts in zip(*heads, strict=True))
            rows, rest = cells.rows[last + 1 :], cells.numbers[last + 1 :]
            tables[name] = replace(cells, header=header, rows=rows, numbers=rest)
        elif cells.numbers and max(numbers) > cells.numbers[0]:
            rule = f"a row of {cells.place}; it has the rows {cells.numbers[0]} to {cells.numbers[-1]}"
            faults.append(FaultRecord(mapping.file, 0, key, str(max(numbers)), rule, "write the row of the names"))
    return tables, faults


def unknown_names(part: Part, table: str, mapping: Mapping, handed: Handed, cells: Cells | None) -> list[FaultRecord]:
    """Return a fault for the part's table where the source has none of that name, else for each such column."""
    key = f"tables.{table}"
    if cells is None:
        return [FaultRecord(mapping.file, part.line, f"{key}.from", part.source, *_no_table(handed, part.source))]
    faults = [_column_fault(mapping, part.line, f"{key}.when", name, cells) for name in part.when]
    for variable, rule in part.rules.items():
        faults += [_column_fault(mapping, rule.line, f"{key}.{variable}", name, cells) for name in rule.reads]
        if rule.untouched and not rule.status and not status_column(cells):
            asked = f"form_status: with the column that tells whether the form was filled in; {cells.name} has not one"
            action = "name it, such as form_status: patient_complete"
            faults.append(FaultRecord(mapping.file, rule.line, f"{key}.{variable}", "", asked, action))
    return [fault for fault in faults if fault]


def _column_fault(mapping: Mapping, line: int, key: str, name: str, cells: Cells) -> FaultRecord | None:
    times = cells.header.count(name)
    if times == 1:
        return None
    if times:
        rule = f"a column of {cells.place} that has this name alone; {times} have it"
        return FaultRecord(mapping.file, line, key, name, rule, "rename one of them in the source")
    near = nearest(name, cells.header)
    action = f"write it as the source does{near}" if near else f"its columns are {among_text(cells.header, 20)}"
    return FaultRecord(mapping.file, line, key, name, f"a column of {cells.place}", action)


def _no_table(handed: Handed, name: str) -> tuple[str, str]:
    rule = f"a table of the source, which has {among_text(handed.tables, 20)}"
    return rule, f"write its name as the source does{nearest(name, handed.tables)}"


def rows_taken(
    part: Part, table: str, mapping: Mapping, cells: Cells
) -> tuple[list[int], list[FaultRecord], list[Note]]:
    """Return the positions of the rows that a part takes, and how many it leaves out and why."""
    notes: list[Note] = []
    faults: list[FaultRecord] = []
    taken = list(range(len(cells.rows)))
    for column, values in part.when.items():
        at, codes, wanted = cells.header.index(column), cells.codes.get(column, {}), set(map(code, values))
        met = {text: code(text) for text in {row[at] for row in cells.rows}}
        kept = {text for text, each in met.items() if each in wanted or code(codes.get(each, each)) in wanted}
        left = [position for position in taken if cells.rows[position][at] not in kept]
        taken = [position for position in taken if cells.rows[position][at] in kept]
        said = f"{column} is not {' or '.join(value or 'empty' for value in values)}"
        if left:
            notes.append((cells.place, 0, column, "", f"{counted(len(left), 'row')} not read for {table}: {said}"))
        key, words = f"tables.{table}.when.{column}", {*met.values(), *map(code, codes.values())}
        unmet = ", ".join(value for value in values if code(value) not in words)
        if cells.rows and not kept:
            rule, action = f"a value of {cells.place}, column {column}", f"its values are {_values(met)}"
            faults.append(FaultRecord(mapping.file, part.line, key, unmet, rule, action))
        elif unmet:
            notes.append((cells.place, 0, column, unmet, "in no row, though the mapping asks for it"))
    if part.filled:
        read = {name: rule for rule in part.rules.values() for name in rule.columns}
        columns = [(cells.header.index(name), read[name], cells.codes.get(name, {})) for name in part.filled]
        missing = mapping.source.missing_codes
        filled = [
            position
            for position in taken
            if any(_says(cells.rows[position][at], rule, codes, missing) for at, rule, codes in columns)
        ]
        if len(filled) < len(taken):
            said = f"{counted(len(taken) - len(filled), 'row')} left out of {table}: nothing filled in there"
            notes.append((cells.place, 0, in_few_words(part.filled, _SHOWN), "", said))
        taken = filled
    return taken, faults, notes


def _says(cell: str, rule: Rule, codes: abc.Mapping[str, str], missing_codes: tuple[str, ...]) -> bool:
    """Whether a cell says something, and not, by its rule or the source's missing codes, that nothing is known."""
    if not cell.strip():
        return False
    if (found := recoded(cell, rule.recode, codes)) is not None:
        return bool(found)
    return not is_missing(cell, replace(rule.notation, missing=(*rule.notation.missing, *missing_codes)))


def _values(met: dict[str, str]) -> str:
    return among_text(sorted(masked(value) for value in met.values() if value))


def unused(mapping: Mapping, tables: dict[str, Cells]) -> Iterator[Note]:
    """Yield a note for each table that no block reads, and for each table's columns that nothing reads."""
    parts = [part for each in mapping.tables.values() for part in each]
    for name, cells in tables.items():
        if not any(part.source == name for part in parts):
            said = f"not read: no block of the mapping names {name} ({counted(len(cells.rows), 'row')})"
            yield cells.place, 0, "", "", said
            continue
        left = _not_read(mapping, cells)
        if left:
            yield cells.place, 0, "", "", f"{counted(len(left), 'column')} not read: {', '.join(left)}"
        for column in left:
            if what := identifying_column(column) or identifying_column(cells.labels.get(column, "")):
                yield cells.place, 0, column, "", f"{_TELLS} ({what}): take it away before the file leaves your centre"


def telling_faults(mapping: Mapping, tables: dict[str, Cells]) -> Iterator[FaultRecord]:
    """Yield a fault for each column that nothing reads and that tells, by what stands in it, who the patients are.

    The values are not shown. What is read is looked at cell by cell where it is read.
    """
    for cells in tables.values():
        for column in _not_read(mapping, cells):
            found = telling(cells.column(column), column, cells.labels.get(column, ""))
            if found and column not in cells.codes:
                rule = f"nothing that tells who a patient is; nothing reads this column, but {in_words(found)}"
                yield FaultRecord(cells.place, cells.numbers[found.first], column, "", rule, TAKE_OUT)


def _not_read(mapping: Mapping, cells: Cells) -> list[str]:
    """Return the columns of a table that no block reads, those without a name left out."""
    reading = [part for each in mapping.tables.values() for part in each if part.source == cells.name]
    read = {column for part in reading for column in part.when}
    read |= {column for part in reading for rule in part.rules.values() for column in rule.reads}
    return [column for column in dict.fromkeys(cells.header) if column not in read and column]
