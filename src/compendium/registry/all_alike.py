"""A column of a centre that is filled in and yet may say nothing: 0 for what is not known, one value for everybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from compendium.registry.codebook import Variable
from compendium.registry.senders import sender_of
from compendium.registry.table import Flag, Table

_FEWEST_ZEROS, _SHARE = 4, 0.05  # single zeros are told one by one, as any unusual value
_FEWEST = 8  # values of a centre that may not all be one
_SEVERAL = ("age",)  # of the numbers of a patient; doses and counts of infusions may be the same by a protocol


class Zeros(NamedTuple):
    """The lines of a centre in which a variable is 0, which may stand for missing, and what to say of all of them."""

    lines: pd.Index
    rule: str


def zeros(table: Table, variable: Variable, sender: pd.Series) -> Iterator[Zeros]:
    """Yield the zeros of each centre in which 0 may stand for missing.

    So where 0 is unusually low, and four values or more and a twentieth of the centre's are 0.
    """
    if variable.usual_low is None or variable.usual_low <= 0 or variable.kind not in ("integer", "number"):
        return
    values = table.frame[variable.name].dropna()
    for name, of_one in values.groupby(sender[values.index], observed=True):
        none = of_one.index[of_one == 0]
        if len(none) >= max(_FEWEST_ZEROS, _SHARE * len(of_one)):
            share = f"{len(none)} of {len(of_one)} values of {name} ({len(none) / len(of_one):.0%})"
            yield Zeros(none, f"0 seems to stand for missing: it is {share}")


def all_alike_flags(tables: Mapping[str, Table]) -> Iterator[Flag]:
    """Yield one flag for each column of a centre in which all values are the same."""
    for table in tables.values():
        sender = sender_of(table, tables["patients"])
        for variable in table.variables:
            if _differs(variable):
                yield from _one_for_all(table, variable, sender)


def _differs(variable: Variable) -> bool:
    """Whether no two dozen patients have the same value: ages, dates, and what is measured."""
    return variable.kind == "date" or variable.name in _SEVERAL or variable.role == "outcome"


def _one_for_all(table: Table, variable: Variable, sender: pd.Series) -> Iterator[Flag]:
    """A 0 of everybody is possible on a scale of complaints, and of a dose."""
    values = table.frame[variable.name].dropna()
    for name, of_one in values.groupby(sender[values.index], observed=True):
        first = of_one.iloc[0]
        if len(of_one) >= _FEWEST and of_one.nunique() == 1 and (variable.kind == "date" or first != 0):
            rule = f"the same in all {len(of_one)} rows of {name}: was one value filled in for everybody?"
            yield table.flag(int(of_one.index[0]), variable.name, rule)
