"""The tables of whether patients improved: scales before and after, enzymes as multiples of ULN, response."""

from __future__ import annotations

from compendium.clinical.definitions import read_definitions
from compendium.clinical.did_they_improve import ANALYSIS
from compendium.clinical.outcomes import enzymes, scales
from compendium.clinical.range_of_shares import LOWER, UPPER
from compendium.clinical.responses import read_responses
from compendium.exhibits import labels, not_recorded, undecided_notes
from press.exhibits import cells
from press.exhibits.phrases import told
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table
from press.rows import Key, Ledger

NO_CONTROL = "Without a control group a change is not an effect of treatment."
UNDECIDED = (
    "Undecided: not in N, since the measures that were not recorded could have made the answer either. The enzyme is "
    "the most abnormal of those measured."
)
STANDARDISED = "Mean change divided by the SD of the changes."
NO_PAIR = "Recorded of nobody at both visits"
_SCALES, _ENZYMES = "Scales and prednisone", "Muscle enzymes as measured"
IN_MULTIPLES = "Compared as multiples of ULN, in the table of muscle enzymes."


def table_changes(ledger: Ledger, origin: str) -> Table:
    """Every scale before and after, by means and by ranks, each with its own test; enzymes described as measured."""
    table = TableBuilder("table_changes", "Outcomes before IVIg and at the end of treatment", landscape=True)
    change = ANALYSIS.at(variable=scales()[0], group="change")
    table.column("Outcome", align="left")
    for heading in ("Pairs", "Baseline", "End of treatment"):
        table.column(heading)
    means, ranks = (table.note(cells.method(ledger, change, statistic)) for statistic in ("ci_low", "hl_low"))
    table.column("Change (95% CI)", marks=(means, ranks))
    table.column("p")
    table.column("Adjusted p")
    table.column("Standardised mean change", marks=table.note(STANDARDISED))
    there, lacking = not_recorded.without({_SCALES: scales(), _ENZYMES: enzymes()}, lambda name: _none(ledger, name))
    for heading, names in there.items():
        table.section(heading, marks=table.note(IN_MULTIPLES) if heading == _ENZYMES else ())
        for name in names:
            (_described if heading == _ENZYMES else _change)(table, ledger, name)
    if not there:
        table.line(not_recorded.NONE_HERE)
    table.source(
        not_recorded.named(lacking, NO_PAIR),
        "First line: mean ± SD, mean change and its t-test. Second line: median [first quartile, third quartile], "
        "pseudomedian of the changes and its rank test. Pairs: patients with a value at both visits.",
        NO_CONTROL,
        origin,
    )
    return table.build()


def _none(ledger: Ledger, name: str, level: str = "") -> bool:
    """Whether nobody has an outcome recorded at both visits."""
    return cells.value(ledger, ANALYSIS.at(variable=name, level=level, group="change"), "n_pairs") == 0


def _change(table: TableBuilder, ledger: Ledger, name: str) -> None:
    key, digits = ANALYSIS.at(variable=name), labels.digits(name)
    change, visits = key.at(group="change"), [key.at(group=group) for group in ("baseline", "end")]
    table.line(
        labels.with_unit(name),
        cells.whole(ledger, change, "n_pairs"),
        *(cells.mean_sd(ledger, at, digits) for at in visits),
        cells.estimate(table, ledger, change, ("mean", "ci_low", "ci_high"), digits),
        cells.p(table, ledger, change, "p_t"),
        "",
        cells.number(table, ledger, change, "d_z", 2),
    )
    table.line(
        "median [IQR]",
        "",
        *(cells.median_iqr(ledger, at, digits) for at in visits),
        cells.estimate(table, ledger, change, ("hl", "hl_low", "hl_high"), digits),
        cells.p(table, ledger, change),
        cells.p(table, ledger, change, "p_holm"),
        indent=1,
    )


def _described(table: TableBuilder, ledger: Ledger, name: str) -> None:
    key, digits = ANALYSIS.at(variable=name), labels.digits(name)
    visits = [key.at(group=group) for group in ("baseline", "end")]
    pairs = cells.whole(ledger, key.at(group="change"), "n_pairs")
    table.line(labels.with_unit(name), pairs, *(cells.mean_sd(ledger, at, digits) for at in visits))
    table.line("median [IQR]", "", *(cells.median_iqr(ledger, at, digits) for at in visits), indent=1)


