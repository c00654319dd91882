"""The odds ratio of every analysis: the patients of a frame are taken once, and all models are fitted to them."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from compendium.clinical.decision_keys import CENTRE, QUESTIONS
from compendium.clinical.decisions import Multiverse, Specification
from compendium.clinical.many_frames import Frames, centres_compared
from compendium.clinical.values_imputed import CYCLES, imputed_from
from compendium.stats.imputation import Imputer
from compendium.stats.logistic import firth, logistic
from compendium.stats.many_models import imputed_models
from compendium.stats.pooled_logistic import FittedSets
from compendium.stats.recorded import Floats, numbers
from compendium.stats.statement import Estimate, not_computed
from press.rows import Key, Ledger

FEW_PATIENTS, FEW_IN_A_CELL = 40, 5  # below which an estimate is drawn hollow
BEYOND = 1e-9  # log odds ratios and limits nearer to 0 are on neither side of it: their sign is that of rounding
FITS = {"ml": logistic, "firth": firth}
NOBODY = "the outcome is the same in everyone, or nobody has it recorded"
_KEY = Key("x")
_ALSO = re.compile(r"\balso_[0-9]+(?:, also_[0-9]+)*")
FrameOf = tuple[str, str, str, str]
ModelOf = tuple[tuple[str, ...], str, str]


@dataclass(frozen=True)
class Estimated:
    """What one analysis finds: the odds ratio with its 95% interval, or why there is none, and what it rests on.

    n, events: patients in the model, and responders among them. cell: the smallest cell of the table of feature by
    response, among those of them in whom the feature was recorded.
    """

    odds: Estimate
    p: float
    n: int
    events: int
    cell: int
    method: str

    @property
    def few(self) -> bool:
        """Whether so few patients are behind it that it is drawn hollow."""
        return self.n < FEW_PATIENTS or self.cell < FEW_IN_A_CELL

    def excludes(self, sign: float) -> bool:
        """Whether there is an estimate whose interval excludes 1 on the side of `sign`."""
        beyond = self.odds.low > 1 + BEYOND if sign > 0 else self.odds.high < 1 - BEYOND
        return not math.isnan(self.log) and beyond

    @property
    def log(self) -> float:
        """The log odds ratio, NaN where there is none."""
        return math.log(self.odds.value) if self.odds.value > 0 else math.nan


def estimates(
    found: Frames, declared: Multiverse, specifications: Iterable[Specification], *, seed: int
) -> dict[Specification, Estimated]:
    """Return what each analysis finds. Imputed values are drawn with `seed` in every frame, as in the chapter before.

    The published model is fitted by the functions that fit it there, so its numbers are the same.
    """
    by_frame: dict[FrameOf, dict[ModelOf, list[Specification]]] = defaultdict(lambda: defaultdict(list))
    for each in specifications:
        frame = (each["response"], each["undecided"], each["patients"], each["missing"])
        features = QUESTIONS if each["other"] == "both" else (each.question,)
        by_frame[frame][features, each["adjustment"], each["model"]].append(each)
    return {
        each: estimate
        for frame, models in by_frame.items()
        for each, estimate in _of_frame(found, declared, frame, models, seed)
    }


@dataclass(frozen=True)
class _Frame:
    """The patients of one frame who have a response, as arrays: responses (n), and each predictor (n x columns)."""

    outcome: Floats
    columns: Mapping[str, Floats]
    sets: Floats | None  # imputed sets x n x features, where they are imputed

    def rest(self, adds: Iterable[str], used: NDArray[np.bool_]) -> Floats:
        """Return what else a model holds (n x k); a centre without a patient in the model is no predictor of it."""
        columns = self.columns
        kept = [centres_compared(columns[name], used) if name == CENTRE else columns[name] for name in adds]
        return np.concatenate([np.zeros((self.outcome.size, 0)), *kept], axis=1)

    def known(self, names: Iterable[str]) -> NDArray[np.bool_]:
        """Return who has all of these recorded."""
        recorded = [~np.isnan(self.columns[name]).any(axis=1) for name in names]
        return np.asarray(np.logical_and.reduce([np.ones(self.outcome.size, dtype=bool), *recorded]), dtype=bool)

    def behind(self, feature: str, used: NDArray[np.bool_]) -> tuple[int, int, int]:
        """Return patients and responders of a model, and the smallest cell of the table of a feature by response."""
        answers, recorded = self.outcome[used], self.columns[feature][used, 0]
        cells = [int(((recorded == one) & (answers == other)).sum()) for one in (0, 1) for other in (0, 1)]
        return int(answers.size), int(answers.sum()), min(cells)


def _of_frame(
    found: Frames,
    declared: Multiverse,
    frame: FrameOf,
    models: Mapping[ModelOf, Sequence[Specification]],
    seed: int,
) -> Iterator[tuple[Specification, Estimated]]:
    here = _taken(found, declared, frame, seed)
    for (features, adjustment, model), asked in models.items():
        adds = (declared.decision("adjustment").choice(adjustment).means or {}).get("adds", ())
        method = _handled(declared, "model", model)
        if here.sets is None:
            fitted = _complete(here, features, adds, method)
        else:
            fitted = _imputed(here, here.sets, features, adds, firth=method == "firth")
        yield from ((each, fitted[each.question]) for each in asked)


def _taken(found: Frames, declared: Multiverse, frame: FrameOf, seed: int) -> _Frame:
    """Take the patients of a frame once, and draw what was not recorded where it is imputed."""
    response, undecided, patients, missing = frame
    outcome = found.outcome(response, patients, _handled(declared, "undecided", undecided))
    decided = outcome.notna()
    place, answers = np.flatnonzero(decided), numbers(outcome[decided])
    columns = {name: values[place] for name, values in found.columns.items()}
    handled, sets = _handled(declared, "missing", missing), None
    if handled == "absent":
        columns |= {name: np.nan_to_num(columns[name]) for name in QUESTIONS}
    if handled == "imputed":
        shape = (declared.imputations, answers.size, len(QUESTIONS))
        sets = np.full(shape, np.nan)
        if 0 < answers.sum() < answers.size:
            features = found.table.loc[decided, list(QUESTIONS)]
            imputer = Imputer(features, imputed_from(found.patients[decided], outcome[decided]))
            sets = imputer.draw(imputations=declared.imputations, cycles=CYCLES, seed=seed)
    return _Frame(answers, columns, sets)


def _handled(declared: Multiverse, decision: str, choice: str) -> str:
    """Return the word for what a choice of method does."""
    return (declared.decision(decision).choice(choice).means or {})["handles"][0]


def _complete(here: _Frame, features: Sequence[str], adds: Sequence[str], model: str) -> dict[str, Estimated]:
    """Fit the complete cases, by the functions of the chapter on who responds."""
    used = here.known([*features, *adds])
    rest = here.rest(adds, used)
    names = [*features, *(f"also_{place}" for place in range(rest.shape[1]))]
    values = np.concatenate([*(here.columns[name] for name in features), rest], axis=1)
    rows = Ledger(FITS[model](pd.Series(here.outcome[used]), pd.DataFrame(values[used], columns=names), _KEY))
    return {name: _read(rows, name, here.behind(name, used)) for name in features}


def _read(rows: Ledger, name: str, behind: tuple[int, int, int]) -> Estimated:
    value, low, high, p = (rows.value(f"x.{name}.{each}") for each in ("or", "ci_low", "ci_high", "p"))
    row = rows[f"x.{name}.or"]
    note = _ALSO.sub("another predictor", row.note)
    return Estimated(Estimate(value, low, high, note), p, *behind, row.method)


def _imputed(
    here: _Frame, sets: Floats, features: Sequence[str], adds: Sequence[str], *, firth: bool
) -> dict[str, Estimated]:
    """Fit every imputed set and pool; who lacks something else that the model needs is left out of all sets."""
    used = here.known(adds)
    if np.unique(here.outcome[used]).size < 2:
        nothing = not_computed(NOBODY)
        method = "no model"
        return {name: Estimated(nothing, math.nan, *here.behind(name, used), method) for name in features}
    rest = here.rest(adds, used)
    drawn = sets[..., [QUESTIONS.index(name) for name in features]]
    predictors = np.concatenate([drawn, np.broadcast_to(rest, (len(sets), *rest.shape))], axis=-1)
    fitted = imputed_models(here.outcome, predictors, firth=firth)
    return {
        name: Estimated(*_pooled(fitted, place), *here.behind(name, used), fitted.method)
        for place, name in enumerate(features)
    }


def _pooled(fitted: FittedSets, place: int) -> tuple[Estimate, float]:
    if fitted.note or fitted.df_complete < 1:
        return not_computed(fitted.note or NOBODY), math.nan
    pooled = fitted.pooled(place)
    return Estimate(float(pooled.estimate), float(pooled.low), float(pooled.high)).exponential(), float(pooled.p)
