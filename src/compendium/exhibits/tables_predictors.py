"""The tables of who responds: responders against non-responders, and the logistic models side by side."""

from __future__ import annotations

from compendium.clinical.candidates import ANALYSIS, LEVELS, YES_NO_ROLES, features
from compendium.clinical.families import FAMILIES, Family
from compendium.clinical.model_units import model_units
from compendium.clinical.response_models import ADJUSTED_MODEL, PRINTED_MODEL, WIDER_MODEL
from compendium.exhibits import labels, not_recorded, undecided_notes
from compendium.registry.codebook import load_codebook
from press.exhibits import cells
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table
from press.rows import Key, Ledger, text
from press.rows.sentence import capital

GROUPS = {"responder": "Responders", "non_responder": "Non-responders"}
HEADINGS = {
    "feature": "Features",
    "indication": "Indications",
    "autoantibody": "Autoantibodies, among those tested",
    "earlier_treatment": "Treatment before IVIg",
    "concomitant_treatment": "Treatment with IVIg",
}
# heading, group of the model's rows, group of the rows that state its patients, predictors
MODELS = (
    ("Raynaud + skin, maximum likelihood, Wald intervals", "multivariable", "multivariable", PRINTED_MODEL),
    ("Raynaud + skin, maximum likelihood, profile intervals", "profile", "multivariable", PRINTED_MODEL),
    ("Raynaud + skin, Firth, profile intervals", "firth", "multivariable", PRINTED_MODEL),
    ("With diagnosis, maximum likelihood, Wald intervals", "adjusted", "adjusted", ADJUSTED_MODEL),
    ("With diagnosis, Firth, profile intervals", "adjusted_firth", "adjusted", ADJUSTED_MODEL),
    ("With CK and disease duration, maximum likelihood, Wald intervals", "wider", "wider", WIDER_MODEL),
    ("With CK and disease duration, Firth, profile intervals", "wider_firth", "wider", WIDER_MODEL),
)
ADJUSTED = tuple(family for family in FAMILIES if family.analysis == ANALYSIS.analysis)
NOT_COMPARED = "Recorded neither of responders nor of non-responders"
_OF_LEVELS = "Sex, diagnosis and reason for IVIg, n/N (%)"
UNSIZED = "How many patients the model rests on is not shown."
TESTED_TWICE = ("myalgia", "raynaud", "skin")
TESTS = {"p": "Fisher's exact", "p_yates": "Chi-squared, Yates", "p_chi2": "Chi-squared"}


def predictor_label(name: str) -> str:
    """Return the label of a model's predictor with the step its odds ratio is for.

    >>> predictor_label("age_per_10_years")
    'Age at first IVIg, per 10 years'
    """
    units = {unit.column: unit for unit in model_units().values()}
    return f"{labels.label(units[name].source)}, {units[name].words}" if name in units else labels.label(name)


def table_predictors(ledger: Ledger, origin: str) -> Table:
    """Every baseline variable, responders against non-responders, with its univariable odds ratio."""
    table = TableBuilder("table_predictors", "Responders against non-responders at baseline", landscape=True)
    example = ANALYSIS.at(variable="age")
    table.column("At baseline", align="left")
    for statistic, label in (("responders", "Responders"), ("non_responders", "Non-responders")):
        table.column(cells.phrase("{} (n = {})", label, cells.whole(ledger, ANALYSIS, statistic)))
    table.column("Difference (95% CI)")
    table.column("Odds ratio (95% CI)")
    table.source(f"Difference, numbers: {cells.method(ledger, example, 'hl')} {_difference_note(ledger)}")
    table.source(f"Odds ratio: {_odds_note(ledger)}")
    table.column("p")
    table.column("Adjusted p")
    lists = {"Numbers, median [IQR]": tuple(model_units()), **_sections(), _OF_LEVELS: LEVELS}
    there, lacking = not_recorded.parted(ledger, ANALYSIS, lists, tuple(GROUPS))
    for heading, names in there.items():
        table.section(heading)
        for name in names:
            write = _number if name in model_units() else _levels if name in LEVELS else _feature
            write(table, ledger, name)
    unused = "No variable enters a model because of its p-value here."
    families = [_family(ledger, family) for family in ADJUSTED]
    table.source(response_note(ledger), *families, unused, not_recorded.named(lacking, NOT_COMPARED), origin)
    return table.build()


def _difference_note(ledger: Ledger) -> str:
    newcombe = ledger["predictors.myalgia.difference_low"].method
    return f"n/N: {newcombe}; the outcome is response."


def _family(ledger: Ledger, family: Family) -> Cell:
    tested, below = (cells.whole(ledger, ANALYSIS.at(variable=family.name), name) for name in ("tested", "below_0_05"))
    words = "Adjusted p, {}: {} tests are one family, {} with an adjusted p below 0.05."
    return cells.phrase(words, family.label, tested, below)


def _odds_note(ledger: Ledger) -> str:
    wald = ledger["predictors.age_per_10_years.univariable.or"].method
    woolf = ledger["predictors.myalgia.or"].method
    return f"Odds of response; numbers: {wald}; n/N: {woolf}; levels: against all other levels."


def response_note(ledger: Ledger) -> Cell:
    """Return the note that names the response definition in force, and how many it leaves undecided."""
    return undecided_notes.definition_and_undecided(ledger, ANALYSIS, cells.whole(ledger, ANALYSIS, "undecided"))