def table_enzymes(ledger: Ledger, origin: str) -> Table:
    """Muscle enzymes as multiples of ULN on the log scale, and Holm's adjustment over all outcomes."""
    table = TableBuilder("table_enzymes", "Muscle enzymes before IVIg and at the end of treatment, multiples of ULN")
    ratio = ANALYSIS.at(variable=enzymes()[0], level="ratio", group="change")
    table.column("Enzyme", align="left")
    table.column("Pairs")
    table.column("Baseline", spanner="Geometric mean, × ULN")
    table.column("End", spanner="Geometric mean, × ULN")
    table.column("Ratio (95% CI)", marks=table.note(cells.method(ledger, ratio, "ci_low")))
    table.column("p")
    table.column("Adjusted p")
    there, lacking = not_recorded.without({"": enzymes()}, lambda name: _none(ledger, name, "ratio"))
    for name in there.get("", []):
        key = ANALYSIS.at(variable=name, level="ratio")
        change = key.at(group="change")
        table.line(
            labels.label(name),
            cells.whole(ledger, change, "n_pairs"),
            *(cells.number(table, ledger, key.at(group=group), "geomean", 2) for group in ("baseline", "end")),
            cells.odds(table, ledger, change, ("ratio", "ci_low", "ci_high")),
            cells.p(table, ledger, change, "p_t"),
            cells.p(table, ledger, change, "p_holm"),
        )
    if not there:
        table.line(not_recorded.NONE_HERE)
    uln = "ULN: upper limit of normal of the laboratory that measured."
    table.source(uln, not_recorded.named(lacking, NO_PAIR), NO_CONTROL, origin)
    return table.build()


def table_responses(ledger: Ledger, origin: str) -> Table:
    """Response under every definition, and in the trial with a placebo arm."""
    table = TableBuilder("table_responses", "Response under every definition, beside a trial with a placebo group")
    table.column("Definition", align="left")
    table.column("n/N")
    table.column("% (95% CI)")
    table.column("Undecided")
    table.column("Bounds, %")
    table.section("This registry, end of treatment")
    for definition in read_responses().values():
        key = ANALYSIS.at(variable="response", level=definition.id)
        table.source(f"{definition.label}: {cells.sentence(definition.text)}")
        undecided = cells.whole(ledger, key, "undecided")
        share, bounds = cells.share(ledger, key, table), cells.interval(ledger, key, (LOWER, UPPER), 1)
        table.line(definition.label, cells.count_of(ledger, key), share, undecided, bounds, indent=1)
    table.section("ProDERM trial, week 16, as published")
    for line in read_definitions("external"):
        if line["count"]:
            key = ANALYSIS.at(variable="external", level=line["id"])
            note = table.note(f"{line['quantity']}. {line['source']}.")
            table.line(line["label"], cells.count_of(ledger, key), cells.share(ledger, key), indent=1, marks={0: note})
    table.source("95% CI: Wilson score interval.", UNDECIDED, undecided_notes.bounds(ledger, ANALYSIS))
    table.source(_score(ledger), "Without a control group a proportion of responders is not an effect.", origin)
    return table.build()


def table_definitions(_ledger: Ledger, _origin: str) -> Table:
    """Every definition of response in full, its threshold filled in, and where it comes from; no patient is in it."""
    table = TableBuilder("table_definitions", "Definitions of response")
    for heading in ("Label", "Definition", "Source"):
        table.column(heading, align="left")
    for definition in read_responses().values():
        table.line(definition.label, definition.text, definition.source)
    return table.build()


def table_agreement(ledger: Ledger, origin: str) -> Table:
    """Every other definition of response against the one in force: who is judged alike, and who is left undecided."""
    table = TableBuilder("table_agreement", "Agreement between the definitions of response")
    chosen = ledger[cells.row_id(ANALYSIS.at(variable="response"), "definition")].note.partition(" (")[0]
    table.column("Definition", align="left")
    table.column("Yes", spanner="Responders here")
    table.column("No", spanner="Responders here")
    table.column("Yes", spanner="Non-responders here")
    table.column("No", spanner="Non-responders here")
    table.column("Alike, %")
    others = [each for each in read_responses().values() if _compared(ledger, each.id)]
    note = cells.method(ledger, _agreement(others[0].id), "ci_low") if others else ""
    table.column("Kappa (95% CI)", marks=table.note(note) if note else ())
    table.column("Undecided", marks=table.note("Of them, responders and non-responders by the definition in force."))
    for definition in others:
        key = _agreement(definition.id)
        counts = (cells.whole(ledger, key, name) for name in ("both", "only_first", "only_second", "neither"))
        kappa = cells.estimate(table, ledger, key, ("kappa", "ci_low", "ci_high"), 2)
        left = (cells.whole(ledger, key, f"undecided_{who}") for who in ("responders", "non_responders"))
        alike = cells.number(table, ledger, key, "percent", 1)
        table.line(definition.label, *counts, alike, kappa, cells.together("{} + {}", *left))
    table.source(
        f"The definition in force is: {chosen}. Under “Responders here” and “Non-responders here”, who so judged are "
        "responders by the definition of the line (yes) and who are not (no).",
        origin,
    )
    return table.build()


def _agreement(definition: str) -> Key:
    return ANALYSIS.at(variable="response_agreement", level=definition)


def _compared(ledger: Ledger, definition: str) -> bool:
    return cells.row_id(_agreement(definition), "kappa") in ledger


def _score(ledger: Ledger) -> Cell:
    key = ANALYSIS.at(variable="total_improvement_score")
    n, written = cells.whole(ledger, key, "n"), cells.median_iqr(ledger, key, 1)
    return told("ACR/EULAR 2016 score, median [IQR]: {}, {} patients with all six measures.", written, n)
