"""The tables of whether patients improved: scales before and after, enzymes as multiples of ULN, response."""

from __future__ import annotations

from compendium.report import cells, labels
from compendium.report.table.builder import TableBuilder
from compendium.report.table.layout import Cell, Table
from compendium.results import Key, Ledger, text
from compendium.study.core_set import ENZYMES
from compendium.study.definitions import read_definitions
from compendium.study.did_they_improve import ANALYSIS, SCALES
from compendium.study.responses import read_responses

NO_CONTROL = "Without a control group a change is not an effect of treatment."


def table_changes(ledger: Ledger, origin: str) -> Table:
    """Every outcome as measured, before and after."""
    table = TableBuilder("table_changes", "Outcomes before IVIg and at the end of treatment", landscape=True)
    table.column("Outcome", align="left")
    table.column("Pairs")
    for spanner in ("Baseline", "End of treatment"):
        table.column("Mean ± SD", spanner=spanner)
        table.column("Median [IQR]", spanner=spanner)
    table.column("Mean (95% CI)", spanner="Change", marks=table.note(_method(ledger, "mmt8", "ci_low")))
    table.column("p", spanner="Change")
    table.column("Adjusted p", spanner="Change")
    table.column("Effect size", spanner="Change", marks=table.note(_method(ledger, "mmt8", "d_z")))
    for heading, names in (("Scales and prednisone", SCALES), ("Muscle enzymes as measured", ENZYMES)):
        table.section(heading)
        for name in names:
            _change(table, ledger, name)
    table.source("Pairs: patients with a value at both visits.", NO_CONTROL, origin)
    return table.build()


def _method(ledger: Ledger, variable: str, statistic: str) -> str:
    return cells.sentence(ledger[cells.row_id(ANALYSIS.at(variable=variable, group="change"), statistic)].method)


def _change(table: TableBuilder, ledger: Ledger, name: str) -> None:
    key, digits = ANALYSIS.at(variable=name), labels.digits(name)
    change = key.at(group="change")
    visits = [key.at(group=group) for group in ("baseline", "end")]
    summaries = [form(ledger, at, digits) for at in visits for form in (cells.mean_sd, cells.median_iqr)]
    table.line(
        labels.with_unit(name),
        text.number(cells.value(ledger, change, "n_pairs"), 0),
        *summaries,
        cells.estimate(ledger, change, ("mean", "ci_low", "ci_high"), digits),
        cells.p(table, ledger, change),
        _adjusted(table, ledger, change),
        text.number(cells.value(ledger, change, "d_z"), 2),
    )


def _adjusted(table: TableBuilder, ledger: Ledger, key: Key) -> Cell:
    """The family adjusted for holds each enzyme once, on the log scale, so as measured it has no adjusted p."""
    if cells.row_id(key, "p_holm") in ledger:
        return cells.p(table, ledger, key, "p_holm")
    return Cell(text.MISSING, (table.note("Adjusted on the log scale, as multiples of ULN."),))


def table_enzymes(ledger: Ledger, origin: str) -> Table:
    """Muscle enzymes as multiples of ULN on the log scale, and Holm's adjustment over all outcomes."""
    table = TableBuilder("table_enzymes", "Muscle enzymes before IVIg and at the end of treatment, multiples of ULN")
    table.column("Enzyme", align="left")
    table.column("Pairs")
    table.column("Baseline", spanner="Geometric mean, × ULN")
    table.column("End", spanner="Geometric mean, × ULN")
    table.column("Ratio (95% CI)", marks=table.note(_ratio_method(ledger)))
    table.column("p")
    table.column("Adjusted p")
    for name in ENZYMES:
        key = ANALYSIS.at(variable=name, level="ratio")
        change = key.at(group="change")
        table.line(
            labels.label(name),
            text.number(cells.value(ledger, change, "n_pairs"), 0),
            *(text.number(cells.value(ledger, key.at(group=group), "geomean"), 2) for group in ("baseline", "end")),
            cells.ratio(ledger, change, ("ratio", "ci_low", "ci_high")),
            cells.p(table, ledger, change),
            cells.p(table, ledger, change, "p_holm"),
        )
    table.source("ULN: upper limit of normal of the laboratory that measured.", NO_CONTROL, origin)
    return table.build()


def _ratio_method(ledger: Ledger) -> str:
    key = ANALYSIS.at(variable="ck", level="ratio", group="change")
    return cells.sentence(ledger[cells.row_id(key, "ci_low")].method)


def table_responses(ledger: Ledger, origin: str) -> Table:
    """Response under every definition, and in the trial with a placebo arm."""
    table = TableBuilder("table_responses", "Response under every definition, beside a trial with a placebo group")
    table.column("Definition", align="left")
    table.column("n/N")
    table.column("% (95% CI)", marks=table.note("Wilson score interval."))
    table.column(
        "Undecided", marks=table.note("Records too incomplete to decide, whatever was not recorded; not in N.")
    )
    table.section("This registry, end of treatment")
    for definition in read_responses().values():
        key = ANALYSIS.at(variable="response", level=definition.id)
        undecided = text.number(cells.value(ledger, key, "undecided"), 0)
        mark = table.note(cells.sentence(definition.text))
        table.line(definition.label, _n_of(ledger, key), cells.share(ledger, key), undecided, indent=1, marks={0: mark})
    table.section("ProDERM trial, week 16, as published")
    for line in read_definitions("external"):
        if line["count"]:
            key = ANALYSIS.at(variable="external", level=line["id"])
            note = table.note(f"{line['quantity']}. {line['source']}.")
            table.line(line["label"], _n_of(ledger, key), cells.share(ledger, key), indent=1, marks={0: note})
    table.source(f"Without a control group a proportion of responders is not an effect of treatment. {origin}")
    return table.build()


def _n_of(ledger: Ledger, key: Key) -> str:
    return "/".join(text.number(cells.value(ledger, key, name), 0) for name in ("count", "total"))
