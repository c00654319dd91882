"""The 2 x 2 tables near a printed odds ratio: how wide the interval of each is, and which have the printed p-value."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from abstract_audit.abstract import Claim
from abstract_audit.given_counts import tables_of
from abstract_audit.log_interval import Z95
from abstract_audit.table_tests import p_values
from abstract_audit.tables import Flags, Floats, log_error, odds_ratio
from abstract_audit.two_by_two import WOOLF, PrintedRatio, fitting, holds
from abstract_audit.wald_ratio import interval_of

Span = tuple[float, float]


class NearTables(NamedTuple):
    """k tables: the odds ratio of each, the upper limit of Wald's interval as a multiple of the lower, and two flags.

    fits: odds ratio and limits are those printed, by Wald; with_p: its p-value is the printed one by some test.
    """

    ratios: Floats
    widths: Floats
    fits: Flags
    with_p: Flags


def near_tables(claim: Claim, ratios: Span, widths: Span) -> NearTables | None:
    """Return the tables of a claim whose odds ratio and width of the interval lie between two numbers each.

    None where there are too many tables for any to be tried. ValueError for a claim without a p-value.

    >>> from abstract_audit.reading import abstract_of
    >>> group = "groups: {yes: 9, no: rest}"
    >>> claim = "{id: a, kind: odds ratio, ratio: 0.50, low: 0.07, high: 3.85, p: 0.63}"
    >>> abstract = abstract_of(f"title: T\\npatients: 20\\n{group}\\nclaims: [{claim}]", "a.yaml")
    >>> near = near_tables(abstract.claims[0], (0.3, 0.7), (20, 100))
    >>> int(near.fits.sum()) <= len(near.ratios), near.with_p.dtype
    (True, dtype('bool'))
    """
    if claim.p is None:
        raise ValueError(f"{claim.id}: no p-value is printed")
    given, _ = tables_of(claim)
    if given is None:
        return None
    odds, reach = odds_ratio(given), 2 * Z95 * log_error(given)
    inside = (odds >= ratios[0]) & (odds <= ratios[1]) & (reach >= math.log(widths[0])) & (reach <= math.log(widths[1]))
    near = given.where(inside)
    by_wald = fitting(near, PrintedRatio(*interval_of(claim)))[WOOLF]
    fit = {*zip(*by_wald, strict=True)}
    with_p = np.any([holds(claim.p, values) for values in p_values(near).values()], axis=0)
    return NearTables(
        odds[inside],
        np.exp(reach[inside]),
        np.array([table in fit for table in zip(*near, strict=True)], dtype=bool),
        np.asarray(with_p),
    )


def printed_place(claim: Claim, points: int = 60) -> tuple[Floats, Floats]:
    """Return the outline of where a table must lie to have been printed so: odds ratios, and widths of the interval.

    Its corners are where the odds ratio or one of its limits would just be rounded to another number. Raises ValueError
    where there is no such place: no interval by Wald is printed so.
    """
    ratio, low, high = interval_of(claim)
    ends = [[math.log(max(float(end), 1e-9)) for end in (each.low, each.high)] for each in (ratio, low, high)]
    x = np.linspace(ends[0][0], ends[0][1], points)
    least = np.maximum(2 * (x - ends[1][1]), 2 * (ends[2][0] - x))
    most = np.minimum(2 * (x - ends[1][0]), 2 * (ends[2][1] - x))
    inside = least <= most
    if not inside.any():
        raise ValueError(f"{claim.id}: no interval by Wald is printed so")
    x, least, most = x[inside], least[inside], most[inside]
    return np.exp(np.concatenate([x, x[::-1]])), np.exp(np.concatenate([least, most[::-1]]))
