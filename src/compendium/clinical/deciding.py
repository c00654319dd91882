"""Which verdicts a definition of response could reach at all with what was recorded, whatever the values had been."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from compendium.clinical.cohort import Cohort
from compendium.clinical.core_set import Improvement, improvement
from compendium.clinical.responses import RULES, Definition, choose
from press.rows import Key, Row

BOTH = 2
SHARE = ("percent", "ci_low", "ci_high", "kappa", "difference", "difference_low", "difference_high")
_ONLY = "with what was recorded patients can be called {} or left undecided, but nobody a {}"
_NEITHER = "nobody can be decided with what was recorded"
_NOBODY = "nobody to count among"
_JUDGED = "response_physician"


def one_way(definition: Definition, patients: pd.DataFrame, changes: Improvement) -> str:
    """Return why a definition can reach one verdict only, or none, in these patients; "" where it can reach both.

    Each recorded measure is put at its best, then at its worst; what was not recorded stays so. Where four of the six
    measures of a score were recorded of nobody, nobody can fall short of it, and the share of the decided is whole by
    arithmetic alone.
    """
    if not len(patients):
        return _NOBODY
    yes = _verdicts(definition, patients, changes, math.inf, "responder").eq(True).any()
    no = _verdicts(definition, patients, changes, -math.inf, "non-responder").eq(False).any()
    if yes and no:
        return ""
    if not (yes or no):
        return _NEITHER
    return _ONLY.format("responders", "non-responder") if yes else _ONLY.format("non-responders", "responder")


def why_one_way(cohort: Cohort) -> str:
    """Return what `one_way` says of the definition in force in all patients."""
    return one_way(choose(cohort.response), cohort.patients, improvement(cohort.visits))


def _verdicts(
    definition: Definition, patients: pd.DataFrame, changes: Improvement, change: float, judged: str
) -> pd.Series:
    own = patients.set_index("patient_id")
    as_if = own.assign(**{_JUDGED: own[_JUDGED].mask(own[_JUDGED].notna(), judged)})
    measures = Improvement(*(each.where(each.isna(), change) for each in (changes.relative, changes.absolute)))
    decided = RULES[definition.rule](definition, as_if, measures)
    return decided.reindex(own.index).astype("boolean")


def ways(why: str, key: Key) -> Row:
    """State how many verdicts a definition can reach, or why not both (`why`, as `one_way` says it)."""
    method = "verdicts that the definition can reach with what was recorded"
    return key.row("ways", None if why else BOTH, method=method, note=why)


def without_share(rows: Sequence[Row], why: str) -> list[Row]:
    """Return the rows of a share, where there is a reason (`why`) without the share itself; counts and bounds stay."""
    return [replace(row, value=math.nan, note=why) if why and row.statistic in SHARE else row for row in rows]
