"""The models of the course over visits: what of them tells how many values were not recorded, and at which visit."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from compendium.disclosure.classes import root
from press.rows.row import Row

_COURSE = "_course"
_OF_VALUES = ("n_observations", "aic", "log_likelihood")  # their n is the number of values, not of patients
_TELL = ("n_observations", "df")  # degrees of freedom hang on which visits lack a value
_SIZES = ("missing", "n", "n_pairs")


def lacking_in_secret(hidden: Iterable[Row]) -> set[str]:
    """Return the outcomes of which it is hidden how many patients lack them, before treatment or at any visit.

    >>> from press.rows import Key
    >>> hidden = [Key("cohort", "ck_xuln").row("missing", 2), Key("cohort", "missing", "mmt8").row("count", 1)]
    >>> sorted(lacking_in_secret(hidden))
    ['ck', 'mmt8']
    """
    found: set[str] = set()
    for row in hidden:
        if row.variable == "missing":
            found.add(root(row.level))
        elif row.statistic in _SIZES:
            found.add(root(row.variable))
    return found


def counts_values(row: Row, secret: Collection[str]) -> bool:
    """Whether the n of a row, how many values all visits have, would tell how many they lack where that is hidden."""
    return row.variable.endswith(_COURSE) and row.statistic in _OF_VALUES and _hidden(row, secret)


def tells_what_is_missing(row: Row, secret: Collection[str]) -> bool:
    """Whether the value of a row would.

    >>> from press.rows import Key
    >>> row = Key("efficacy", "mmt8_course", "end").row("df", 86.2)
    >>> tells_what_is_missing(row, {"mmt8"}), tells_what_is_missing(row, {"ck"})
    (True, False)
    """
    return row.variable.endswith(_COURSE) and row.statistic in _TELL and _hidden(row, secret)


def _hidden(row: Row, secret: Collection[str]) -> bool:
    """Of responders and of the others always: how many of them lack a value at which visit is printed nowhere."""
    of_group = row.level.startswith("by_group_") or row.group.startswith("change_")
    return of_group or root(row.variable) in secret
