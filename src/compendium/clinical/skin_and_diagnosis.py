"""In how many patients of each diagnosis is skin involvement recorded, so that the two can or cannot be told apart?"""

from __future__ import annotations

import pandas as pd

from compendium.stats.proportion import proportion
from press.rows import Key, Row, slug

ELSEWHERE = "elsewhere"


def skin_by_diagnosis(patients: pd.DataFrame, key: Key) -> list[Row]:
    """State skin involvement in each diagnosis, and in all but dermatomyositis and overlap myositis together.

    At variable `skin_by_diagnosis`, level = the diagnosis or `elsewhere`: count, total (recorded), percent and Wilson's
    interval. Where it is in all or in none, no model can tell skin involvement from diagnosis.

    >>> patients = pd.DataFrame({"diagnosis": pd.Categorical(["DM", "PM"]), "dm_or_overlap": [True, False]})
    >>> rows = skin_by_diagnosis(patients.assign(skin=pd.Series([True, False], dtype="boolean")), Key("predictors"))
    >>> [row.id for row in rows if row.statistic == "count" and row.value == 1]
    ['predictors.skin_by_diagnosis.dm.count']
    """
    at, rows = key.at(variable="skin_by_diagnosis"), []
    groups = {slug(name): patients["diagnosis"] == name for name in patients["diagnosis"].cat.categories}
    groups[ELSEWHERE] = ~patients["dm_or_overlap"].fillna(True).astype(bool)
    for level, among in groups.items():
        skin = patients.loc[among, "skin"]
        rows += proportion(int(skin.sum()), int(skin.notna().sum()), at.at(level=level))
    return rows
