"""Rule: what SPSS, Stata and SAS keep comes as it was entered, missing values included, with the words for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import fastparquet
import pandas as pd
import pyreadstat
import pytest

from compendium.sources.handed import SourceFault
from compendium.sources.opening import open_source

FRAME = pd.DataFrame(
    {
        "id": ["P1", "P2", "P3"],
        "sex": [1.0, 2.0, 9.0],
        "ck": [1240.0, None, -99.0],
        "seen": [dt.date(2014, 3, 20), None, dt.date(2015, 1, 2)],
    }
)
ROWS = [["P1", "1", "1240", "2014-03-20"], ["P2", "2", "", ""], ["P3", "9", "-99", "2015-01-02"]]


def test_spss_with_labels_and_missing_values_kept(tmp_path: Path) -> None:
    """Section 5 of the fact sheet: user-missing values become NaN unless they are asked for."""
    path = tmp_path / "visits.sav"
    pyreadstat.write_sav(
        FRAME,
        str(path),
        column_labels={"sex": "Sesso"},
        variable_value_labels={"sex": {1: "femmina", 2: "maschio", 9: "ignoto"}},
        missing_ranges={"sex": [9], "ck": [{"lo": -99, "hi": -90}]},
    )
    handed = open_source(path)
    cells = handed.tables["visits"]
    assert (handed.kind, cells.place, cells.rows, cells.numbers) == ("statistics", "visits.sav", ROWS, [1, 2, 3])
    assert cells.labels == {"sex": "Sesso"}
    assert cells.codes == {"sex": {"1": "femmina", "2": "maschio", "9": "ignoto"}}
    assert [note[2:4] for note in handed.notes] == [("sex", "9"), ("ck", "-99 to -90")]


def test_stata_with_its_lettered_missing_values(tmp_path: Path) -> None:
    path = tmp_path / "visits.dta"
    frame = FRAME.assign(grade=pd.Series([1, "a", 3], dtype=object))
    pyreadstat.write_dta(
        frame,
        str(path),
        missing_user_values={"grade": ["a"]},
        variable_value_labels={"sex": {1: "femmina"}, "grade": {"a": "non eseguito", 1: "lieve"}},
    )
    handed = open_source(path)
    cells = handed.tables["visits"]
    assert cells.rows == [[*row, grade] for row, grade in zip(ROWS, ("1", "a", "3"), strict=True)]
    assert cells.codes == {"sex": {"1": "femmina"}, "grade": {"a": "non eseguito", "1": "lieve"}}
    assert [note[2:4] for note in handed.notes] == [("grade", "a")]


@pytest.mark.parametrize(("name", "write"), [("v.por", pyreadstat.write_por), ("v.xpt", pyreadstat.write_xport)])
def test_portable_and_transport_files(tmp_path: Path, name: str, write: Callable[..., None]) -> None:
    write(FRAME, str(tmp_path / name))
    assert open_source(tmp_path / name).tables["v"].rows == ROWS


def test_a_file_is_known_by_its_content(tmp_path: Path) -> None:
    pyreadstat.write_sav(FRAME, str(tmp_path / "v.sav"))
    assert open_source((tmp_path / "v.sav").rename(tmp_path / "v.csv")).tables["v"].rows == ROWS


def test_parquet_keeps_whole_numbers_whole(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "id": ["P1", "P2", None],
            "n": pd.array([2**60 + 1, None, 3], dtype="Int64"),
            "ck": [1240.0, 310.5, None],
            "on": [True, False, True],
            "seen": pd.to_datetime(["2014-03-20", None, "2015-01-02"]),
            "kind": pd.Categorical(["PM", "DM", None]),
        }
    )
    fastparquet.write(str(tmp_path / "v.parquet"), frame)
    handed = open_source(tmp_path / "v.parquet")
    assert handed.kind == "parquet"
    assert handed.tables["v"].header == ("id", "n", "ck", "on", "seen", "kind")
    assert handed.tables["v"].rows == [
        ["P1", str(2**60 + 1), "1240", "TRUE", "2014-03-20", "PM"],
        ["P2", "", "310.5", "FALSE", "", "DM"],
        ["", "3", "", "TRUE", "2015-01-02", ""],
    ]


def test_a_file_that_kills_its_reader_is_refused(tmp_path: Path) -> None:
    """Some changed bytes make the library read beyond its memory: the process that dies of it is not this one."""
    fastparquet.write(str(tmp_path / "v.parquet"), pd.DataFrame({"id": ["P1", "P2"]}))
    content = (tmp_path / "v.parquet").read_bytes()
    for at in range(len(content) - 60, len(content) - 8, 13):
        (tmp_path / "v.parquet").write_bytes(content[:at] + b"\xff\xff\xff\xff" + content[at + 4 :])
        try:
            assert open_source(tmp_path / "v.parquet").tables["v"].header
        except SourceFault as fault:
            assert "a Parquet file that can be read" in str(fault)
