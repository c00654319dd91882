"""Complementary hiding: cases worked by hand, and the law that what is called protected withstands the audit.

The model is that of Fischetti and Salazar (Management Science 2001); the policy, data/definitions/disclosure.csv.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.disclosure.audit import bounds, too_narrow
from compendium.disclosure.linked_counts import LinkedCounts, linked
from compendium.disclosure.policy import load_policy
from compendium.disclosure.protecting import protect

from .crossed import crossed, drawn

FIVE, TEN = load_policy("publish-5"), load_policy("strict-10")


def row_of(*values: int, known: bool = True) -> LinkedCounts:
    """One row of counts with its total."""
    one = np.eye(len(values), dtype=bool)
    counts = [(f"cell {place}", one[place], value, True, False) for place, value in enumerate(values)]
    return linked([*counts, ("total", one.any(axis=0), sum(values), True, known)])


def hidden_names(counts: LinkedCounts, **options: object) -> set[str] | None:
    found = protect(counts, FIVE, **options)  # type: ignore[arg-type]
    return None if found is None else {counts.names[place] for place in found}


def test_one_small_count_in_a_row_takes_a_second_one_with_it() -> None:
    """3, 12 and 40 of 55: the 3 follows from the rest unless the cheaper of the two others is hidden as well."""
    assert hidden_names(row_of(3, 12, 40)) == {"cell 0", "cell 1"}


def test_two_small_counts_whose_sum_tells_both_take_a_third() -> None:
    """4 and 4 hidden with 8 to share: "<5" on both would say that each is four."""
    assert hidden_names(row_of(4, 4, 40)) == {"cell 0", "cell 1", "cell 2"}


def test_a_row_without_small_counts_is_shown_as_it_is() -> None:
    assert hidden_names(row_of(5, 0, 40)) == set()


def test_a_printed_zero_is_no_room_to_move() -> None:
    """3 and 0 of 3: the zero is printed, so the 3 cannot be hidden while the total is known."""
    assert hidden_names(row_of(3, 0, known=True)) is None


def test_a_count_that_may_not_be_hidden_cannot_be_small() -> None:
    assert hidden_names(row_of(3, 12, 40), may_hide=[1, 2]) is None


def test_a_small_count_that_is_printed_nowhere_is_protected_as_well() -> None:
    """93 of 95 with a feature: the two without it follow, so the 93 is not shown although it is large."""
    yes, no = np.eye(2, dtype=bool)
    counts = linked([("yes", yes, 93, True, False), ("no", no, 2, False, False), ("all", yes | no, 95, True, True)])
    assert hidden_names(counts) == {"yes"}


def test_strict_hides_zeros_like_small_counts() -> None:
    counts = row_of(0, 12, 40)
    assert {counts.names[place] for place in protect(counts, TEN) or ()} >= {"cell 0"}


def test_the_audit_finds_a_count_that_was_hidden_alone() -> None:
    counts = row_of(3, 12, 40)
    assert bounds(counts, [0], 0, FIVE) == (3.0, 3.0)
    assert [counts.names[place] for place, _, _ in too_narrow(counts, [0], FIVE)] == ["cell 0"]


def test_the_audit_counts_on_hidden_counts_to_be_somebody_where_zeros_are_printed() -> None:
    """3, 2 and 40 of 45, the first two hidden: each is one to four, as the other is at least one."""
    assert bounds(row_of(3, 2, 40), [0, 1], 0, FIVE, marks=False) == (1.0, 4.0)


def test_the_audit_knows_what_the_marks_say() -> None:
    """4 and 4 of 48 with 40 shown: one to seven each, but four and nothing else once both are marked "<5"."""
    counts = row_of(4, 4, 40)
    assert bounds(counts, [0, 1], 0, FIVE, marks=False) == (1.0, 7.0)
    assert bounds(counts, [0, 1], 0, FIVE) == (4.0, 7.0)
    assert [(low, high) for _, low, high in too_narrow(counts, [0, 1, 2], FIVE)] == []


def test_the_bounds_of_the_linear_programme_are_outer_bounds() -> None:
    counts = crossed(drawn(np.random.default_rng(3), 4, 3, 123))
    hidden = protect(counts, FIVE)
    assert hidden is not None
    for place in hidden:
        low, high = bounds(counts, hidden, place, FIVE, marks=False)
        outer_low, outer_high = bounds(counts, hidden, place, FIVE, marks=False, whole=False)
        assert outer_low <= low + 1e-6 and outer_high >= high - 1e-6


@settings(max_examples=20)
@given(st.integers(0, 10**6), st.integers(2, 5), st.integers(1, 4), st.sampled_from([40, 123, 400]))
def test_what_is_protected_withstands_the_audit(seed: int, levels: int, centres: int, patients: int) -> None:
    """Every small count is left with an interval of the policy's width, and with more than one value."""
    counts = crossed(drawn(np.random.default_rng(seed), levels, centres, patients))
    hidden = protect(counts, FIVE)
    if hidden is not None:
        assert list(too_narrow(counts, hidden, FIVE)) == []
        assert all(not counts.known[place] and counts.values[place] > 0 for place in hidden)


def test_the_faster_choice_above_a_hundred_counts_is_audited_in_whole_numbers() -> None:
    counts = crossed(drawn(np.random.default_rng(11), 6, 20, 3000))
    assert len(counts.names) > 100
    hidden = protect(counts, FIVE)
    assert hidden is not None and list(too_narrow(counts, hidden, FIVE)) == []


def test_the_same_counts_are_hidden_at_every_run(capfd: pytest.CaptureFixture[str]) -> None:
    counts = crossed(drawn(np.random.default_rng(4), 4, 3, 123))
    assert protect(counts, FIVE) == protect(counts, FIVE)
    assert capfd.readouterr().out == ""
