"""The table of whether response goes with the features of the printed model within centres and without each centre."""

from __future__ import annotations

import math

from compendium.clinical.candidates import ANALYSIS
from compendium.clinical.centres import FIXED, WITHIN, WITHOUT, WITHOUT_FIRTH
from compendium.clinical.response_models import PRINTED_MODEL
from compendium.clinical.which_centres import FEW_CENTRES
from compendium.exhibits import labels
from compendium.exhibits.tables_predictors import predictor_label, response_note
from compendium.stats.stratified import COUNTS
from press.exhibits import cells
from press.exhibits.phrases import told
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table
from press.rows import Key, Ledger

HEADINGS = dict(
    zip(FIXED, ("maximum likelihood, Wald intervals", "maximum likelihood, profile intervals", "Firth"), strict=True)
)
FIXED_EFFECT = "Centres: {}. Centre is a fixed effect or a stratum, never a random effect"
FEW = f"{FIXED_EFFECT}: so few say nothing of the distribution of centres."
MANY = f"{FIXED_EFFECT}."
REST = "Without a centre, the model is of the patients of all others who have both values."
TITLE = "Response and the features of the smaller model, within centres"
UNKNOWN = (
    "Centres refer, judge response and measure in their own ways, which cannot be told apart here; nothing is said of "
    "a centre that is not here."
)


def table_within_centres(ledger: Ledger, origin: str) -> Table:
    """Each feature at each centre and pooled; both in one model, with centre in it, and without each centre in turn."""
    table = TableBuilder("table_within_centres", TITLE)
    table.column("Feature", align="left")
    for heading in ("With, n/N", "Without, n/N", "Odds ratio (95% CI)", "p"):
        table.column(heading)
    table.column("p, the same in all centres")
    centres = _centres(ledger)
    for name in PRINTED_MODEL:
        _by_itself(table, ledger, ANALYSIS.at(variable=name, group=WITHIN), centres)
    table.section(_sized(ledger, "Raynaud + skin, centre not in the model", _model("multivariable")))
    _of_model(table, ledger, _model("multivariable"))
    for group, heading in HEADINGS.items():
        table.section(_sized(ledger, f"Raynaud + skin + centre, {heading}", _model("with_centre")))
        _of_model(table, ledger, _model(group))
    many = len(centres) > FEW_CENTRES
    for level, name in centres.items():
        key = _model(WITHOUT, level)
        table.section(_sized(ledger, f"Raynaud + skin, without the patients of {name}", key))
        _of_model(table, ledger, key)
    compared = cells.whole(ledger, ANALYSIS.at(variable="centres"), "compared")
    if together := ledger[cells.row_id(ANALYSIS.at(variable="centres"), "compared")].note:
        compared = cells.phrase("{}; {}", compared, together)
    table.source(
        "n/N: responders of the patients with, and of those without, the feature.",
        REST if many else "",
        cells.phrase(MANY if many else FEW, compared),
        UNKNOWN,
        "p-values are not adjusted: the same features are asked about in other ways.",
        response_note(ledger),
        origin,
    )
    return table.build()


def _model(group: str, level: str = "") -> Key:
    return ANALYSIS.at(group=group, level=level)


def _centres(ledger: Ledger) -> dict[str, str]:
    """Return the centres without which the model was fitted: the name in a key and the name as recorded."""
    left_out = [row.level for row in ledger.find(variable="", group=WITHOUT, statistic="n")]
    return {level: name for level, name in labels.centres(ledger, ANALYSIS).items() if level in left_out}


def _by_itself(table: TableBuilder, ledger: Ledger, key: Key, centres: dict[str, str]) -> None:
    """One feature: a line for each centre that has patients with both recorded, then the centres pooled."""
    table.section(f"{predictor_label(key.variable)} by itself")
    for level, name in centres.items():
        at = key.at(level=level)
        if cells.row_id(at, COUNTS[0]) in ledger:
            counts = (_of(ledger, at, *COUNTS[:2]), _of(ledger, at, *COUNTS[2:]))
            table.line(labels.opening(name), *counts, cells.odds(table, ledger, at), indent=1)
    pooled = table.note(cells.method(ledger, key, "or"))
    tests = (cells.p(table, ledger, key), cells.p(table, ledger, key, "p_homogeneity"))
    table.line("Centres pooled", "", "", cells.odds(table, ledger, key), *tests, indent=1, marks={0: pooled})


def _of(ledger: Ledger, key: Key, count: str, total: str) -> Cell:
    return cells.together("{}/{}", cells.whole(ledger, key, count), cells.whole(ledger, key, total))


def _sized(ledger: Ledger, heading: str, key: Key) -> Cell:
    """A heading with what the model below it rests on, where that is shown and there was a model to fit."""
    if cells.row_id(key, "n") not in ledger:
        return Cell(heading)
    sizes = (cells.whole(ledger, key, name) for name in ("n", "non_events"))
    told_sizes = told("n = {}, {} non-responders", *sizes)
    return cells.phrase("{} ({})", heading, told_sizes) if told_sizes.text else Cell(heading)


def _of_model(table: TableBuilder, ledger: Ledger, key: Key) -> None:
    """A line for each feature; without a centre, by Firth where maximum likelihood has no answer."""
    for name in PRINTED_MODEL:
        at = key.at(variable=name)
        if key.group == WITHOUT and math.isnan(cells.value(ledger, at, "or")) and not cells.held(ledger, at, "or"):
            at = at.at(group=WITHOUT_FIRTH)
        table.line(predictor_label(name), "", "", cells.odds(table, ledger, at), cells.p(table, ledger, at), indent=1)
