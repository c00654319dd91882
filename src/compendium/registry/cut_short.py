"""A file that was cut short: the visits of its last patients are not there, or it ends where a spreadsheet ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from compendium.registry.table import Flag, Table
from press.ground.fault import FaultRecord

_FEWEST = 3  # so many last patients without a visit, where nearly all others have one
_NEARLY_ALL = 0.9
_ENDS = {65536: "the last row of an old Excel sheet", 1048576: "the last row of an Excel sheet"}


def cut_short_faults(tables: Mapping[str, Table]) -> Iterator[FaultRecord]:
    """Yield a fault for each centre whose last patients have no visit, and for each table that fills a sheet."""
    patients, visits = tables["patients"], tables["visits"]
    if patients.has("patient_id") and visits.has("patient_id"):
        yield from _last_without_visits(patients, visits)
    for table in tables.values():
        for file, row in dict(zip(table.files, table.rows, strict=True)).items():  # the last row of each
            if row in _ENDS:
                rule = f"a table that ends by itself; row {row} is {_ENDS[row]}, and later rows were lost"
                yield FaultRecord(file, row, "", "", rule, "export it as CSV without Excel")


def _last_without_visits(patients: Table, visits: Table) -> Iterator[FaultRecord]:
    """In both files the patients stand in one order: where the visits stop early, those of the last patients lack."""
    seen = patients.frame["patient_id"].isin(visits.frame["patient_id"].dropna())
    for file, of_file in seen.groupby(patients.file_of, sort=False, observed=True):
        folder = patients.folders[of_file.index[0]]
        visits_file = f"{folder}/visits.csv" if folder else next(iter(visits.files), str(file))
        has = of_file.tolist()
        missing = len(has) - max((place + 1 for place, one in enumerate(has) if one), default=0)
        before = has[: len(has) - missing]
        if (
            missing >= _FEWEST
            and sum(before) >= max(_FEWEST, _NEARLY_ALL * len(before))
            and not visits.is_damaged(folder)
        ):
            first = patients.cell(of_file.index[-missing], "patient_id")
            rule = f"visits of every patient; of the last {missing} patients, from {first} on, there is none"
            action = "was the file cut short? Export it anew, or take those patients out"
            yield FaultRecord(visits_file, 0, "", "", rule, action)


def incomplete_last_row_flags(tables: Mapping[str, Table]) -> Iterator[Flag]:
    """Yield a flag for a last row that is empty from some cell on, where no other row of the file ends so early."""
    for table in tables.values():
        names = [variable.name for variable in table.variables]
        ends = np.zeros(len(table.rows), dtype=int)
        for place, name in enumerate(names):
            ends[table.filled(name)] = place
        for file, of_file in pd.Series(ends).groupby(table.file_of, sort=False, observed=True):
            if len(of_file) > _FEWEST and of_file.iloc[-1] < of_file.iloc[:-1].min():
                name = names[int(of_file.iloc[-1])]
                rule = f"the last row of {file} ends here, earlier than any other: was the file cut short?"
                yield table.flag(int(of_file.index[-1]), name, rule)
