"""A scale or unit that one centre uses differently, and a value off by a unit's factor within one patient's series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from compendium.registry.codebook import Variable
from compendium.registry.senders import sender_of
from compendium.registry.table import Flag, Table
from press.ground.fault import FaultRecord

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FEWEST = 8  # values of a centre, and of the others together
_FACTORS = {1000.0: "a thousand", 60.0: "60, as between U/L and µkat/L", 10.0: "ten"}
_APART = 6.0  # how many times larger or smaller a centre's median must be to be told at all
_OLD_MAXIMUM, _NEW_MAXIMUM = 80.0, 150.0  # points of MMT8: one side, and both sides with the neck flexors
_LONE = 30.0  # times larger or smaller than both neighbours in time
_LIMIT = 3.0  # times larger or smaller than the limits of the same file: laboratories differ by less
_SHORTER = "it seems to be the scale from 0 to 80: state it in the mapping (scale: [0, 80])"
_STATE = "convert them to the unit of the codebook, or state your unit in the mapping"


@dataclass(frozen=True)
class Apart:
    """Who sent values of a column that lie apart from the others': `ratio` of medians, `overlap` of the values."""

    column: str
    sender: str
    first: int
    n: int
    median: float
    others: float
    ratio: float
    overlap: bool


def scale_faults(tables: Mapping[str, Table]) -> Iterator[FaultRecord]:
    """Yield one fault for each column of a file that is in another unit or on another scale than the codebook's."""
    visits = tables["visits"]
    sender = sender_of(visits, tables["patients"])
    for apart in _apart(visits, sender):
        if not apart.overlap and (factor := factor_near(apart.ratio)):
            rule = f"the unit of the codebook; {_compared(apart)}, by a factor of about {factor}"
            yield visits.fault(apart.first, apart.column, rule, _STATE)
    for at, rule, is_sure in _shorter_scale(visits, sender):
        if is_sure:
            yield visits.fault(at, "mmt8", f"MMT8 from 0 to {_NEW_MAXIMUM:g}; {rule}", _SHORTER)


def scale_flags(tables: Mapping[str, Table]) -> Iterator[Flag]:
    """Yield one flag for each column of a file that lies far from the others', and each value off within a series."""
    visits = tables["visits"]
    sender = sender_of(visits, tables["patients"])
    for at, rule, is_sure in _shorter_scale(visits, sender):
        if not is_sure:
            yield visits.flag(at, "mmt8", f"the scale from 0 to 80? {rule}")
    for apart in _apart(visits, sender):
        if apart.overlap or not factor_near(apart.ratio):
            yield visits.flag(apart.first, apart.column, f"another unit? {_compared(apart)}")
    yield from _off_in_series(visits)
    yield from _odd_limits(visits)


def _compared(apart: Apart) -> str:
    return f"the median of {apart.n} values of {apart.sender} is {apart.median:g}, that of the others {apart.others:g}"


def factor_near(ratio: float) -> str:
    """Return the factor between units that a ratio of medians is near to (within 2.5 times), "" for none.

    >>> factor_near(1 / 55), factor_near(950), factor_near(3)
    ('60, as between U/L and µkat/L', 'a thousand', '')
    """
    size = max(ratio, 1 / ratio)
    nearest = min(_FACTORS, key=lambda factor: abs(np.log(size / factor)))
    return _FACTORS[nearest] if abs(np.log(size / nearest)) < np.log(2.5) else ""


