"""An unknown name: the known names that may have been meant are said, and none where none is alike."""

from __future__ import annotations

import pytest

from press.ground.nearest import closest, nearest


@pytest.mark.parametrize(
    ("name", "known", "hint", "one"),
    [
        ("mmt_8", ["ck", "mmt8"], "; nearest: mmt8", "mmt8"),
        ("rules", ["id", "rule"], "; nearest: rule", "rule"),
        ("xyz", ["id", "rule"], "", ""),
        ("id", [], "", ""),
    ],
)
def test_the_names_spelt_most_like_it_are_said(name: str, known: list[str], hint: str, one: str) -> None:
    assert nearest(name, known) == hint
    assert closest(name, known) == one


def test_no_more_than_three_are_said_the_most_alike_first() -> None:
    known = ["efficacy.mmt8.end.median", "efficacy.mmt8.end.n", "efficacy.mmt8.end.mean", "efficacy.mmt8.end.sd"]
    assert nearest("efficacy.mmt8.end.meen", known).startswith("; nearest: efficacy.mmt8.end.mean, ")
    assert nearest("efficacy.mmt8.end.meen", known).count(",") == 2


def test_the_known_names_may_be_those_of_a_table() -> None:
    """A mapping is asked by its keys, and what is read once, such as a generator, is enough."""
    assert nearest("mmt_8", {"mmt8": 1}) == nearest("mmt_8", (name for name in ["mmt8"]))
