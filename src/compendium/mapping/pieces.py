"""The rows that one block of a mapping gives to a table, put below those of others, or beside them by key."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from compendium.mapping.checkboxes import read_boxes, read_checkbox
from compendium.mapping.column_reading import Column, read_column
from compendium.mapping.mapped import MappedTable
from compendium.mapping.statement import Part, Rule
from compendium.registry.codebook import KEYS, Variable
from compendium.sources.cells import Cells
from compendium.sources.handed import Note
from press.ground.fault import FaultRecord


@dataclass
class Piece:
    """The rows of one part: `table` under the codebook's names, and what there is to say of them.

    made: False where the source has not the table or a column of it, so that there is no row.
    """

    part: Part
    table: MappedTable
    faults: list[FaultRecord] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    made: bool = True


def piece_of(part: Part, name: str, variables: tuple[Variable, ...], cells: Cells, taken: list[int]) -> Piece:
    """Return the rows of `cells` at the positions `taken`, every variable read by its rule; one without is empty."""
    columns = {each.name: _column(part.rules.get(each.name), cells, taken) for each in variables}
    frame, sent, names = (
        pd.DataFrame({key: getattr(column, what) for key, column in columns.items()}, dtype=object)
        for what in ("texts", "sent", "names")
    )
    table = MappedTable(name, frame, sent, names, [cells.place] * len(taken), [cells.numbers[at] for at in taken])
    faults = [fault for column in columns.values() for fault in column.faults]
    return Piece(part, table, faults, [note for column in columns.values() for note in column.notes])


def _column(rule: Rule | None, cells: Cells, taken: list[int]) -> Column:
    if rule is not None and rule.untouched:
        return read_checkbox(rule, cells, taken)
    if rule is not None and rule.boxes:
        return read_boxes(rule, cells, taken)
    if rule is not None and rule.columns:
        return read_column(rule, cells, taken)
    constant = rule.constant if rule is not None else ""
    return Column([constant] * len(taken), [constant] * len(taken), [""] * len(taken))


def empty_table(name: str, variables: tuple[Variable, ...]) -> MappedTable:
    """Return a table without a row."""
    frame = pd.DataFrame({each.name: [] for each in variables}, dtype=object)
    return MappedTable(name, frame, frame.copy(), frame.copy(), [], [])


def below(name: str, variables: tuple[Variable, ...], tables: list[MappedTable]) -> MappedTable:
    """Return the rows of all these tables, one below the other."""
    if not tables:
        return empty_table(name, variables)
    frame, sent, columns = (
        pd.concat([getattr(each, what) for each in tables], ignore_index=True) for what in ("frame", "sent", "columns")
    )
    files = [file for each in tables for file in each.files]
    return MappedTable(name, frame, sent, columns, files, [row for each in tables for row in each.rows])


def beside(table: MappedTable, piece: Piece) -> tuple[MappedTable, list[FaultRecord]]:
    """Return a table with what a piece gives added to the rows of the same key; a row without one stands below.

    Two rows of the piece with one key, or a cell that both fill in differently, are faults.
    """
    keys = [key for key in KEYS[table.name] if key in piece.part.rules] or ["patient_id"]
    other = piece.table
    whole = below(table.name, (), [table, other])
    at = {key: position for position, key in reversed(list(enumerate(_keys(table.frame, keys))))}
    faults: list[FaultRecord] = []
    kept, elsewhere, seen = list(range(len(table.files))), dict(table.elsewhere), set[tuple[str, ...]]()
    given = [name for name in piece.part.rules if name not in keys]
    for position, key in enumerate(_keys(other.frame, keys)):
        if key in seen:
            rule = f"one row for each {' and '.join(keys)}, as its block stands beside another"
            faults.append(other.fault(position, keys[-1], rule, "take one of the two rows away"))
            continue
        seen.add(key)
        if key not in at:
            kept.append(len(table.files) + position)
            continue
        for name in given:
            text, mine = str(other.frame.at[position, name]), str(whole.frame.at[at[key], name])
            if not text or text == mine:
                continue
            if mine:
                file, row = table.place(at[key], name)
                rule = f"the same as in {file}, row {row}, which has {whole.shown(at[key], name)}"
                faults.append(other.fault(position, name, rule, "correct one of the two"))
                continue
            for into, out in ((whole.frame, other.frame), (whole.sent, other.sent), (whole.columns, other.columns)):
                into.at[at[key], name] = str(out.at[position, name])
            elsewhere[at[key], name] = other.place(position, name)
    return _only(whole, kept, elsewhere), faults


def without(table: MappedTable, positions: set[int]) -> MappedTable:
    """Return a table without the rows at some positions."""
    kept = [position for position in range(len(table.files)) if position not in positions]
    new = {old: at for at, old in enumerate(kept)}
    elsewhere = {(new[at], name): place for (at, name), place in table.elsewhere.items() if at in new}
    return _only(table, kept, elsewhere)


def _only(table: MappedTable, kept: list[int], elsewhere: dict[tuple[int, str], tuple[str, int]]) -> MappedTable:
    frame, sent, columns = (each.iloc[kept].reset_index(drop=True) for each in (table.frame, table.sent, table.columns))
    files, rows = [table.files[at] for at in kept], [table.rows[at] for at in kept]
    return MappedTable(table.name, frame, sent, columns, files, rows, elsewhere)


def _keys(frame: pd.DataFrame, keys: list[str]) -> list[tuple[str, ...]]:
    return [tuple(map(str, each)) for each in frame[keys].itertuples(index=False, name=None)]