def _apart(visits: Table, sender: pd.Series) -> Iterator[Apart]:
    """Yield the columns of centres whose positive values have a median far from that of the others' values.

    Medians hold against single outliers. Zero, as on a scale without complaints, tells nothing of a unit.
    """
    codes, senders = sender.cat.codes.to_numpy(), sender.cat.categories
    for variable in _measured(visits):
        values = visits.frame[variable.name].to_numpy(dtype=float)
        order = np.argsort(values, kind="stable")
        order = order[values[order] > 0]  # sorted once: what is left of it without one file is sorted as well
        sorted_values, sorted_codes = values[order], codes[order]
        for code, name in enumerate(senders):
            of_one = sorted_codes == code
            own, others = sorted_values[of_one], sorted_values[~of_one]
            if min(len(own), len(others)) < _FEWEST:
                continue
            if variable.high is not None and np.mean(own > variable.high) > 0.5:
                continue  # most values are impossible, which is told of each
            median, of_others = _middle(own), _middle(others)
            if max(median / of_others, of_others / median) >= _APART:
                small, large = (own, others) if median < of_others else (others, own)
                overlap = bool(np.quantile(small, 0.9) >= np.quantile(large, 0.1))
                first = int(order[of_one].min())
                yield Apart(variable.name, str(name), first, len(own), median, of_others, median / of_others, overlap)


def _middle(ordered: NDArray[np.float64]) -> float:
    """Return the median of values that are sorted already."""
    return float(ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1].mean())


def _measured(visits: Table) -> list[Variable]:
    return [variable for variable in visits.variables if variable.kind in ("integer", "number")]


def _shorter_scale(visits: Table, sender: pd.Series) -> Iterator[tuple[int, str, bool]]:
    """Yield the first line of each centre whose MMT8 never passes 80, the maximum of one side, and whether it is sure.

    It is where the centre reaches 80, or most values of the others are higher. Of a centre alone it is a question:
    patients treated for half a year seldom all stay below 80 of 150 points.
    """
    if not visits.has("mmt8"):
        return
    values = visits.frame["mmt8"].dropna()
    senders = sender[values.index]
    for name in senders.unique():
        own, others = values[senders == name], values[senders != name]
        if len(own) >= _FEWEST and own.max() <= _OLD_MAXIMUM:
            reached = (own >= _OLD_MAXIMUM - 1).mean() >= 0.05 or (others > _OLD_MAXIMUM).mean() > 0.5
            yield int(own.index[0]), f"none of the {len(own)} values of {name} is above {own.max():g}", bool(reached)


def _off_in_series(visits: Table) -> Iterator[Flag]:
    """Values many times larger, or smaller, than the same patient's visits before and after; enzymes without a limit.

    Creatine kinase falls tenfold under treatment, but it does not fall or rise thirtyfold and come back.
    """
    order = visits.frame[["patient_id", "visit_on"]].dropna().sort_values(["patient_id", "visit_on"]).index
    patient = visits.frame["patient_id"]
    for variable in _measured(visits):
        if variable.high is None or variable.high < 1000 or variable.role == "limit":
            continue
        values = visits.frame.loc[order, variable.name]
        values = values[values > 0]
        groups = np.log(values).groupby(patient[values.index])
        before, after = groups.diff(), groups.diff(-1)
        usual = values.between(variable.usual_low or 0, variable.usual_high or np.inf)  # beyond, it is told already
        spike = usual & (np.minimum(before.abs(), after.abs()) > np.log(_LONE)) & (np.sign(before) == np.sign(after))
        for position in values.index[spike]:
            word = "larger" if before[position] > 0 else "smaller"
            rule = f"more than {_LONE:g} times {word} than at the patient's visits before and after: unit, point?"
            yield visits.flag(int(position), variable.name, rule)


def _odd_limits(visits: Table) -> Iterator[Flag]:
    """Upper limits of normal that are three times larger or smaller than those of the same file as a rule."""
    for variable in _measured(visits):
        if variable.role != "limit":
            continue
        values = visits.frame[variable.name]
        usual = values.groupby(visits.file_of, observed=True).transform("median")
        ratio = values / usual
        for position in values.index[(ratio > _LIMIT) | (ratio < 1 / _LIMIT)]:
            yield visits.flag(position, variable.name, f"the limit is {usual[position]:g} in this file as a rule")
