"""Autoantibodies of which a registry may hold the positive results alone, so that nobody is known to be negative."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from compendium.registry.codebook import load_codebook
from press.rows import Row

ANY_SPECIFIC = "any_msa"
PANEL = "too few patients have the whole panel recorded to know who has none of its antibodies"
ONLY_POSITIVE = "only positive results are recorded: of how many patients tested is not known"
_LEAST_WHOLE = 0.5


def any_specific(antibodies: pd.DataFrame, centre: pd.Series) -> pd.Series:
    """Return whether any antibody of the panel is positive: yes, no where all were tested, NA where it is not known.

    antibodies: yes/no, a column each; centre: aligned. One positive result makes a yes, and only a whole panel makes a
    no. Of a centre where fewer than half of these answers rest on a whole panel nearly all would be a yes, whatever its
    patients have; there nobody's is taken as known.

    >>> tested = pd.DataFrame({"jo1": [True, True, None], "mi2": [None, None, True]}, dtype="boolean")
    >>> any_specific(tested, pd.Series(["A"] * 3)).tolist()
    [<NA>, <NA>, <NA>]
    """
    found, whole = one_positive(antibodies), antibodies.notna().all(axis=1)
    known = whole[found.notna()].groupby(centre.astype(str)).mean()
    return found.mask(centre.astype(str).map(known).fillna(0) < _LEAST_WHOLE)


def one_positive(antibodies: pd.DataFrame) -> pd.Series:
    """True where one is positive, False where all were tested and negative, NA where an untested one might be."""
    positive = antibodies.fillna(False).any(axis=1).astype("boolean")
    return positive.mask(~positive & antibodies.isna().any(axis=1))


def explained(rows: Iterable[Row], patients: pd.DataFrame) -> list[Row]:
    """Return descriptions of these patients; a share of antibodies that cannot be estimated says why instead.

    Counts stay as they are. Whether only positive results are recorded is asked of all patients, not of a group.
    """
    names = [variable.name for variable in load_codebook().with_role("autoantibody") if variable.name in patients]
    positive = {name for name in names if patients[name].any() and patients[name].dropna().all()}

    def told(row: Row) -> Row:
        if row.statistic != "percent":
            return row
        if row.variable == ANY_SPECIFIC and math.isnan(row.value):
            return replace(row, note=PANEL)
        alone = row.variable in positive and not math.isnan(row.value)
        return replace(row, value=math.nan, note=ONLY_POSITIVE) if alone else row

    return [told(row) for row in rows]
