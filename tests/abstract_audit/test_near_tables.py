"""The tables near a printed odds ratio: those that fit are those of the enumeration, and none has the p-value."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from matplotlib.path import Path as MplPath

from abstract_audit.given_counts import tables_of
from abstract_audit.near_tables import near_tables, printed_place
from abstract_audit.reading import abstract_of, read_abstract
from abstract_audit.two_by_two import WOOLF, PrintedRatio, fitting
from abstract_audit.wald_ratio import interval_of


@pytest.mark.parametrize("name", ["Raynaud", "skin"])
def test_what_fits_is_near_and_all_of_it(name: str, root: Path) -> None:
    claim = read_abstract(root / "data" / "abstracts" / "barsotti_2021.yaml").claim(name)
    near = near_tables(claim, (0.1, 0.6), (3, 20))
    given, _ = tables_of(claim)
    assert near is not None and given is not None
    assert near.fits.sum() == len(fitting(given, PrintedRatio(*interval_of(claim)))[WOOLF].first) > 0
    outline = MplPath(np.transpose(printed_place(claim)))
    inside = outline.contains_points(np.transpose([near.ratios, near.widths]), radius=1e-4)
    assert inside[near.fits].all() and inside.sum() <= 1.1 * near.fits.sum()  # a few lie on the very edge
    assert bool(np.any(near.fits & near.with_p)) is (name == "skin")


def test_groups_that_are_too_large_have_no_map() -> None:
    claim = "{id: a, kind: odds ratio, ratio: 0.5, low: 0.3, high: 0.8, p: 0.01}"
    text = f"title: T\npatients: 10000\ngroups: {{yes: 5000, no: rest}}\nclaims: [{claim}]"
    assert near_tables(abstract_of(text, "a.yaml").claim("a"), (0.1, 0.6), (3, 20)) is None


def test_without_a_p_value_there_is_nothing_to_show() -> None:
    claim = "{id: a, kind: odds ratio, ratio: 0.5, low: 0.3, high: 0.8}"
    abstract = abstract_of(f"title: T\npatients: 20\ngroups: {{one: 9, no: rest}}\nclaims: [{claim}]", "a.yaml")
    with pytest.raises(ValueError, match="a: no p-value is printed"):
        near_tables(abstract.claim("a"), (0.1, 0.6), (3, 20))
