"""The tables of the profile of the patient: response by kind of patient, and the models that predict it in full."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from compendium.clinical.candidates import ANALYSIS
from compendium.clinical.profile import ADJUSTED, LIKELIHOOD, PROFILE, SIZE, SIZE_OF_ALL, WIDER
from compendium.clinical.response_models import ADJUSTED_MODEL, PRINTED_MODEL, WIDER_MODEL
from compendium.exhibits import labels
from compendium.exhibits.tables_predictors import predictor_label
from compendium.stats.flic import kinds
from compendium.stats.sample_size import ERROR, MARGIN, OPTIMISM, SHARE_OF_MAXIMUM, SHRINKAGE
from press.exhibits import cells
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table
from press.rows import Key, Ledger, text
from press.rows.row import is_mark
from press.rows.sentence import capital

AREA = ("auc", "ci_low", "ci_high")
PREDICTED = ("predicted", "predicted_low", "predicted_high")
MODELS = {
    PROFILE: ("The features", PRINTED_MODEL),
    ADJUSTED: ("With diagnosis", ADJUSTED_MODEL),
    WIDER: ("With CK and disease duration", WIDER_MODEL),
}
MEASURES = {
    "auc": "Area under the ROC curve",
    "brier": "Brier score",
    "r2": "Cox\N{EN DASH}Snell R²",
    "intercept": "Calibration intercept",
    "slope": "Calibration slope",
}
# whether a criterion depends on the R2, and what it asks
NEEDED = {
    "n_precision": (False, f"Overall share known to ±{MARGIN}"),
    "n_error": (False, f"Mean error of a probability {ERROR}"),
    "n_shrinkage": (True, f"Shrinkage factor {SHRINKAGE}"),
    "n_optimism": (True, f"Optimism of Nagelkerke's R² {OPTIMISM}"),
    "n_needed": (True, "The most of these"),
}
R2 = {"own": "own R²", "usual": "usual R²"}
TOLD = "It says to whom these figures point. No treatment may be decided by this table."


def table_profile(ledger: Ledger, origin: str) -> Table:
    """Response by every combination of the features of the printed model, without and with diagnosis in the model."""
    table = TableBuilder("table_profile", "The profile of the patient: response by kind of patient")
    first = PROFILE.at(level="none")
    table.column("Features present", align="left")
    table.column("Responders, n/N")
    counted = cells.row_id(first, "total") in ledger
    table.column("Observed, % (95% CI)", marks=table.note(cells.method(ledger, first, "percent")) if counted else ())
    table.column("Predicted, % (95% CI)", marks=table.note(cells.method(ledger, first, "predicted")) if counted else ())
    for key in (PROFILE, ADJUSTED):
        words, names = MODELS[key]
        for heading, kind_of in _parts(words, names) if cells.row_id(key.at(level="none"), "total") in ledger else ():
            table.section(heading)
            for kind, has in kind_of:
                _kind(table, ledger, key.at(level=kind), kind_label(has))
    table.source(
        *(_performance(ledger, words, key) for key, (words, _) in MODELS.items()),
        _response(ledger),
        TOLD,
        origin,
    )
    return table.build()


def _parts(words: str, names: tuple[str, ...]) -> list[tuple[str, list[tuple[str, tuple[bool, ...]]]]]:
    """The kinds of patient under one heading, or, with diagnosis in the model, under one heading for each diagnosis."""
    every, features = kinds(names), len(PRINTED_MODEL)
    if len(names) == features:
        return [("Model of the features", every)]
    diagnosis = labels.label(names[-1])
    headings = {(True,): f"{words} in the model: {diagnosis}", (False,): f"{words} in the model: another diagnosis"}
    return [
        (heading, [(kind, has[:features]) for kind, has in every if has[features:] == which])
        for which, heading in headings.items()
    ]


def _kind(table: TableBuilder, ledger: Ledger, at: Key, label: str) -> None:
    predicted = cells.estimate(table, ledger, at, PREDICTED, 1)
    table.line(label, cells.count_of(ledger, at), cells.share(ledger, at), predicted, indent=1)


def kind_label(has: tuple[bool, ...]) -> str:
    """Name the features that are there.

    >>> kind_label((False, False)), kind_label((True, False))
    ('None of them', "Raynaud's phenomenon")
    """
    present = [labels.label(name) for name in itertools.compress(PRINTED_MODEL, has)]
    return capital(" + ".join(present)) if present else "None of them"


def _performance(ledger: Ledger, words: str, key: Key) -> Cell:
    corrected = key.at(group="corrected")
    area = cells.written(ledger, key, AREA, text.estimate)
    fair, slope, other = (
        cells.written(ledger, at, (name,), lambda value: text.number(value, 2))
        for at, name in ((corrected, "auc"), (corrected, "slope"), (corrected.at(level=LIKELIHOOD), "slope"))
    )
    if all(is_mark(cell.text) for cell in (area, fair, slope, other)):
        return Cell("")
    return cells.phrase(
        "{}: {} patients; area under the ROC curve {}, corrected for optimism {}; calibration slope corrected {} "
        "(by maximum likelihood, which does not shrink, {}).",
        *(words, cells.whole(ledger, key, "n"), area, fair, slope, other),
    )


def _response(ledger: Ledger) -> Cell:
    left_out = cells.whole(ledger, PROFILE, "left_out")
    definition = labels.definition(ledger, ANALYSIS)
    return cells.phrase("{}; undecided, or a feature not recorded: {}.", definition, left_out)


def table_prediction(ledger: Ledger, origin: str) -> Table:
    """Every model in full, what a bootstrap leaves of its performance, and the patients it would need."""
    table = TableBuilder(
        "table_prediction", "The models in full, how well they predict, and how many patients they need"
    )
    table.column("", align="left")
    for key, (words, _) in MODELS.items():
        table.column(cells.phrase("{} (n = {})", words, cells.whole(ledger, key, "n")))
    equation = PROFILE.at(level="intercept", group="equation")
    table.section("Coefficients, log odds", marks=table.note(cells.method(ledger, equation, "coefficient")))
    for name in ("intercept", *dict.fromkeys(itertools.chain(*(names for _, names in MODELS.values())))):
        held = [key if name in ("intercept", *names) else None for key, (_, names) in MODELS.items()]
        at = [key and key.at(level=name, group="equation") for key in held]
        _numbers(table, ledger, "Intercept" if name == "intercept" else predictor_label(name), at, "coefficient", 3)
    for group, heading in (("apparent", "In the same patients"), ("corrected", "Corrected for optimism")):
        table.section(heading, marks=table.note(cells.method(ledger, PROFILE.at(group=group), "auc")))
        for name, words in MEASURES.items():
            if (group, name) == ("apparent", "auc"):
                table.line(
                    f"{words} (95% CI)", *(cells.estimate(table, ledger, key, AREA, 3) for key in MODELS), indent=1
                )
                continue
            _numbers(table, ledger, words, [key.at(group=group) for key in MODELS], name, 3)
    by_likelihood = [key.at(level=LIKELIHOOD, group="corrected") for key in MODELS]
    _numbers(table, ledger, "Calibration slope, maximum likelihood", by_likelihood, "slope", 3)
    _patients_needed(table, ledger)
    table.source(
        "Probability of response: 1 / (1 + exp(\N{MINUS SIGN}x)), x the intercept and the coefficients of what the "
        "patient has, added up. A calibration slope below one: predictions are too extreme. Firth's method shrinks, so "
        "that its slope lies above that of maximum likelihood. Own R²: that of Cox and Snell, corrected for optimism; "
        f"usual R²: {SHARE_OF_MAXIMUM:.0%} of the highest possible (Riley et al. 2020).",
        _response(ledger),
        TOLD.replace("It says", "The models say"),
        origin,
    )
    return table.build()


def _patients_needed(table: TableBuilder, ledger: Ledger) -> None:
    """The patients each criterion asks for, for the predictors in the model and for all that were compared."""
    for level, words in ((SIZE, "predictors in the model"), (SIZE_OF_ALL, "all parameters compared")):
        keys = [key.at(level=level) for key in MODELS]
        there = [key if cells.row_id(key, "per_parameter") in ledger else None for key in keys]
        table.section(f"Patients needed, {words}")
        own = [key and key.at(group="own") for key in there]
        _numbers(table, ledger, "Parameters", own, "parameters", 0)
        _numbers(table, ledger, "Patients with the rarer outcome per parameter", there, "per_parameter", 1)
        for name, (by_r2, asked) in NEEDED.items():
            for group in R2 if by_r2 else ("own",):
                at = [key and key.at(group=group) for key in there]
                _numbers(table, ledger, f"{asked}, {R2[group]}" if by_r2 else asked, at, name, 0)


def _numbers(
    table: TableBuilder, ledger: Ledger, words: str, keys: Sequence[Key | None], statistic: str, digits: int
) -> None:
    """One line: a number for each model that has it."""
    row = [cells.number(table, ledger, key, statistic, digits) if key else "" for key in keys]
    table.line(words, *row, indent=1)
