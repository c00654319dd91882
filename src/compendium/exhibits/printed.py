"""Every figure that the abstract prints beside the recomputed one: by what method and rule, and whether they agree."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from compendium.exhibits.printed_rules import RULES, Evidence, Rule, place, printed_figure
from compendium.registry.codebook import load_codebook
from press.ground.fault import stop_at
from press.ground.paths import project_root
from press.ground.spreadsheet import Line, inspect_spreadsheet, read_spreadsheet
from press.rows import Ledger, Row, text

COLUMNS = ("id", "section", "quantity", "group", "printed", "value", "unit", "rule", "note")
# The value that stands for "no change" in a row that states a direction, and what such a row is called.
_NO_CHANGE = {"ratio": 1.0, "or": 1.0}
_CHANGE_NAMES = {"ratio": "ratio", "mean": "mean change", "hl": "shift"}


@dataclass(frozen=True)
class Comparison:
    """One printed statement beside its recomputed value.

    `rows` are the ids of the result rows compared; `reason` says why it could not be judged; `note` is the reader's
    warning about the printed figure itself, from data/published.csv. `place` is where the recomputed figure lies in
    what agrees with the printed one, from -1 to 1; NaN where it could not be judged. `values` are those compared.
    """

    id: str
    section: str
    quantity: str
    group: str
    printed: str
    recomputed: str
    method: str
    rule: str
    agrees: bool
    note: str = ""
    reason: str = ""
    rows: tuple[str, ...] = ()
    place: float = math.nan
    values: tuple[float, ...] = ()


def compare_published(
    ledger: Ledger, published: Path | None = None, definitions: Path | None = None
) -> list[Comparison]:
    """Compare every line of data/published.csv with the result rows that data/definitions/published_sources.csv names.

    A line whose row is missing, empty or not named, or whose rule is unknown, does not agree, and its reason is kept.
    Raises SpreadsheetFault with all that is wrong in one of the two files.
    """
    lines, sources = printed_lines(published), named_rows(definitions)
    return [_compare(ledger, line, *sources.get(line["id"], ((), ()))) for line in lines]


def named_rows(definitions: Path | None = None) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return, by the id of a printed line, the result rows that answer it and those that say which way they went."""
    file = definitions or project_root() / "data" / "definitions" / "published_sources.csv"
    named = read_spreadsheet(file, ("id", "row", "direction_row"), ("id",))
    return {line["id"]: (_ids(line["row"]), _ids(line["direction_row"])) for line in named}


def printed_lines(published: Path | None = None) -> list[Line]:
    """Read the printed figures; a value that is no number is reported with all else that is wrong."""
    lines, faults = inspect_spreadsheet(published or project_root() / "data" / "published.csv", COLUMNS, ("id",))
    faults += [
        line.fault("value", "a number, or empty", "write digits only, such as 83.7, without a unit")
        for line in lines
        if line["value"] and math.isnan(line.number("value"))
    ]
    stop_at(faults)
    return lines


def _compare(ledger: Ledger, line: Line, row_ids: tuple[str, ...], ways: tuple[str, ...]) -> Comparison:
    rule = RULES.get(line["rule"])
    rows = [ledger[row_id] for row_id in row_ids if row_id in ledger]
    directions = [ledger[row_id] for row_id in ways if row_id in ledger]
    reason = _reason(ledger, line, row_ids, ways)
    evidence = _evidence(line, rows, directions)
    judged = rule if not reason else None
    return Comparison(
        id=line["id"],
        section=line["section"],
        quantity=line["quantity"],
        group=line["group"],
        printed=line["printed"],
        recomputed=_recomputed(line, rows, directions) if not reason else text.MISSING,
        method="; ".join(dict.fromkeys(row.method for row in rows if row.method)),
        rule=_words(rule, line),
        agrees=judged is not None and judged.agrees(evidence),
        note=line["note"],
        reason=reason,
        rows=(*row_ids, *ways),
        place=place(judged, evidence) if judged else math.nan,
        values=evidence.values if judged else (),
    )


def _reason(ledger: Ledger, line: Line, row_ids: tuple[str, ...], ways: tuple[str, ...]) -> str:
    """Why a line cannot be judged, or "" if it can."""
    if line["rule"] not in RULES:
        return f"the rule {line['rule']!r} is not one of {', '.join(RULES)}"
    if not row_ids:
        return "data/definitions/published_sources.csv names no result row for it"
    for row_id in (*row_ids, *ways):
        if row_id not in ledger:
            return f"there is no result row {row_id}"
        if math.isnan(ledger.value(row_id)):
            return f"{row_id} could not be computed: {ledger[row_id].note or 'no reason is given'}"
    return ""


def _evidence(line: Line, rows: list[Row], directions: list[Row]) -> Evidence:
    return Evidence(
        line["printed"], line.number("value"), tuple(row.value for row in rows), tuple(map(_change, directions))
    )


def _change(row: Row) -> float:
    return row.value - _NO_CHANGE.get(row.statistic, 0.0)


def _recomputed(line: Line, rows: list[Row], directions: list[Row]) -> str:
    """The recomputed value as text: with two decimals more than printed, or the change with its p-value."""
    if directions:
        return "; ".join(moved(row, way, several=len(rows) > 1) for row, way in zip(rows, directions, strict=True))
    digits = printed_figure(line["printed"])[1] + 2
    write = text.percent if line["unit"] == "percent" else text.number
    return "; ".join(write(row.value, 0 if row.value.is_integer() else digits) for row in rows)


def moved(row: Row, way: Row, *, several: bool) -> str:
    """Return by how much something moved, with its p-value; of several, which of them."""
    name = _CHANGE_NAMES.get(way.statistic, way.statistic)
    what = f"{load_codebook().label(way.variable)}: {name}" if several else name
    return f"{what} {text.number(way.value, 2)}, {text.p_phrase(row.value)}"


def _words(rule: Rule | None, line: Line) -> str:
    if rule is None:
        return line["rule"]
    return rule.words.format(printed_figure(line["printed"])[0] or line["value"])


def _ids(cell: str) -> tuple[str, ...]:
    return tuple(row_id for row_id in cell.split("|") if row_id)
