"""The features of the printed model and diagnosis taken together: kinds of patient, and whom each model leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod

import numpy as np

from compendium.clinical.cohort import SKIN_DIAGNOSES
from compendium.clinical.response_models import DIAGNOSIS, PRINTED_MODEL
from compendium.clinical.skin_and_diagnosis import ELSEWHERE
from compendium.disclosure.groups import ALL, RESPONSES, Groups
from compendium.disclosure.linked import LACKING, NO, YES, Described, described, levels_of, variable_table
from compendium.disclosure.linked_counts import Flags
from compendium.disclosure.merging import OTHER
from compendium.disclosure.stages import JOINT, Stated, Table, settled
from press.rows import Ledger, slug
from press.rows.row import Row

MOST_ATOMS = 3000  # finer than that, the counts below are not shown at all
_WIDE = tuple(slug(name) for name in SKIN_DIAGNOSES)
_ANSWERS = {
    "n": RESPONSES,
    "total": RESPONSES,
    "events": RESPONSES[:1],
    "count": RESPONSES[:1],
    "non_events": RESPONSES[1:],
}
# group of a model -> whether diagnosis is in it as well
_MODELS = {"multivariable": False, "with_centre": False, "without_centre": False, "adjusted": True}
# variable -> whether diagnosis is a feature as well, and when it is looked at
_PROFILES = {"patient_profile": (False, JOINT + 1), "patient_profile_adjusted": (True, JOINT + 2)}
_BY_DIAGNOSIS = JOINT + 3


class _Joint:
    """The atoms: two features and diagnosis, each with "not recorded", x response x centre.

    Where diagnoses of which skin involvement is a part were put together with others, "other" stands there twice: the
    models tell its patients apart, and no table of diagnoses does.
    """

    def __init__(self, groups: Groups, variables: tuple[Described, ...]) -> None:
        self.groups = groups
        levels = [levels_of(each) for each in variables]
        self.own = [np.arange(len(each)) for each in levels]
        if OTHER in levels[2] and not set(_WIDE) <= set(levels[2]):
            self.own[2] = np.append(self.own[2], levels[2].index(OTHER))
        self.levels = [np.array(names)[own] for names, own in zip(levels, self.own, strict=True)]
        self.shape = tuple(len(each) for each in self.levels)
        again = np.arange(self.shape[2]) >= len(levels[2])
        self.wide = np.isin(self.levels[2], _WIDE) | again

    def where(self, *chosen: tuple[str, ...], wide: bool | None = None) -> Flags:
        """Return which combinations have one of the given levels in each variable; () is any.

        wide: only recorded diagnoses of which skin involvement is a part, or only others.
        """
        flags = [np.isin(levels, of) if of else levels != "" for levels, of in zip(self.levels, chosen, strict=True)]
        if wide is not None:
            flags[2] = flags[2] & (self.levels[2] != LACKING) & (self.wide == wide)
        return np.asarray(flags[0][:, None, None] & flags[1][None, :, None] & flags[2][None, None, :]).ravel()

    def spread(self, mask: Flags, axis: int) -> Flags:
        """Return a mask of one variable's atoms as one of these."""
        own = mask.reshape(-1, *self.groups.shape)[self.own[axis]]
        at = [slice(None) if place == axis else None for place in range(3)]
        return np.broadcast_to(own[(*at, Ellipsis)], (*self.shape, *self.groups.shape)).ravel()


def feature_table(ledger: Ledger, groups: Groups, shown: Mapping[str, str]) -> tuple[Table, tuple[str, ...]] | None:
    """Return the counts that cross the two features of the printed model with diagnosis, and which are hidden already.

    None where the ledger does not describe them as two yes/no features and a diagnosis, or there are too many atoms:
    such counts are then not shown.
    """
    variables, names = described(ledger, groups), (*PRINTED_MODEL, "diagnosis")
    found = tuple(variables[name] for name in names if name in variables)
    if len(found) != 3 or any(each.levels != [YES] for each in found[:2]) or found[2].levels in ([], [YES]):
        return None
    joint = _Joint(groups, found)
    if prod((*joint.shape, *groups.shape)) > MOST_ATOMS:
        return None
    counts = list(groups.known(prod(joint.shape)))
    hidden: list[str] = []
    for axis, about in enumerate(found):
        kept, held = settled(variable_table(groups, about), shown)
        hidden += held
        counts += [
            Stated(each.name, joint.spread(each.mask, axis), each.value, known=each.known, elsewhere=each.elsewhere)
            for each in kept
            if "size of" not in each.name
        ]
    counts += [*_kinds(ledger, joint), *_models(ledger, joint), *_by_diagnosis(ledger, joint)]
    return Table("features", tuple(counts)), tuple(hidden)


