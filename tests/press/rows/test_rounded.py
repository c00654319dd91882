"""Rule: of a number that was rounded before it was handed over, no digit is printed that is not known."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.ground.fault import SpreadsheetFault
from press.rows import Key, Ledger, say, text
from press.rows.ledger import COLUMNS, DECIMALS
from press.rows.rounded import Rounded, significant

KEY = Key("efficacy", "mmt8")


def digits_of(written: str) -> int:
    """The significant digits of a number as written, zeros at the end of a whole number left out."""
    whole, _, decimals = written.lstrip(text.MINUS).partition(".")
    return len((whole + decimals).lstrip("0")) if decimals else len(whole.strip("0"))


@given(st.floats(-1e6, 1e6), st.integers(0, 6))
def test_never_more_digits_than_are_known_are_written(value: float, decimals: int) -> None:
    assert digits_of(text.number(significant(value, 3), decimals)) <= 3


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [(129.4, 1, "129"), (55.88, 1, "55.9"), (55.88, 2, "55.9"), (9.996, 2, "10.0"), (1204.4, 0, "1200"), (0, 1, "0.0")],
)
def test_the_usual_decimals_are_written_as_far_as_they_are_known(value: float, decimals: int, expected: str) -> None:
    assert text.number(significant(value, 3), decimals) == expected


def test_every_format_follows() -> None:
    ledger = Ledger([KEY.row("mean", 0.0), KEY.row("percent", 0.0)])
    known = {"mean": Rounded(-129, 0), "percent": Rounded(100, 0)}
    ledger = Ledger(type(row)(**{**vars(row), "value": known[row.statistic]}) for row in ledger)
    said = "{efficacy.mmt8.mean:d1} {efficacy.mmt8.mean:abs1} {efficacy.mmt8.percent:percent}"
    assert say(said, ledger) == f"{text.MINUS}129 129 100%"
    assert text.estimate(Rounded(105, 0), Rounded(98.2, 1), Rounded(112, 0), 1) == "105 (98.2 to 112)"


def test_what_is_known_is_written_and_read_back(tmp_path: Path) -> None:
    rows = [KEY.row("n", 120), KEY.row("mean", 0), KEY.row("p", None, note="no pair")]
    rows[1] = type(rows[1])(**{**vars(rows[1]), "value": Rounded(129, 0)})
    path, again = tmp_path / "rows.csv", tmp_path / "again.csv"
    Ledger(rows).write(path)
    back = Ledger.read(path)
    mean = back["efficacy.mmt8.mean"].value
    assert isinstance(mean, Rounded) and (mean, mean.decimals) == (129, 0)
    assert not isinstance(back["efficacy.mmt8.n"].value, Rounded)
    back.write(again)
    assert again.read_bytes() == path.read_bytes()


def test_where_nothing_was_rounded_no_column_speaks_of_it(tmp_path: Path) -> None:
    Ledger([KEY.row("mean", 129.0)]).write(tmp_path / "rows.csv")
    assert (tmp_path / "rows.csv").read_text(encoding="utf-8").splitlines()[0] == ",".join(COLUMNS)


def test_decimals_that_are_no_number_are_told(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(f"{','.join(COLUMNS)},{DECIMALS}\nefficacy,mmt8,,,mean,129,120,,,few\n", encoding="utf-8")
    with pytest.raises(SpreadsheetFault, match="column decimals"):
        Ledger.read(path)


def test_a_copy_knows_as_much() -> None:
    for again in (copy.deepcopy(Rounded(2.5, 1)), pickle.loads(pickle.dumps(Rounded(2.5, 1)))):
        assert (again, again.decimals) == (2.5, 1)
