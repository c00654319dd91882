"""The table of changes: every outcome in one line, before IVIg and at the end of treatment, with its change."""

from __future__ import annotations

from compendium.clinical.did_they_improve import ANALYSIS
from compendium.clinical.outcomes import enzymes, scales
from compendium.exhibits import labels, not_recorded
from compendium.exhibits.tables_efficacy import NO_CONTROL, NO_PAIR
from press.exhibits import cells
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Table
from press.rows import Key, Ledger

SCALES, ENZYMES = "Mean ± SD and mean change", "Geometric mean, × ULN, and ratio of end to baseline"
PAIRS = "Pairs: patients with a value at both visits."
P = "p_holm"


def table_improvement(ledger: Ledger, origin: str) -> Table:
    """Scales with their mean change and enzymes with their ratio, one line an outcome."""
    table = TableBuilder("table_improvement", "Outcomes before IVIg and at the end of treatment")
    named = {SCALES: scales(), ENZYMES: enzymes()}
    there, lacking = not_recorded.without(named, lambda name: _no_pairs(ledger, name))
    table.column("Outcome", align="left")
    for heading in ("Pairs", "Baseline", "End", "Change (95% CI)", "Adjusted p"):
        table.column(heading)
    for heading, names in there.items():
        example = _change(heading, names[0])
        table.section(heading, marks=table.note(cells.method(ledger, example, "ci_low")))
        for name in names:
            _line(table, ledger, heading, name)
    if not there:
        table.line(not_recorded.NONE_HERE)
    table.source(
        f"{PAIRS} ULN: upper limit of normal of the laboratory that measured. Medians, and each interval with the test "
        "to which it belongs, are in the tables of results called table_changes and table_enzymes.",
        not_recorded.named(lacking, NO_PAIR),
        NO_CONTROL,
        origin,
    )
    return table.build()


def _change(heading: str, name: str) -> Key:
    return ANALYSIS.at(variable=name, level="ratio" if heading == ENZYMES else "", group="change")


def _no_pairs(ledger: Ledger, name: str) -> bool:
    return cells.value(ledger, ANALYSIS.at(variable=name, group="change"), "n_pairs") == 0


def _line(table: TableBuilder, ledger: Ledger, heading: str, name: str) -> None:
    change = _change(heading, name)
    visits = [change.at(group=group) for group in ("baseline", "end")]
    pairs = cells.whole(ledger, change, "n_pairs")
    if heading == ENZYMES:
        means = [cells.number(table, ledger, at, "geomean", 2) for at in visits]
        moved = cells.odds(table, ledger, change, ("ratio", "ci_low", "ci_high"))
        label = labels.label(name)
    else:
        digits = labels.digits(name)
        means = [cells.mean_sd(ledger, at, digits) for at in visits]
        moved = cells.estimate(table, ledger, change, ("mean", "ci_low", "ci_high"), digits)
        label = labels.with_unit(name)
    table.line(label, pairs, *means, moved, cells.p(table, ledger, change, P), indent=1)
