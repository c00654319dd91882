"""The table of the profile of the patient: how many of each kind responded, and how many the model predicts."""

from __future__ import annotations

import itertools

from compendium.clinical.profile import PROFILE, WIDER
from compendium.clinical.who_responds import ANALYSIS, PRINTED_MODEL
from compendium.exhibits import labels
from compendium.stats.flic import kinds
from press.exhibits import cells
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table
from press.rows import Key, Ledger, text
from press.rows.sentence import capital

PREDICTED = ("predicted", "predicted_low", "predicted_high")
PERFORMANCE = (("Model of the features", PROFILE), ("Wider model", WIDER))


def table_profile(ledger: Ledger, origin: str) -> Table:
    """Response by every combination of the features of the printed model, observed and predicted."""
    table = TableBuilder("table_profile", "The profile of the patient: response by kind of patient")
    first = PROFILE.at(level="none")
    table.column("Features present", align="left")
    table.column("Responders, n/N")
    counted = cells.row_id(first, "total") in ledger
    table.column("Observed, % (95% CI)", marks=table.note(cells.method(ledger, first, "percent")) if counted else ())
    table.column("Predicted, % (95% CI)", marks=table.note(cells.method(ledger, first, "predicted")) if counted else ())
    for kind, has in kinds(PRINTED_MODEL) if counted else []:
        at = PROFILE.at(level=kind)
        predicted = cells.estimate(table, ledger, at, PREDICTED, 1)
        table.line(_label(has), cells.count_of(ledger, at), cells.share(ledger, at), predicted)
    table.source(
        *(_performance(ledger, words, key) for words, key in PERFORMANCE),
        _response(ledger),
        "No treatment may be decided by this table.",
        origin,
    )
    return table.build()


def _label(has: tuple[bool, ...]) -> str:
    """Name the features that are there.

    >>> _label((False, False)), _label((True, False))
    ('None of them', "Raynaud's phenomenon")
    """
    present = [labels.label(name) for name in itertools.compress(PRINTED_MODEL, has)]
    return capital(" + ".join(present)) if present else "None of them"


def _performance(ledger: Ledger, words: str, key: Key) -> Cell:
    corrected = key.at(group="corrected")
    area = cells.written(ledger, key, ("auc", "ci_low", "ci_high"), text.estimate)
    fair, slope = (
        cells.written(ledger, corrected, (name,), lambda value: text.number(value, 2)) for name in ("auc", "slope")
    )
    return cells.phrase(
        "{}: {} patients; area under the ROC curve {}, corrected for optimism {}, calibration slope corrected {}.",
        *(words, cells.whole(ledger, key, "n"), area, fair, slope),
    )


def _response(ledger: Ledger) -> Cell:
    left_out = cells.whole(ledger, PROFILE, "left_out")
    definition = labels.definition(ledger, ANALYSIS)
    return cells.phrase("{}; undecided, or a feature not recorded: {}.", definition, left_out)
