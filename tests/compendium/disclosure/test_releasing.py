"""What leaves: marks in rows, tables and sentences, and nothing that gives a hidden count back."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from compendium.disclosure.classes import load_classes
from compendium.disclosure.policy import load_policy
from compendium.disclosure.releasing import release
from compendium.exhibits import answers
from compendium.exhibits.figures_cohort import flow_chart
from compendium.exhibits.figures_safety import adverse_events, first_event
from compendium.exhibits.tables_cohort import table_antibodies, table_centres, table_missing, table_one
from compendium.exhibits.tables_safety import table_events, table_safety
from press.exhibits.passage import Passage
from press.exhibits.table.layout import Table
from press.exhibits.table.write_csv import write_csv
from press.exhibits.table.write_html import html_fragment
from press.exhibits.table.write_latex import latex_table
from press.rows import Key, Ledger, Row, say
from press.rows.rounded import Rounded
from press.rows.row import is_mark
from press.rows.text import MINUS, number

from .committed import committed, released_from_committed

FIVE = load_policy("publish-5")
ORIGIN = "Registry: ours."
Make = Callable[[Ledger, str], Table]


@pytest.fixture(scope="module")
def ledger(root: Path) -> Ledger:
    """The committed rows, as though the registry were of patients."""
    return committed(root)


@pytest.fixture(scope="module")
def released(root: Path, shared: Path) -> Ledger:
    return released_from_committed(root, shared)


def test_a_registry_of_nobody_is_not_touched(ledger: Ledger, tmp_path: Path) -> None:
    """Same rows, same bytes: the simulated registry is released without a policy."""
    ledger.write(tmp_path / "before.csv")
    release(ledger, None).write(tmp_path / "after.csv")
    assert (tmp_path / "before.csv").read_bytes() == (tmp_path / "after.csv").read_bytes()


def both(ledger: Ledger, released: Ledger) -> Iterator[tuple[Row, Row]]:
    """Each row that leaves, before and after."""
    yield from ((ledger[row.id], row) for row in released)


def test_the_same_rows_leave_in_the_same_order(ledger: Ledger, released: Ledger) -> None:
    """But for warnings: that there is one of a table says that a cell of it is empty."""
    left = [row for row in ledger if row.id not in released]
    assert [row.id for row in released] == [row.id for row in ledger if row not in left]
    assert {row.statistic for row in left} == {"warning"}


def test_no_small_count_is_shown(ledger: Ledger, released: Ledger) -> None:
    """Counts of patients and events, of those recorded and those not, and the n beside every row."""
    kinds = load_classes()
    for before, after in both(ledger, released):
        if kinds[before] in ("patients", "events", "total", "missing") and FIVE.small(before.value):
            assert math.isnan(after.value) and is_mark(after.withheld), before.id
        assert after.n is None or not FIVE.small(after.n), before.id


def test_what_is_shown_is_what_was_computed_at_the_digits_of_display(ledger: Ledger, released: Ledger) -> None:
    for before, after in both(ledger, released):
        if not math.isnan(after.value):
            decimals = {"median": 0.51, "q1": 0.51, "q3": 0.51, "rank": 0.00501, "p": 0.00501}
            assert after.value == pytest.approx(
                before.value,
                rel=0.005 if before.statistic.partition("_")[0] != "p" else 0.5,  # one digit below 0.001
                abs=decimals.get(before.statistic.partition("_")[0], 0),
            )


def test_what_was_rounded_is_printed_with_the_digits_that_are_left(released: Ledger) -> None:
    """MMT8 has one decimal in the tables; rounded to three digits, a mean of 104.6 is printed as 105."""
    rounded = [row for row in released if isinstance(row.value, Rounded)]
    assert len(rounded) > 1000
    for row in rounded:
        shown = number(row.value, 6).replace(MINUS, "").replace(".", "").strip("0")
        assert len(shown) <= FIVE.digits, row.id
    line = next(line for line in table_one(released, ORIGIN).lines if line.cells[0].text.startswith("MMT8"))
    assert line.cells[1].text.startswith("105 ± 24.2")
    assert say("{efficacy.mmt8.end.mean:d1}", released) == "127"


def test_a_multiple_of_uln_keeps_its_own_decimal(ledger: Ledger, released: Ledger) -> None:
    """CK is recorded in whole U/L, its multiple of ULN in tenths: a median of 4.0 is no longer one of 4."""
    median = "cohort.ck_xuln.median"
    assert released.value(median) == round(ledger.value(median), 1) and number(released.value(median)) == "4.0"


def test_a_percentage_goes_with_its_count(released: Ledger) -> None:
    shares = [row for row in released if row.statistic == "percent"]
    for row in shares:
        for name in ("count", "total"):
            beside = ".".join(filter(None, (*row.key[:4], name)))
            if beside in released and released[beside].withheld:
                assert row.withheld or math.isnan(row.value), row.id


def test_means_and_quartiles_have_enough_patients_behind_them(ledger: Ledger, released: Ledger) -> None:
    for before, after in both(ledger, released):
        if after.statistic in ("mean", "sd") and before.group not in ("change",) and not math.isnan(after.value):
            assert (before.n or 0) >= FIVE.mean_from, before.id
        if after.statistic in ("median", "q1", "q3") and not math.isnan(after.value):
            assert (before.n or 0) >= FIVE.quartiles_from, before.id


def test_a_curve_ends_at_ten_at_risk_and_has_no_step_of_a_few(released: Ledger) -> None:
    shown = [row for row in released.find(variable="first_event", statistic="at_risk") if not row.withheld]
    at_risk = [row.value for row in shown]
    assert min(at_risk) >= FIVE.at_risk
    assert all(before - after == 0 or before - after >= 5 for before, after in pairwise(at_risk))


def test_a_step_of_the_flow_that_excludes_three_is_joined_with_the_next(released: Ledger) -> None:
    """154 screened, 3 too young, 6 not classified: how many were left between the two is not shown."""
    flow = {(row.level, row.statistic): row.withheld for row in released.find(variable="flow")}
    assert flow["adult", "excluded"] == "<5"
    assert {place for place, mark in flow.items() if mark == "*"} == {
        ("adult", "remaining"),
        ("classified", "excluded"),
    }


def test_a_rare_term_is_named_without_a_count(released: Ledger) -> None:
    """Safety is not silenced: the term stands in its line, "<5" beside it."""
    line = next(line for line in table_events(released, ORIGIN).lines if line.cells[0].text == "Urticaria")
    assert [cell.text for cell in line.cells[1:]] == ["<5", "*", "*", "*", "*", "*", "*", "<5"]


def test_a_statistic_in_no_class_is_not_shown() -> None:
    n = Key("cohort").row("n", 123, n=123, method="count of patients included")
    mode = Key("cohort", "age").row("mode", 56, n=123, method="commonest value")
    assert release(Ledger([n, mode]), FIVE)["cohort.age.mode"].withheld == "*"


def test_of_a_handful_of_patients_nothing_is_said() -> None:
    rows = [Key("cohort").row("n", 4, n=4), Key("cohort", "age").row("mean", 51.2, n=4, method="arithmetic mean")]
    assert [row.withheld for row in release(Ledger(rows), FIVE)] == ["<5", "*"]


def test_a_mean_of_all_but_a_few_is_not_shown_beside_that_of_all() -> None:
    """The 123rd patient's age is what two means of 123 and of 122 patients differ by."""
    rows = [
        Key("cohort").row("n", 123, n=123),
        Key("cohort", "age").row("mean", 55.89, n=123, method="arithmetic mean"),
        Key("efficacy", "age", group="baseline").row("mean", 55.94, n=122, method="arithmetic mean"),
    ]
    found = release(Ledger(rows), FIVE)
    assert found.value("cohort.age.mean") == 55.9
    assert found["efficacy.age.baseline.mean"].withheld == "*" and found["efficacy.age.baseline.mean"].n is None


