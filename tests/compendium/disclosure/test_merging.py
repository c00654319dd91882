"""Rare levels and small centres join others before all analysis (ESSnet handbook: recode before you suppress)."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from compendium.disclosure.merging import Merged, merge_rare, with_what_was_merged
from compendium.disclosure.policy import load_policy
from compendium.registry.codebook import load_codebook
from press.rows import Key, Ledger

POLICY, BOOK = load_policy("publish-5"), load_codebook()
DIAGNOSES = BOOK.variable("diagnosis").levels


def patients(name: str, counts: dict[str, int]) -> pd.DataFrame:
    values = [level for level, count in counts.items() for _ in range(count)]
    return pd.DataFrame({name: pd.Categorical(values, categories=list(counts))})


def test_a_centre_below_ten_joins_the_others() -> None:
    merged, notes = merge_rare(patients("centre", {"B": 40, "C": 9, "D": 3}), BOOK, POLICY)
    assert merged["centre"].value_counts().to_dict() == {"B": 40, "other centres": 12}
    assert str(notes[0]) == "Centre: C and D are counted as other centres."


def test_a_centre_alone_keeps_its_name() -> None:
    """Of nine patients of one centre it was said that they came from several. How many it has is how many there are."""
    frame = patients("centre", {"C": 9})
    merged, notes = merge_rare(frame, BOOK, POLICY)
    assert notes == [] and merged.equals(frame)


def test_what_is_still_too_rare_takes_the_next_rarest_with_it() -> None:
    merged, _ = merge_rare(patients("centre", {"B": 40, "C": 12, "D": 3}), BOOK, POLICY)
    assert merged["centre"].value_counts().to_dict() == {"B": 40, "other centres": 15}


def test_a_level_called_other_takes_them_in() -> None:
    merged, _ = merge_rare(
        patients("reason", {"refractory": 60, "relapse": 20, "pregnancy": 2, "other": 4}), BOOK, POLICY
    )
    assert merged["reason"].value_counts().to_dict() == {"refractory": 60, "relapse": 20, "other": 6}


def test_two_levels_and_how_it_ended_stay_as_recorded() -> None:
    frame = patients("sex", {"female": 90, "male": 2}).assign(
        vital_status=pd.Categorical(["alive"] * 88 + ["dead"] * 3 + ["lost to follow-up"])
    )
    merged, notes = merge_rare(frame, BOOK, POLICY)
    assert notes == [] and merged.equals(frame)


@given(st.lists(st.integers(0, 30), min_size=len(DIAGNOSES), max_size=len(DIAGNOSES)))
def test_no_level_is_left_rare_and_no_patient_is_lost(counts: list[int]) -> None:
    frame = patients("diagnosis", dict(zip(DIAGNOSES, counts, strict=True)))
    merged, _ = merge_rare(frame, BOOK, POLICY)
    left = merged["diagnosis"].value_counts()
    assert left.sum() == sum(counts)
    if sum(count > 0 for count in counts) > 2:
        assert all(not POLICY.small(count) for count in left)


def test_whoever_asks_for_a_merged_diagnosis_by_skin_is_told_so() -> None:
    """The report asks for skin involvement in dermatomyositis, of whatever registry."""
    rows = Ledger([Key("predictors", "skin_by_diagnosis", "other").row("count", 6, n=8)])
    told = with_what_was_merged(rows, [Merged("diagnosis", "other", ("DM", "PM"))])
    assert told["predictors.skin_by_diagnosis.dm.count"].withheld == "*"


def test_a_centre_that_joined_others_has_no_line_of_its_own_among_the_rates() -> None:
    rows = Ledger([Key("safety", "any_by_centre", "other_centres").row("events", 6, n=12)])
    assert list(with_what_was_merged(rows, [Merged("centre", "other centres", ("C", "D"))])) == list(rows)
