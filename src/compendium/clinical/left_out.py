"""Patients left out before all analysis because response could not be decided: the row by which every text says so."""

from __future__ import annotations

from compendium.clinical.cohort import Cohort
from press.rows import Key, Row

LEFT_OUT = "left_out"
NOBODY = "nobody was left out because response cannot be decided"


def left_out(cohort: Cohort, key: Key) -> Row:
    """State that fewer patients than the value were left out, or that nobody was; how many they were is said nowhere.

    >>> from dataclasses import replace
    >>> import pandas as pd
    >>> nobody = Cohort(*(pd.DataFrame() for _ in range(3)), "physician", "ours", "Registry: ours.", False)
    >>> rows = [left_out(each, Key("cohort")) for each in (nobody, replace(nobody, left_out=5))]
    >>> [(row.id, row.value, row.note) for row in rows][1]
    ('cohort.left_out.threshold', 5.0, '')
    """
    method = "response cannot be decided in fewer patients than this: they were left out of all analyses"
    fewer = cohort.left_out or None
    return key.at(variable=LEFT_OUT).row("threshold", fewer, method=method, note="" if fewer else NOBODY)