def test_marks_are_written_to_csv_and_read_back(released: Ledger, tmp_path: Path) -> None:
    released.write(tmp_path / "rows.csv")
    again = Ledger.read(tmp_path / "rows.csv")
    assert [(row.id, row.withheld) for row in again] == [(row.id, row.withheld) for row in released]


def test_a_mark_is_said_in_every_format() -> None:
    hidden = Row("cohort", "ild", "", "", "count", math.nan, 123, "count", withheld="<5")
    ledger = Ledger([hidden, replace(hidden, statistic="percent", withheld="*")])
    assert (
        say("{cohort.ild.count:word} of {cohort.ild.count:n}, {cohort.ild.percent:percent0}", ledger) == "<5 of 123, *"
    )
    passage = Passage.filled("**{cohort.ild.percent:percent0}** of them", ledger)
    assert ">*</span></strong> of them" in passage._repr_html_()


def test_a_row_cannot_be_withheld_and_stated() -> None:
    with pytest.raises(ValueError, match="write <5 or \\*, and NaN"):
        Row("cohort", "", "", "", "n", 3.0, withheld="<5")


TABLES = (table_one, table_antibodies, table_centres, table_missing, table_safety, table_events)


@pytest.mark.parametrize("make", TABLES, ids=lambda make: make.__name__)
def test_every_format_of_a_table_says_the_same(make: Make, released: Ledger, tmp_path: Path) -> None:
    """A count that one format hides must not stand in another."""
    table = make(released, ORIGIN)
    texts = [
        write_csv(table, tmp_path / "table.csv").read_text(encoding="utf-8"),
        html_fragment(table),
        latex_table(table),
    ]
    found = [sorted(_SHARE.findall(text)) for text in texts]
    assert found[1] and found[1] == found[2]
    assert set(found[0]) <= set(found[1])  # a CSV file has no footnotes


_SHARE = re.compile(r"\b\d+/(?:\d+|\*) \(")  # n/N, with its percentage behind it


@pytest.mark.parametrize("make", TABLES, ids=lambda make: make.__name__)
def test_a_table_prints_no_value_of_a_withheld_row(make: Make, released: Ledger) -> None:
    """A cell made of one row that is withheld is its mark, and nothing else."""
    cells = [cell for line in make(released, ORIGIN).lines for cell in line.cells if len(cell.rows) == 1]
    withheld = [cell for cell in cells if released[cell.rows[0]].withheld]
    assert all(is_mark(cell.text) for cell in withheld)


@pytest.mark.parametrize("make", [flow_chart, adverse_events, first_event], ids=lambda make: make.__name__)
def test_figures_are_drawn_of_what_is_shown(make: object, released: Ledger) -> None:
    exhibit = make(released, ORIGIN)  # type: ignore[operator]
    assert "nan" not in f"{exhibit.caption} {exhibit.alt}".casefold()


def _answers() -> Iterator[str]:
    yield from (name for name, text in vars(answers).items() if name.isupper() and isinstance(text, str))


@pytest.mark.parametrize("name", sorted(set(_answers()) - {"ERROR_RATES"}))
def test_every_answer_can_be_said(name: str, released: Ledger) -> None:
    assert Passage.filled(getattr(answers, name), released).text


def test_the_n_of_a_step_does_not_give_back_what_remained_before_it(released: Ledger) -> None:
    """Of a flow of which one step is kept back, no row says behind how many patients it stands."""
    flow = released.find(variable="flow")
    assert any(row.withheld for row in flow) and {row.n for row in flow} == {None}
