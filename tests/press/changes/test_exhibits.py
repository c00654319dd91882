"""Rule: of a table or a figure what counts is what it prints: a digit that no reader sees is no change.

Authority: the numbers of a revision are those that a reviewer can look up in the paper that they hold.
"""

from __future__ import annotations

from press.changes.exhibits import Printed, in_figures, in_tables
from press.changes.numbers import CHANGED, GONE, NEW, SAID

MEAN, SD = "rain.cedar.mean", "rain.cedar.sd"


def table(words: str, *rows: str, name: str = "t") -> Printed:
    return Printed({row: {name: ((words, frozenset(rows)),)} for row in rows})


def told(then: Printed, now: Printed, old: dict[str, str], new: dict[str, str]) -> list[tuple[str, str, str, str]]:
    return [(one.kind, one.row, one.then, one.now) for one in in_tables(then, now, old, new, {})]


def test_a_digit_that_no_table_prints_is_no_change() -> None:
    same = table("46.0", MEAN)
    assert told(same, same, {MEAN: "46.01"}, {MEAN: "46.02"}) == []


def test_a_number_is_told_as_it_is_printed() -> None:
    found = told(table("46.0", MEAN), table("47.0", MEAN), {MEAN: "46"}, {MEAN: "47"})
    assert found == [(CHANGED, MEAN, "46.0", "47.0")]


def test_of_a_cell_with_two_numbers_that_is_told_which_changed() -> None:
    then, now = table("46.0 ± 2.0", MEAN, SD), table("46.0 ± 3.0", MEAN, SD)
    assert told(then, now, {MEAN: "46", SD: "2"}, {MEAN: "46", SD: "3"}) == [(CHANGED, SD, "46.0 ± 2.0", "46.0 ± 3.0")]


def test_a_cell_that_is_written_in_another_way_is_told_apart() -> None:
    values = {MEAN: "46"}
    assert told(table("46", MEAN), table("46.0", MEAN), values, values) == [(SAID, MEAN, "46", "46.0")]


def test_a_number_that_moves_to_another_table_is_none_that_changed() -> None:
    values = {MEAN: "46"}
    assert told(table("46.0", MEAN), table("46.0", MEAN, name="other"), values, values) == []


def test_what_is_new_and_what_is_gone_is_told() -> None:
    assert told(Printed(), table("46.0", MEAN), {}, {MEAN: "46"}) == [(NEW, MEAN, "", "46.0")]
    assert told(table("46.0", MEAN), Printed(), {MEAN: "46"}, {}) == [(GONE, MEAN, "46.0", "")]


def test_the_numbers_of_a_figure_are_those_of_its_alternative_text() -> None:
    then = Printed(figures={"forest": "Raynaud's phenomenon: 0.28; skin: 0.18. Simulated."})
    now = Printed(figures={"forest": "Raynaud's phenomenon: 0.31; skin: 0.18. Simulated."})
    (one,) = in_figures(then, now, {"forest": "03_predictors"})
    assert (one.place, one.then, one.now) == ("forest", "Raynaud's phenomenon: 0.28;", "Raynaud's phenomenon: 0.31;")
    assert one.notebook == "03_predictors"
    assert list(in_figures(now, now, {})) == []


def test_a_figure_that_says_the_same_numbers_in_other_words_has_none_that_changed() -> None:
    then = Printed(figures={"flow": "154 patients screened, 123 included."})
    now = Printed(figures={"flow": "Of 154 patients screened 123 were included. Criteria stand in order."})
    assert list(in_figures(then, now, {})) == []