def _sections() -> dict[str, list[str]]:
    """The yes/no variables under the heading of their role; any MSA stands with the antibodies."""
    role = {variable.name: variable.role for variable in load_codebook().table("patients")} | {
        "any_msa": "autoantibody"
    }
    return {f"{HEADINGS[each]}, n/N (%)": [name for name in features() if role[name] == each] for each in YES_NO_ROLES}


def _number(table: TableBuilder, ledger: Ledger, name: str) -> None:
    key, digits, unit = ANALYSIS.at(variable=name), labels.digits(name), model_units()[name]
    table.line(
        f"{labels.with_unit(name)} (odds ratio {unit.words})",
        *(cells.median_iqr(ledger, key.at(group=group), digits) for group in GROUPS),
        cells.estimate(table, ledger, key, ("hl", "hl_low", "hl_high"), digits),
        cells.odds(table, ledger, ANALYSIS.at(variable=unit.column, group="univariable")),
        cells.p(table, ledger, key),
        cells.p(table, ledger, key, "p_fdr"),
    )


def _feature(table: TableBuilder, ledger: Ledger, name: str) -> None:
    key = ANALYSIS.at(variable=name)
    counts = (not_recorded.share(table, ledger, key.at(group=group)) for group in GROUPS)
    tests = (cells.p(table, ledger, key), cells.p(table, ledger, key, "p_fdr"))
    table.line(labels.label(name), *counts, _difference(table, ledger, key), cells.odds(table, ledger, key), *tests)


def _levels(table: TableBuilder, ledger: Ledger, name: str) -> None:
    key = ANALYSIS.at(variable=name)
    tests = (cells.p(table, ledger, key), cells.p(table, ledger, key, "p_fdr"))
    table.line(labels.label(name), "", "", "", "", *tests)
    for level, at in labels.level_keys(ledger, key, tuple(GROUPS)):
        counts = (cells.count_percent(ledger, at.at(group=group)) for group in GROUPS)
        table.line(capital(level), *counts, _difference(table, ledger, at), cells.odds(table, ledger, at), indent=1)


def _difference(table: TableBuilder, ledger: Ledger, key: Key) -> Cell:
    return cells.estimate(table, ledger, key, ("difference", "difference_low", "difference_high"), 0)


def table_models(ledger: Ledger, origin: str) -> Table:
    """The model of Raynaud's phenomenon and skin involvement three ways, and with CK and duration beside them."""
    table = TableBuilder("table_models", "Logistic models of response")
    table.column("Predictor", align="left")
    table.column("Odds ratio (95% CI)")
    table.column("p")
    for heading, group, sample, names in MODELS:
        table.section(heading, marks=table.note(size(ledger, ANALYSIS.at(group=sample))))
        for name in names:
            at = ANALYSIS.at(variable=name, group=group)
            table.line(predictor_label(name), cells.odds(table, ledger, at), cells.p(table, ledger, at), indent=1)
    table.source(
        "Odds of response with the feature against without it. Raynaud + skin is the model that fits the odds "
        "ratios of the published abstract, which prints no model.",
        response_note(ledger),
        origin,
    )
    return table.build()


def size(ledger: Ledger, key: Key) -> Cell:
    """Return the note of what the model at `key` rests on."""
    if cells.held(ledger, key, "n") and cells.held(ledger, key, "events") and cells.held(ledger, key, "non_events"):
        return Cell(UNSIZED, rows=(cells.row_id(key, "n"),))
    n, events, others, parameters = (
        cells.whole(ledger, key, name) for name in ("n", "events", "non_events", "parameters")
    )
    epv = cells.written(ledger, key, ("epv",), text.number)
    return cells.phrase(
        "{} patients with all values, {} responders and {} non-responders; the rarer of the two gives {} patients "
        "for each of {} predictors.",
        *(n, events, others, epv, parameters),
    )


def table_tests(ledger: Ledger, origin: str) -> Table:
    """The two-by-two tables whose p-values are printed, each under three tests: which test gave the printed figure?"""
    table = TableBuilder(
        "table_tests", "Features whose p-value the published abstract prints, under three tests", landscape=True
    )
    table.column("Feature", align="left")
    for label in GROUPS.values():
        table.column(f"{label}, n/N (%)")
    table.column("Odds ratio (95% CI)", marks=table.note(cells.method(ledger, ANALYSIS.at(variable="myalgia"), "or")))
    for label in TESTS.values():
        table.column(label, spanner="p")
    there, lacking = not_recorded.parted(ledger, ANALYSIS, {"": TESTED_TWICE}, tuple(GROUPS))
    for name in there.get("", []):
        key = ANALYSIS.at(variable=name)
        counts = (cells.count_percent(ledger, key.at(group=group)) for group in GROUPS)
        tests = (cells.plain_p(ledger, key, statistic) for statistic in TESTS)
        table.line(labels.label(name), *counts, cells.odds(table, ledger, key), *tests)
    if not there:
        table.line(not_recorded.NONE_HERE)
    alone = "Each feature by itself, patients with the feature recorded."
    table.source(alone, not_recorded.named(lacking, NOT_COMPARED), response_note(ledger), origin)
    return table.build()
