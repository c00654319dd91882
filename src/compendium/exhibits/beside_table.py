"""The table of a registry beside the published cohort: each printed figure, the registry's own, their difference."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from compendium.clinical.beside_published import PATIENTS, belongs_to_another, key_of
from compendium.clinical.who_was_treated import ANALYSIS
from compendium.exhibits.printed import moved
from compendium.exhibits.printed_rules import printed_figure
from compendium.exhibits.whose import origin as origin_of
from press.exhibits import cells
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table
from press.ground.spreadsheet import Line
from press.rows import Key, Ledger, Row, text
from press.rows.sentence import capital, count

Named = Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
DIGITS = 1  # of a difference
NO_VERDICT = (
    "These are other patients than those of the published cohort, judged and treated elsewhere: a difference is "
    "neither an error nor a failure to repeat, and its interval does not allow for how the patients were chosen."
)


def own_size(ledger: Ledger) -> str:
    """Return whose patients the results are of, how many, and from how many centres, as one phrase.

    >>> rows = [ANALYSIS.row("n", 9), ANALYSIS.row("centres", 1)]
    >>> own_size(Ledger([*rows, Key("cohort", "registry").row("origin", None, note="Registry: ours.")]))
    'Registry: ours, 9 patients of one centre'
    """
    patients, row = cells.value(ledger, ANALYSIS, "n"), ledger[cells.row_id(ANALYSIS, "centres")]
    some, several = ("" if each == 1 else "s" for each in (patients, row.value))
    whose = origin_of(ledger).removesuffix(".")
    centres = row.note if math.isnan(row.value) else f"{count(row.value)} centre{several}"
    return f"{whose}, {text.number(patients, 0)} patient{some} of {centres}"


def table_beside(lines: Sequence[Line], named: Named, ledger: Ledger, differences: Ledger, origin: str) -> Table:
    """Return the table, in the sections of the abstract; `differences` are the rows of `beside_published`.

    A note to a published figure is a caution about that figure; one to a difference says how it was computed, or why
    there is none.
    """
    table = TableBuilder("table_printed", "This registry beside the published cohort", landscape=True)
    for heading in ("What is stated", "Published cohort", "This registry", "Difference (95% CI)"):
        table.column(heading, align="left")
    by_id, section = {line["id"]: line for line in lines}, ""
    for line in lines:
        if belongs_to_another(line["id"], by_id):
            continue
        if line["section"] != section:
            section = line["section"]
            table.section(section.capitalize())
        group = "" if line["group"] == "all" else f", {line['group']}"
        table.line(
            capital(f"{line['quantity']}{group}"),
            Cell(_published(line, by_id), _note(table, line["note"])),
            _own(table, line, named, ledger, sd_printed=f"{line['id'].removesuffix('.mean')}.sd" in by_id),
            _difference(table, line, named, ledger, differences),
            indent=1,
        )
    patients = by_id[PATIENTS]["printed"]
    table.source(f"Published: the abstract of the published cohort of {patients} patients.", NO_VERDICT, origin)
    return table.build()


def _published(line: Line, lines: Mapping[str, Line]) -> str:
    """The printed figure with its SD or its limits, where they are lines of their own."""
    stem = line["id"].rpartition(".")[0]
    others = (f"{stem}.{name}" for name in ("sd", "ci_low", "ci_high"))
    sd, low, high = (lines[each]["printed"] if each in lines else "" for each in others)
    if line["id"].endswith(".mean") and sd:
        return f"{line['printed']} ± {sd}"
    return f"{line['printed']} ({low} to {high})" if line["id"].endswith(".or") and low else line["printed"]


def _own(table: TableBuilder, line: Line, named: Named, ledger: Ledger, *, sd_printed: bool) -> Cell:
    """The registry's own figure, to the decimals of the printed one, or of the difference; without one a dash and why.

    Beside "-2.5", 11.5 months were "12".
    """
    own, ways = named.get(line["id"], ((), ()))
    rows = [ledger[each] for each in (*own, *ways) if each in ledger]
    if held := _withheld(line, named, ledger):
        return Cell(held.withheld, rows=(held.id,))
    why = next((row.note or "no reason was recorded" for row in rows if math.isnan(row.value)), "")
    if why or not rows:
        return Cell(text.MISSING, _note(table, why or "no result row answers it"))
    said, more = _written(line, rows, ways, ledger, sd_printed=sd_printed)
    return Cell(said, _note(table, rows[0].method), (*(row.id for row in rows), *more))


def _written(
    line: Line, rows: Sequence[Row], ways: Sequence[str], ledger: Ledger, *, sd_printed: bool
) -> tuple[str, tuple[str, ...]]:
    """How the registry's figure reads, and the ids of further rows that stand in it."""
    row, digits = rows[0], printed_figure(line["printed"])[1]
    digits = digits if line["unit"] == "patients" else max(digits, DIGITS)
    if ways:
        pairs = zip(rows[: len(ways)], rows[len(ways) :], strict=True)
        return "; ".join(moved(each, way, several=len(ways) > 1) for each, way in pairs), ()
    if line["unit"] == "percent":
        return text.percent(row.value, digits), ()
    if line["unit"] == "p":
        return text.p_phrase(row.value), ()
    key = Key(row.analysis, row.variable, row.level, row.group)
    if line["unit"] == "odds ratio":
        limits = cells.row_id(key, "ci_low"), cells.row_id(key, "ci_high")
        low, high = map(ledger.value, limits)
        return text.estimate(row.value, low, high, digits), limits
    if sd_printed:
        sd = cells.row_id(key, "sd")
        return text.mean_sd(row.value, ledger.value(sd), digits), (sd,)
    return text.number(row.value, digits), ()


def _withheld(line: Line, named: Named, ledger: Ledger) -> Row | None:
    """The first of the registry's rows for this line that is not shown."""
    own, ways = named.get(line["id"], ((), ()))
    return next((ledger[each] for each in (*own, *ways) if each in ledger and ledger[each].withheld), None)


def _difference(table: TableBuilder, line: Line, named: Named, ledger: Ledger, differences: Ledger) -> Cell:
    if held := _withheld(line, named, ledger):
        return Cell(held.withheld, rows=(held.id,))
    key = key_of(line["id"])
    name, digits = ("ratio", 2) if cells.row_id(key, "ratio") in differences else ("difference", DIGITS)
    row = differences[cells.row_id(key, name)]
    notes = _note(table, row.note or row.method)
    if math.isnan(row.value):
        return Cell(text.MISSING, notes)
    ids = tuple(cells.row_id(key, each) for each in (name, f"{name}_low", f"{name}_high"))
    _, low, high = (differences.value(each) for each in ids)
    if math.isnan(low):
        return Cell(text.number(row.value, digits), notes, ids[:1])
    said = text.estimate(row.value, low, high, digits)
    return Cell(f"ratio {said}" if name == "ratio" else said, notes, ids)


def _note(table: TableBuilder, words: str) -> tuple[str, ...]:
    return (table.note(cells.sentence(words)),) if words else ()
