"""Each response definition against patients invented for its rule, and against records too incomplete to decide."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from compendium.clinical.responses import choose, read_responses, responders
from press.ground.fault import Fault

from .patients import before_after

NOT = math.nan
BETTER_BY_20 = {"physician_global": 4.0, "patient_global": 4.0, "haq_di": 1.2}  # from 5, 5 and 1.5: 20 % each


def decide(
    response: str, before: dict[str, float], after: dict[str, float], judged: str | None = "responder"
) -> object:
    patients = pd.DataFrame({"patient_id": ["PI-0001"], "response_physician": [judged]})
    decided = responders(choose(response), patients, before_after("PI-0001", before, after)).iloc[0]
    return None if decided is pd.NA else bool(decided)


# definition, baseline, end, verdict (None = cannot be decided), the rule it tests
CASES = [
    ("mmt15", {"mmt8": 100}, {"mmt8": 115}, True, "15 % exactly counts"),
    ("mmt15", {"mmt8": 100}, {"mmt8": 114}, False, "14 % does not"),
    ("mmt15", {"mmt8": 140}, {"mmt8": 150}, False, "the ceiling leaves no room: 7 %"),
    ("mmt15", {"mmt8": 100}, {"mmt8": NOT}, None, "without an end value nothing is known"),
    ("imacs", {}, BETTER_BY_20, True, "three better by 20 %"),
    ("imacs", {}, BETTER_BY_20 | {"haq_di": 1.25}, False, "two better are not enough"),
    ("imacs", {}, BETTER_BY_20 | {"mmt8": 90}, False, "MMT8 worse by 25 % excludes"),
    ("imacs", {}, BETTER_BY_20 | {"mmt8": 91}, True, "MMT8 worse by 24 % does not"),
    ("imacs", {}, BETTER_BY_20 | {"extramuscular": 5.0, "ck": 600}, True, "two worse are allowed"),
    ("imacs", {}, BETTER_BY_20 | {"mmt8": NOT}, None, "MMT8 not recorded might be worse"),
    ("imacs", {}, BETTER_BY_20 | {"extramuscular": NOT}, True, "one missing cannot make three worse"),
    ("imacs", {}, {"physician_global": 4.0, "haq_di": NOT}, False, "one better and one missing cannot make three"),
    (
        "imacs",
        {},
        {"physician_global": 4.0, "patient_global": 4.0, "haq_di": NOT},
        None,
        "the missing one could be the third",
    ),
    ("tis20", {"mmt8": 120}, {"mmt8": 136}, True, "MMT8 up 10.7 % of range: 20 points"),
    ("tis20", {"mmt8": 120}, {"mmt8": 135}, False, "MMT8 up 10 % of range: 10 points"),
    ("tis40", {"mmt8": 120}, {"mmt8": 136}, False, "20 points are not 40"),
    ("tis20", {"mmt8": 120}, {"mmt8": 136, "haq_di": NOT}, True, "20 points whatever HAQ-DI was"),
    ("tis20", {"mmt8": 120}, {"mmt8": 135, "haq_di": NOT}, None, "10 points, and HAQ-DI could bring 10 more"),
    ("tis60", {"mmt8": 120}, {"mmt8": 135, "haq_di": NOT}, False, "10 points, and HAQ-DI cannot bring 50"),
]


@pytest.mark.parametrize(("response", "before", "after", "verdict", "rule"), CASES)
def test_definition(
    response: str, before: dict[str, float], after: dict[str, float], verdict: bool | None, rule: str
) -> None:
    """IMACS 2004; ACR/EULAR 2016; relative gain of MMT8."""
    assert decide(response, before, after) is verdict, rule


@pytest.mark.parametrize(("judged", "verdict"), [("responder", True), ("non-responder", False), (None, None)])
def test_the_physicians_judgement_is_taken_as_recorded(judged: str | None, verdict: bool | None) -> None:
    assert decide("physician", {}, {}, judged) is verdict


def test_from_a_baseline_of_nought_any_rise_is_worse_and_no_change_is_none() -> None:
    """Extramuscular activity 0 -> 1 cannot be a percentage, but it is worse; 0 -> 0 is neither."""
    none = {"extramuscular": 0.0}
    worse_twice = BETTER_BY_20 | {"extramuscular": 1.0, "ck": 600}
    assert decide("imacs", none, worse_twice) is True
    assert decide("imacs", none | {"physician_global": 5.0}, worse_twice | {"haq_di": 2.0}) is False
    assert decide("imacs", none, BETTER_BY_20 | {"extramuscular": 0.0}) is True


def test_an_unknown_definition_is_told_with_those_there_are() -> None:
    with pytest.raises(Fault, match=f"'acr20' is not one of {', '.join(read_responses())}$"):
        choose("acr20")


def test_the_threshold_stands_in_label_and_definition_as_the_papers_write_it() -> None:
    """The texts of data/definitions/responses.csv with {threshold} filled, as tables and figures print them."""
    assert {name: (each.label, each.text) for name, each in read_responses().items()} == {
        "physician": (
            "Physician's judgement",
            "Responder in the judgement of the treating physician at the end of treatment",
        ),
        "mmt15": ("MMT8 ≥ 15%", "MMT8 at the end at least 15% above its baseline value"),
        "imacs": (
            "IMACS definition of improvement",
            "At least three of the six core-set measures better by 20% or more, no more than two worse by 25% or more, "
            "and MMT8 not among the worse",
        ),
        "tis20": (
            "ACR/EULAR 2016 score ≥ 20 (minimal)",
            "Total Improvement Score of at least 20 (minimal improvement in adults)",
        ),
        "tis40": (
            "ACR/EULAR 2016 score ≥ 40 (moderate)",
            "Total Improvement Score of at least 40 (moderate improvement in adults)",
        ),
        "tis60": (
            "ACR/EULAR 2016 score ≥ 60 (major)",
            "Total Improvement Score of at least 60 (major improvement in adults)",
        ),
    }
