"""The tables of who was treated: the cohort by response and by centre; antibodies; treatment; what was not recorded."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from compendium.clinical.which_centres import FEW_CENTRES
from compendium.clinical.who_was_treated import ANALYSIS, OUTCOME, characteristic_lists, characteristics
from compendium.exhibits import labels, not_recorded, undecided_notes
from compendium.exhibits.tables_many_centres import most_lacking, of_all, one_line_a_centre
from compendium.registry.codebook import load_codebook
from press.exhibits import cells
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table
from press.rows import Key, Ledger
from press.rows.sentence import capital

CENTRE = ANALYSIS.at(variable="centre")
GROUPS = {"responder": "Responders", "non_responder": "Non-responders"}
COUNTS = "n/N (%): N is the number of patients with a value."
NUMBERS = f"Numbers are mean ± SD and, below, median [first quartile, third quartile]; the others {COUNTS}"
OF_NOBODY, OTHERS_WHOLE = "Recorded of no patient", "None of what was recorded of any patient"
REMARKS = {
    "diagnosis": "DM: dermatomyositis; PM: polymyositis; IMNM: immune-mediated necrotising myopathy; "
    "ASyS: antisynthetase syndrome; IBM: inclusion body myositis.",
    "stop_reason": "Stopping for inefficacy is part of what non-response means: a difference there is no finding.",
}
Lists = Mapping[str, Sequence[str]]
Last = Callable[[Key], list[Cell | str]]


def table_one(ledger: Ledger, origin: str) -> Table:
    """Characteristics of the cohort, overall and by response."""
    table = TableBuilder("table_one", "Characteristics of the patients, overall and by response")
    return _by_response(table, ledger, characteristic_lists() | {"End of treatment": OUTCOME}, NUMBERS, origin)


def table_antibodies(ledger: Ledger, origin: str) -> Table:
    """Autoantibodies among those tested, overall and by response."""
    names = ("any_msa", *_with_role("autoantibody"))
    table = TableBuilder("table_antibodies", "Autoantibodies among the patients tested, overall and by response")
    return _by_response(table, ledger, {"Positive among those tested": names}, COUNTS, origin)


def table_treatment(ledger: Ledger, origin: str) -> Table:
    """Treatment before and with IVIg, overall and by response."""
    lists = {"Before IVIg": _with_role("earlier_treatment"), "With IVIg": _with_role("concomitant_treatment")}
    table = TableBuilder("table_treatment", "Treatment before and with IVIg, overall and by response")
    return _by_response(table, ledger, lists, COUNTS, origin)


def _with_role(role: str) -> tuple[str, ...]:
    return tuple(variable.name for variable in load_codebook().with_role(role))


def _by_response(table: TableBuilder, ledger: Ledger, lists: Lists, forms: str, origin: str) -> Table:
    table.column("Characteristic", align="left")
    table.column(cells.phrase("All (n = {})", cells.whole(ledger, ANALYSIS, "n")))
    _group_columns(table, ledger, ANALYSIS.at(variable="response"), GROUPS)
    table.column("SMD (95% CI)", marks=table.note(_smd_note(ledger, "response")))
    table.column("Missing", aside=True)

    def last(key: Key) -> list[Cell | str]:
        return [_smd(table, ledger, key.at(group="response")), _missing(ledger, key, list(GROUPS))]

    lacking = _body(table, ledger, lists, ["", *GROUPS], last)
    undecided = cells.whole(ledger, ANALYSIS.at(variable="response"), "missing")
    response = undecided_notes.definition_and_undecided(ledger, ANALYSIS, undecided)
    table.source(forms, "Missing: all (responders, non-responders).", lacking, response, origin)
    return table.build()


def _smd_note(ledger: Ledger, group: str) -> str:
    return cells.method(ledger, ANALYSIS.at(variable="age", group=group), "smd")


def _smd(table: TableBuilder, ledger: Ledger, key: Key) -> Cell:
    """Write the difference, with its interval where there are two groups: the largest of several has none.

    Where the interval is of another kind than the column's, a note says of which.
    """
    if cells.row_id(key, "smd_low") not in ledger:
        return cells.number(table, ledger, key, "smd", 2)
    said = cells.estimate(table, ledger, key, ("smd", "smd_low", "smd_high"), 2)
    method = cells.method(ledger, key, "smd_low")
    another = method != _smd_note(ledger, key.group) and math.isfinite(ledger.value(cells.row_id(key, "smd_low")))
    return replace(said, marks=(*said.marks, table.note(method))) if another else said


def _group_columns(table: TableBuilder, ledger: Ledger, key: Key, groups: Mapping[str, str]) -> None:
    """Add a column for each group, with how many patients it has; `key` names the variable that makes the groups."""
    for group, name in groups.items():
        table.column(
            cells.phrase("{} (n = {})", labels.opening(name), cells.whole(ledger, key.at(level=group), "count"))
        )


def _missing(ledger: Ledger, key: Key, groups: Sequence[str]) -> Cell:
    """Write how many have no value, in all and in each group."""
    counts = [cells.whole(ledger, key.at(group=group), "missing") for group in ("", *groups)]
    return cells.together(f"{{}} ({', '.join(['{}'] * len(groups))})", *counts)


def table_centres(ledger: Ledger, origin: str) -> Table:
    """The same characteristics by centre, with the test for a difference where there is more than one centre."""
    groups = labels.centres(ledger, ANALYSIS)
    if len(groups) > FEW_CENTRES:
        return one_line_a_centre(ledger, groups, _smd_note(ledger, "centre"), origin)
    table = TableBuilder("table_centres", "Characteristics of the patients by centre", landscape=len(groups) > 1)
    table.column("Characteristic", align="left")
    _group_columns(table, ledger, CENTRE, groups)
    if len(groups) > 1:
        table.column("SMD" if len(groups) > 2 else "SMD (95% CI)")
        table.source(f"SMD: {_smd_note(ledger, 'centre')}")
        table.column("p")
        table.column("Adjusted p")
    table.column("Missing", aside=True)

    def last(key: Key) -> list[Cell | str]:
        at, missing = key.at(group="centre"), _missing(ledger, key, list(groups))
        if len(groups) == 1:
            return [missing]
        return [_smd(table, ledger, at), cells.p(table, ledger, at), cells.p(table, ledger, at, "p_fdr"), missing]

    lacking = _body(table, ledger, characteristic_lists() | {"End of treatment": OUTCOME}, list(groups), last)
    table.source(NUMBERS, f"Missing: all ({', '.join(groups.values())}).", lacking, origin)
    return table.build()


def table_missing(ledger: Ledger, origin: str) -> Table:
    """Every variable, but for how treatment ended, that any patient lacks, most missing first, by centre."""
    groups = labels.centres(ledger, ANALYSIS)
    every = {"": [name for name in characteristics(load_codebook()) if name not in OUTCOME]}
    there, nobody = not_recorded.parted(ledger, ANALYSIS, every)
    known = there.get("", [])
    count = {name: cells.value(ledger, ANALYSIS.at(variable=name), "missing") for name in known}
    lacking = [name for name in known if count[name] != 0]  # one that is not shown is fewer than those that are
    lacking.sort(key=lambda name: (math.isnan(count[name]), -count[name] if count[name] > 0 else 0, name))
    if len(groups) > FEW_CENTRES:
        return most_lacking(ledger, lacking, groups, not_recorded.named(nobody, OF_NOBODY), origin)
    table = TableBuilder("table_missing", "Patients without a value, by variable and centre")
    table.column("Variable", align="left")
    table.column(cells.phrase("All (n = {})", cells.whole(ledger, ANALYSIS, "n")))
    _group_columns(table, ledger, CENTRE, groups)
    for name in lacking:
        key = ANALYSIS.at(variable=name)
        counts = [of_all(ledger, key.at(group=group)) for group in ("", *groups)]
        table.line(labels.label(name), *counts)
    if not lacking:
        table.line(OTHERS_WHOLE if nobody else "None: every value was recorded")
    table.source("n/N (%): N is the number of patients.", not_recorded.named(nobody, OF_NOBODY), origin)
    return table.build()


def _body(table: TableBuilder, ledger: Ledger, lists: Lists, groups: Sequence[str], last: Last) -> str:
    """Write every variable that anybody has recorded, by heading; return the note that names the others."""
    there, lacking = not_recorded.parted(ledger, ANALYSIS, lists)
    for heading, names in there.items():
        table.section(heading)
        for name in names:
            _variable(table, ledger, ANALYSIS.at(variable=name), groups, last(ANALYSIS.at(variable=name)))
    if not there:
        table.line(not_recorded.NONE_HERE)
    return not_recorded.named(lacking)


def _variable(table: TableBuilder, ledger: Ledger, key: Key, groups: Sequence[str], last: list[Cell | str]) -> None:
    """One variable: two lines for a number, one for yes/no, a heading and a line a level for the others."""
    name, digits = key.variable, labels.digits(key.variable)
    keys = [key.at(group=group) for group in groups]
    if cells.is_number(ledger, key):
        table.line(labels.with_unit(name), *(cells.mean_sd(ledger, at, digits) for at in keys), *last)
        table.line("median [IQR]", *(cells.median_iqr(ledger, at, digits) for at in keys), indent=1)
    elif labels.variable(name).levels:
        table.source(REMARKS.get(name, ""))
        table.line(labels.label(name), *[""] * len(groups), *last)
        for level, at in labels.level_keys(ledger, key):
            counts = (cells.count_percent(ledger, at.at(group=group)) for group in groups)
            table.line(capital(level), *counts, indent=1)
    else:
        table.line(labels.label(name), *(not_recorded.share(table, ledger, at) for at in keys), *last)
