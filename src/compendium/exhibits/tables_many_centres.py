"""The tables by centre where there are more centres than columns fit a page: a line for each centre."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from compendium.clinical.who_was_treated import ANALYSIS
from compendium.exhibits import labels
from press.exhibits import cells
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table
from press.rows import Key, Ledger, text
from press.rows.row import FOLLOWS, is_mark

OF_SHOWN = "The centre that lacks most: of those whose counts are shown."
_CENTRES = ANALYSIS.at(variable="centres")
_FORMS: dict[str, Callable[[Ledger, Key], Cell]] = {
    "mean ± SD": lambda ledger, key: cells.mean_sd(ledger, key, labels.digits(key.variable)),
    "median [IQR]": lambda ledger, key: cells.median_iqr(ledger, key, labels.digits(key.variable)),
    "n/N (%)": lambda ledger, key: cells.count_percent(ledger, key),
}
# What a centre is described by: the variable, its level if it has levels, and how it is written.
_COLUMNS = (
    ("age", "", "mean ± SD"),
    ("sex", "female", "n/N (%)"),
    ("disease_duration", "", "median [IQR]"),
    ("mmt8", "", "mean ± SD"),
    ("ck_xuln", "", "median [IQR]"),
    ("treatment_duration", "", "median [IQR]"),
)


def one_line_a_centre(ledger: Ledger, groups: Mapping[str, str], smd_note: str, origin: str) -> Table:
    """Write a few characteristics of the patients of each centre; `groups` are its name in keys and as recorded."""
    table = TableBuilder("table_centres", "Characteristics of the patients by centre", landscape=True)
    table.column("Centre", align="left")
    table.column("n")
    for name, level, form in _COLUMNS:
        table.column(f"{labels.with_unit(name)}{f': {level}' if level else ''}; {form}")
    for group, called in groups.items():
        at = [(ANALYSIS.at(variable=name, level=level, group=group), form) for name, level, form in _COLUMNS]
        patients = cells.whole(ledger, _CENTRES.at(level=group), "patients")
        table.line(labels.opening(called), patients, *(_FORMS[form](ledger, key) for key, form in at))
    between = [ANALYSIS.at(variable=name, group="centre") for name, *_ in _COLUMNS]
    smds = [cells.number(table, ledger, key, "smd", 2) for key in between]
    table.line("SMD, the largest of any two centres", "", *smds, marks={0: [table.note(smd_note)]})
    table.line("p", "", *(cells.p(table, ledger, key) for key in between))
    table.line("Adjusted p", "", *(cells.p(table, ledger, key, "p_fdr") for key in between))
    table.source("n/N (%): N is the number of patients with a value.", origin)
    return table.build()


def most_lacking(
    ledger: Ledger, lacking: Sequence[str], groups: Mapping[str, str], of_nobody: str, origin: str
) -> Table:
    """Write for each of these variables how many lack it, in all and at the centre where the largest share does.

    of_nobody: the note on those that nobody has.
    """
    table = TableBuilder("table_missing", "Patients without a value, by variable and centre")
    table.column("Variable", align="left")
    table.column(cells.phrase("All (n = {})", cells.whole(ledger, ANALYSIS, "n")))
    table.column("At the centre that lacks most")
    for name in lacking:
        key = ANALYSIS.at(variable=name)
        worst = max(groups, key=lambda group: _share(ledger, key.at(group=group)))
        most = of_all(ledger, key.at(group=worst))
        table.line(labels.label(name), of_all(ledger, key), _at_centre(most, groups[worst]))
    if not lacking:
        table.line("None: every value was recorded")
    among = [
        ledger[cells.row_id(ANALYSIS.at(variable=name, group=group), "missing")] for name in lacking for group in groups
    ]
    of_shown = OF_SHOWN if any(row.withheld or row.n is None for row in among) else ""
    table.source("n/N (%): N is the number of patients.", of_shown, of_nobody, origin)
    return table.build()


def _at_centre(most: Cell, centre: str) -> Cell:
    """Name the centre, unless of no centre it is shown how many lack the value."""
    return replace(most, text=FOLLOWS) if is_mark(most.text) else cells.phrase(f"{{}}, {centre}", most)


def of_all(ledger: Ledger, key: Key) -> Cell:
    """Write how many patients lack a value, of how many."""
    row = ledger[cells.row_id(key, "missing")]
    if row.withheld:
        return Cell(row.withheld, rows=(row.id,))
    if row.n is None:
        return Cell(f"{cells.count(row)}/{FOLLOWS}", rows=(row.id,))
    return Cell(text.count_percent(row.value, row.n), rows=(row.id,))


def _share(ledger: Ledger, key: Key) -> float:
    row = ledger[cells.row_id(key, "missing")]
    return row.value / row.n if row.n and not row.withheld else 0.0
