"""Sentences whose numbers come from the ledger: a template asks for a row by id and says how to write it."""

from __future__ import annotations

import re
from collections.abc import Callable

from compendium.results import text
from compendium.results.ledger import Ledger
from compendium.results.row import Row

_FIELD = re.compile(r"\{([a-z0-9_.]+):([a-z0-9_]+)\}")
_FORMATS: dict[str, Callable[[Row], str]] = {
    "int": lambda row: text.number(row.value, 0),
    "d1": lambda row: text.number(row.value, 1),
    "d2": lambda row: text.number(row.value, 2),
    "percent": lambda row: text.percent(row.value),
    "percent0": lambda row: text.percent(row.value, 0),
    "p": lambda row: text.p_phrase(row.value),
    "n": lambda row: text.MISSING if row.n is None else text.number(row.n, 0),
    "note": lambda row: row.note,
}
FORMATS = tuple(_FORMATS)


def say(template: str, ledger: Ledger) -> str:
    """Fill every `{id:format}` of `template` from the ledger.

    Formats: int, d1, d2 (decimals), percent, percent0, p (with its letter),
    n (the n behind the row), note (in words). Raises KeyError for an unknown id, ValueError for an unknown format or
    a brace that is not a field.

    >>> from compendium.results.row import Key
    >>> ledger = Ledger([Key("cohort").row("n", 123, n=123)])
    >>> say("{cohort.n:int} patients were included.", ledger)
    '123 patients were included.'
    """

    def fill(match: re.Match[str]) -> str:
        row_id, form = match.groups()
        if form not in _FORMATS:
            raise ValueError(f"{{{row_id}:{form}}}: the format is not one of {', '.join(FORMATS)}")
        return _FORMATS[form](ledger[row_id])

    rest = _FIELD.sub("", template)
    if "{" in rest or "}" in rest:
        raise ValueError(f"a brace in this sentence is not a field like {{id:format}}: {template!r}")
    return _FIELD.sub(fill, template)
