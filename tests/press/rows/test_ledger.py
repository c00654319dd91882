"""The ledger: a statistic is stated once, found by its id, and the same after it was written and read."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.ground.fault import SpreadsheetFault
from press.rows import Key, Ledger, Row, slug
from press.rows.ledger import COLUMNS

words = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
texts = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=30) | st.sampled_from(
    ["=cmd|' /C calc'!A0", "+1", "-x", "@SUM(1)", "'=1", "-2.5"]
)
rows = st.builds(
    Row,
    words,
    words | st.just(""),
    words | st.just(""),
    words | st.just(""),
    words,
    st.floats(-1e300, 1e300) | st.just(math.nan) | st.just(math.inf),
    st.none() | st.integers(0, 10**6),
    texts,
    texts,
)


@given(st.lists(rows, unique_by=lambda row: row.id))
def test_what_is_written_is_read_back_to_ten_digits(tmp_path_factory: pytest.TempPathFactory, made: list[Row]) -> None:
    path = tmp_path_factory.mktemp("ledger") / "rows.csv"
    Ledger(made).write(path)
    back = list(Ledger.read(path))
    assert [(row.key, row.n, row.method, row.note) for row in back] == [
        (row.key, row.n, row.method, row.note) for row in made
    ]
    for row, known in zip(back, made, strict=True):
        same = math.isclose(row.value, known.value, rel_tol=1e-9) or (math.isnan(row.value) and math.isnan(known.value))
        assert same


def test_writing_what_was_read_changes_no_byte(tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "made" / "second.csv"
    key = Key("efficacy", "mmt8", group="end")
    note = 'one "quoted", with a comma\nand a second line'
    made = [key.row("mean", 127 + 1 / 3, n=120, method="arithmetic mean"), key.row("p", None, note=note)]
    Ledger(made).write(first)
    Ledger.read(first).write(second)
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes().startswith(",".join(COLUMNS).encode() + b"\n") and b"\r" not in first.read_bytes()


def test_a_row_that_could_not_be_computed_is_an_empty_cell(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    Ledger([Key("safety").row("rate", math.nan, n=0, method="exact Poisson", note="no exposure")]).write(path)
    assert path.read_text(encoding="utf-8").splitlines()[1] == "safety,,,,rate,,0,exact Poisson,no exposure"
    row = Ledger.read(path)["safety.rate"]
    assert math.isnan(row.value) and row.n == 0


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("127", "abc", ['2, column value: "abc" - the rule: a number, or empty']),
        (",120,", ",12.5,", ['2, column n: "12.5" - the rule: a whole number, or empty']),
        ("efficacy,mmt8", "Efficacy,", ['2, column analysis: "Efficacy" - the rule: use lower-case letters, digits']),
        ("mean,127,120", ",1_,x", ["2, column statistic", "2, column value", "2, column n"]),
        ("value,", "values,", ["1, column value: the rule: the first row names this column"]),
    ],
)
def test_a_file_changed_by_hand_is_told_with_all_its_faults(
    old: str, new: str, message: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "rows.csv"
    Ledger([Key("efficacy", "mmt8", group="end").row("mean", 127, n=120, method="arithmetic mean")]).write(path)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(SpreadsheetFault) as caught:
        Ledger.read(path)
    lines = str(caught.value).splitlines()
    assert [line.startswith(f"{path}, row {each}") for line, each in zip(lines, message, strict=True)] == [True] * len(
        message
    )


def test_what_a_spreadsheet_adds_when_it_saves_the_file_changes_nothing(tmp_path: Path) -> None:
    """A byte order mark and Windows line ends."""
    plain, saved = tmp_path / "plain.csv", tmp_path / "saved.csv"
    Ledger([Key("cohort").row("n", 123, n=123, method="count")]).write(plain)
    saved.write_bytes(b"\xef\xbb\xbf" + plain.read_bytes().replace(b"\n", b"\r\n"))
    assert list(Ledger.read(saved)) == list(Ledger.read(plain))


def test_a_statistic_is_stated_once() -> None:
    ledger = Ledger([Key("cohort").row("n", 123)])
    with pytest.raises(ValueError, match=r"cohort\.n is stated twice"):
        ledger.add([Key("cohort").row("n", 123)])


def test_two_keys_that_read_the_same_are_one_statement() -> None:
    # A sentence asks by id; "efficacy.mmt8.mean" may not mean a variable here and a level there.
    with pytest.raises(ValueError, match="stated twice"):
        Ledger([Key("efficacy", "mmt8").row("mean", 1)], [Key("efficacy", level="mmt8").row("mean", 2)])


def test_several_files_are_one_ledger_and_may_not_contradict(tmp_path: Path) -> None:
    Ledger([Key("cohort").row("n", 123)]).write(tmp_path / "one.csv")
    Ledger([Key("safety").row("n", 123)]).write(tmp_path / "two.csv")
    both = Ledger.read(tmp_path / "one.csv", tmp_path / "two.csv")
    assert [row.id for row in both] == ["cohort.n", "safety.n"] and len(both) == 2 and "safety.n" in both
    with pytest.raises(ValueError, match="stated twice"):
        Ledger.read(tmp_path / "one.csv", tmp_path / "one.csv")


def test_an_unknown_id_names_its_neighbours() -> None:
    ledger = Ledger([Key("efficacy", "mmt8", group="end").row("mean", 127.0)])
    with pytest.raises(KeyError, match=r"no result has the id efficacy\.mmt\.end\.mean; nearest: efficacy\.mmt8"):
        ledger.value("efficacy.mmt.end.mean")


def test_rows_are_found_by_parts_in_order() -> None:
    key = Key("efficacy", "mmt8")
    ledger = Ledger(key.at(group=group).row("mean", 1) for group in ("end", "baseline"))
    assert [row.group for row in ledger.find(variable="mmt8", statistic="mean")] == ["end", "baseline"]
    assert ledger.find(variable="ck") == []


@pytest.mark.parametrize("part", ["CK", "mmt 8", "a.b", "é", "a-b", "a\n"])
def test_a_key_is_safe_to_write_in_a_sentence(part: str) -> None:
    with pytest.raises(ValueError, match="use lower-case letters"):
        Key("efficacy", part).row("mean", 1)


def test_analysis_and_statistic_may_not_be_empty() -> None:
    for analysis, statistic in (("", "mean"), ("efficacy", "")):
        with pytest.raises(ValueError, match="must not be empty"):
            Key(analysis).row(statistic, 1)


@given(st.text())
def test_a_slug_is_always_a_valid_key_part(level: str) -> None:
    assert Key("cohort", level=slug(level)).row("count", 1).level == slug(level)


@pytest.mark.parametrize(
    ("level", "part"),
    [
        ("Raynaud's phenomenon", "raynaud_s_phenomenon"),
        ("TIF1γ", "tif1g"),
        ("≥ 15 %", "at_least_15"),
        ("Non-responder", "non_responder"),
        ("naïve", "naive"),
        (2, "2"),
    ],
)
def test_slugs_of_the_levels_that_occur(level: object, part: str) -> None:
    assert slug(level) == part
