"""The tables of who responds: responders against non-responders, and the logistic models side by side."""

from __future__ import annotations

from compendium.report import cells, labels
from compendium.report.table.builder import TableBuilder
from compendium.report.table.layout import Cell, Table
from compendium.results import Key, Ledger, text
from compendium.study.who_responds import ANALYSIS, FEATURES, LEVELS, NUMBERS, PRINTED_MODEL, SCALED, WIDER_MODEL

RESPONDER, NON_RESPONDER = "responder", "non_responder"
# heading, group of the model's rows, group of the rows that state its patients, predictors
MODELS = (
    ("Raynaud + skin, maximum likelihood (as printed)", "multivariable", "multivariable", PRINTED_MODEL),
    ("Raynaud + skin, profile intervals", "profile", "multivariable", PRINTED_MODEL),
    ("Raynaud + skin, Firth", "firth", "multivariable", PRINTED_MODEL),
    ("With CK and disease duration, maximum likelihood", "wider", "wider", WIDER_MODEL),
    ("With CK and disease duration, Firth", "wider_firth", "wider", WIDER_MODEL),
)


def predictor_label(name: str) -> str:
    """Return the label of a model's predictor with the step its odds ratio is for.

    >>> predictor_label("age_per_10_years")
    'Age at first IVIg, per 10 years'
    """
    if name not in SCALED:
        return labels.label(name)
    variable, step = SCALED[name]
    return f"{labels.label(variable)}, {step}"


def table_predictors(ledger: Ledger, origin: str) -> Table:
    """Every baseline variable, responders against non-responders, with its univariable odds ratio."""
    table = TableBuilder("table_predictors", "Responders against non-responders at baseline", landscape=True)
    table.column("At baseline", align="left")
    for label, statistic in (("Responders", "responders"), ("Non-responders", "non_responders")):
        table.column(f"{label} (n = {text.number(ledger.value(f'predictors.{statistic}'), 0)})")
    table.column("Difference (95% CI)", marks=table.note("Hodges-Lehmann estimate, responders minus non-responders."))
    table.column("Odds ratio of response (95% CI)", marks=table.note("Univariable; 2 × 2 tables: Woolf's interval."))
    table.column("p")
    table.column("Adjusted p")
    table.section("Numbers, median [IQR]")
    for name in NUMBERS:
        _number(table, ledger, name)
    table.section("Features, n/N (%)")
    for name in FEATURES:
        _feature(table, ledger, name)
    table.section("Levels, n/N (%)")
    for name in LEVELS:
        _levels(table, ledger, name)
    table.source("Exploratory: no variable was chosen by its p-value for the models.", origin)
    return table.build()


def _tests(table: TableBuilder, ledger: Ledger, key: Key) -> list[Cell]:
    return [cells.p(table, ledger, key), cells.p(table, ledger, key, "p_fdr")]


def _number(table: TableBuilder, ledger: Ledger, name: str) -> None:
    key, digits = ANALYSIS.at(variable=name), labels.digits(name)
    scaled = next((column for column, (variable, _) in SCALED.items() if variable == name), "")
    odds = cells.odds(table, ledger, ANALYSIS.at(variable=scaled, group="univariable")) if scaled else ""
    marks = {4: table.note(cells.sentence(SCALED[scaled][1]))} if scaled else {}
    table.line(
        labels.with_unit(name),
        *(cells.median_iqr(ledger, key.at(group=group), digits) for group in (RESPONDER, NON_RESPONDER)),
        cells.estimate(ledger, key, ("hl", "hl_low", "hl_high"), digits),
        odds,
        *_tests(table, ledger, key),
        marks=marks,
    )


def _feature(table: TableBuilder, ledger: Ledger, name: str) -> None:
    key = ANALYSIS.at(variable=name)
    counts = (cells.count_percent(ledger, key.at(group=group)) for group in (RESPONDER, NON_RESPONDER))
    table.line(labels.label(name), *counts, "", cells.odds(table, ledger, key), *_tests(table, ledger, key))


def _levels(table: TableBuilder, ledger: Ledger, name: str) -> None:
    key = ANALYSIS.at(variable=name)
    table.line(labels.label(name), "", "", "", "", *_tests(table, ledger, key))
    for level, at in cells.level_keys(ledger, key, (RESPONDER, NON_RESPONDER)):
        counts = (cells.count_percent(ledger, at.at(group=group)) for group in (RESPONDER, NON_RESPONDER))
        table.line(level[:1].upper() + level[1:], *counts, indent=1)


def table_models(ledger: Ledger, origin: str) -> Table:
    """The model of Raynaud's phenomenon and skin involvement three ways, and with CK and duration beside them."""
    table = TableBuilder("table_models", "Logistic models of response")
    table.column("Predictor", align="left")
    table.column("Odds ratio (95% CI)")
    table.column("p")
    for heading, group, sample, names in MODELS:
        table.section(heading, marks=table.note(_size(ledger, ANALYSIS.at(group=sample))))
        for name in names:
            at = ANALYSIS.at(variable=name, group=group)
            table.line(predictor_label(name), cells.odds(table, ledger, at), cells.p(table, ledger, at), indent=1)
    table.source("Odds of response with the feature against without it.", origin)
    return table.build()


def _size(ledger: Ledger, key: Key) -> str:
    n, events, non_events, parameters, epv = (
        cells.value(ledger, key, name) for name in ("n", "events", "non_events", "parameters", "epv")
    )
    return (
        f"{text.number(n, 0)} patients with all values, {text.number(events, 0)} responders and "
        f"{text.number(non_events, 0)} non-responders; {text.number(epv, 1)} of the rarer outcome for each of "
        f"{text.number(parameters, 0)} parameters."
    )
