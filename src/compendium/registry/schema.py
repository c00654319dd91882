"""The codebook as a schema: what pandera holds each column of a table against - kind, range, levels, required, key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from compendium.registry.codebook import CENTRE, KEYS, Variable

NEVER_EMPTY = "never empty"  # the rule of what the study cannot do without
_DTYPES = {"date": "datetime64[s]", "integer": "float64", "number": "float64", "yes_no": "boolean"}


@dataclass(frozen=True)
class Breach:
    """A rule broken by the value of `column` at `position` (counted from 0) of a table."""

    position: int
    column: str
    rule: str
    action: str
    first: int | None = None  # of a repeated key: the position that had it first


@lru_cache(maxsize=16)
def schema_of(table: str, variables: tuple[Variable, ...]) -> pa.DataFrameSchema:
    """Return the pandera schema of one table.

    >>> from compendium.registry.codebook import load_codebook
    >>> list(schema_of("visits", load_codebook().table("visits")).columns)[:3]
    ['patient_id', 'visit', 'visit_on']
    """
    columns = {variable.name: _column(variable) for variable in variables}
    keys = [name for name in KEYS.get(table, ()) if name in columns]
    return pa.DataFrameSchema(columns, unique=keys or None, report_duplicates="exclude_first", name=table)


def _column(variable: Variable) -> pa.Column:
    checks = []
    if variable.low is not None or variable.high is not None:
        low = -float("inf") if variable.low is None else variable.low
        high = float("inf") if variable.high is None else variable.high
        checks.append(pa.Check.in_range(low, high, error="range"))
    if variable.levels and variable.role != CENTRE:
        checks.append(pa.Check.isin(list(variable.levels), error="levels"))
    return pa.Column(_DTYPES.get(variable.kind, "str"), checks, nullable=not variable.required)


def breaches(frame: pd.DataFrame, table: str, variables: tuple[Variable, ...]) -> Iterator[Breach]:
    """Yield every breach of the schema by `frame`, whose index counts from 0 and whose levels are still plain text."""
    try:
        schema_of(table, variables).validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return
    by_name = {variable.name: variable for variable in variables}
    seen: set[tuple[int, str]] = set()
    # single cells first: of two rows without a pseudonym one says that it is empty, not that both are the same
    for case in cases.sort_values("schema_context", kind="stable").itertuples():
        column, check, position = str(case.column), str(case.check), int(case.index)
        if case.schema_context == "DataFrameSchema":
            column = KEYS[table][-1]
            check = "key"
        if (position, column) not in seen:
            seen.add((position, column))
            breach = _breach(position, column, check, by_name[column], table)
            yield replace(breach, first=_first_with_key(frame, position, table)) if check == "key" else breach


def _first_with_key(frame: pd.DataFrame, position: int, table: str) -> int:
    keys = [name for name in KEYS[table] if name in frame]
    return int(str((frame[keys] == frame.loc[position, keys]).all(axis=1).idxmax()))


def _breach(position: int, column: str, check: str, variable: Variable, table: str) -> Breach:
    if check == "not_nullable":
        return Breach(position, column, NEVER_EMPTY, "fill it in, or leave the row out")
    if check == "range":
        rule = f"{_range(variable)}; beyond is impossible"
        return Breach(position, column, rule, "look it up again: unit, decimal point, column")
    if check == "levels":
        return Breach(position, column, f"one of {', '.join(variable.levels)}", "write one of these exactly")
    keys = " and ".join(KEYS[table])
    return Breach(position, column, f"no other row has the same {keys}", "remove or rename one of the two")


def _range(variable: Variable) -> str:
    """Return the possible values in words; one of the two limits may be absent."""
    ends = [f"{word} {end:g}" for word, end in (("from", variable.low), ("to", variable.high)) if end is not None]
    if variable.low is None:
        ends = [f"at most {variable.high:g}"]
    if variable.high is None:
        ends = [f"at least {variable.low:g}"]
    return " ".join(ends) + (f" {variable.unit}" if variable.unit else "")
