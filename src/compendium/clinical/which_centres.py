"""Which centres sent patients, and how many: of those that were put together nobody knows it any more."""

from __future__ import annotations

import pandas as pd

from press.ground.listed import listed
from press.rows import Key, Row

FEW_CENTRES = 6  # that a sentence names, and that fit beside one another on a page
NAMED_ELSEWHERE = "named in the table of the patients by centre"
MANY = "many centres, some of which were put together"
# What small centres of a registry of patients go by together, as compendium.disclosure.merging names them.
TOGETHER = "other centres"
COUNTED_AS_ONE = "those that were put together count as one"
ONE = "one centre: there is no other to compare with"
NONE_ALONE = "all centres were put together: there is none to compare with"


def names_of(centre: pd.Series) -> list[str]:
    """Return the centres that patients come from, as recorded."""
    return [str(name) for name in centre.cat.remove_unused_categories().cat.categories]


def by_name(centre: str) -> tuple[bool, str, str]:
    """Return what centres are put in order by: the alphabet, and those that were put together come last.

    >>> sorted(["b", "other centres", "C", "A"], key=by_name)
    ['A', 'b', 'C', 'other centres']
    """
    return centre == TOGETHER, centre.casefold(), centre


def sending(centre: pd.Series, key: Key) -> Row:
    """State how many centres sent patients, the note their names; where some were put together, no number.

    >>> row = sending(pd.Series(["A", "other centres"], dtype="category"), Key("cohort"))
    >>> row.value, row.note
    (nan, 'A and other centres')
    """
    names, method = names_of(centre), "count of centres"
    if TOGETHER not in names:
        note = listed(sorted(names, key=by_name)) if len(names) <= FEW_CENTRES else NAMED_ELSEWHERE
        return key.row("centres", len(names), n=len(centre), method=method, note=note)
    named = listed(sorted(names, key=by_name)) if len(names) > 1 else "several centres"
    return key.row("centres", None, n=len(centre), method=method, note=named if len(names) <= FEW_CENTRES else MANY)


def nothing_to_compare(centre: pd.Series) -> str:
    """Return why centres are not compared where patients come from one, or from one group of them."""
    return NONE_ALONE if names_of(centre) == [TOGETHER] else ONE