def _stated(
    joint: _Joint,
    row: Row,
    levels: Flags,
    responses: tuple[str, ...],
    centres: tuple[str, ...] = (ALL,),
    stage: int = JOINT,
) -> Iterator[Stated]:
    masks = [joint.groups.cell(responses, centre, levels) for centre in centres]
    mask = np.logical_or.reduce(masks)
    if mask.any():
        yield Stated(row.id, mask, int(row.value), (row.id,), stage)


def _kinds(ledger: Ledger, joint: _Joint) -> Iterator[Stated]:
    """Each combination of the features: how many there are, how many responded, and so how many did not."""
    for variable, (adjusted, stage) in _PROFILES.items():
        for row in ledger.find(variable=variable, group=""):
            levels = _of_kind(joint, row.level, adjusted) if row.level else _complete(joint, adjusted)
            if row.statistic in _ANSWERS:
                yield from _stated(joint, row, levels, _ANSWERS[row.statistic], stage=stage)
            if row.level and row.statistic == "total" and f"predictors.{variable}.{row.level}.count" in ledger:
                value = int(row.value - ledger.value(f"predictors.{variable}.{row.level}.count"))
                mask = joint.groups.cell(RESPONSES[1:], ALL, levels)
                yield Stated(f"others of {row.id}", mask, value, stage=stage)


def _of_kind(joint: _Joint, kind: str, adjusted: bool) -> Flags:
    """Return the combinations of a kind named by the features that it has, as "raynaud_skin" or "none"."""
    has = []
    rest = kind
    for feature in PRINTED_MODEL:
        has.append(rest == feature or rest.startswith(f"{feature}_"))
        rest = rest.removeprefix(feature).removeprefix("_") if has[-1] else rest
    chosen = tuple((YES,) if each else (NO,) for each in has)
    return joint.where(*chosen, (), wide=rest == DIAGNOSIS if adjusted else None)


def _complete(joint: _Joint, adjusted: bool) -> Flags:
    known = (YES, NO)
    if not adjusted:
        return joint.where(known, known, ())
    return joint.where(known, known, (), wide=True) | joint.where(known, known, (), wide=False)


def _models(ledger: Ledger, joint: _Joint) -> Iterator[Stated]:
    """How many patients, with and without the outcome, each model rests on; without each centre in turn."""
    for group, adjusted in _MODELS.items():
        for row in ledger.find(analysis="predictors", variable="", group=group):
            if row.statistic in _ANSWERS:
                others = tuple(centre for centre in joint.groups.centre if centre != row.level)
                centres = others if row.level else (ALL,)
                if centres:
                    yield from _stated(joint, row, _complete(joint, adjusted), _ANSWERS[row.statistic], centres)


def _by_diagnosis(ledger: Ledger, joint: _Joint) -> Iterator[Stated]:
    """Skin involvement in each diagnosis; "elsewhere" is every recorded one that skin involvement is no part of."""
    for row in ledger.find(variable="skin_by_diagnosis"):
        among, wide = ((), False) if row.level == ELSEWHERE else ((row.level,), None)
        recorded = {"count": (YES,), "total": (YES, NO)}.get(row.statistic)
        if recorded:
            yield from _stated(
                joint,
                row,
                joint.where((), recorded, among, wide=wide),
                tuple(joint.groups.response),
                stage=_BY_DIAGNOSIS,
            )
            if row.statistic == "count":
                total = ledger.value(f"predictors.skin_by_diagnosis.{row.level}.total")
                mask = joint.groups.mask(ALL, joint.where((), (NO,), among, wide=wide))
                yield Stated(f"others of {row.id}", mask, int(total - row.value), stage=_BY_DIAGNOSIS)
