"""What is wrong with the file of an abstract is said all at once: line, key, rule and what to do."""

from __future__ import annotations

import pytest

from abstract_audit.reading import abstract_of
from press.ground.fault import SpreadsheetFault

GOOD = "title: A trial\npatients: 80\ngroups: {a: 38, b: rest}\nclaims: [{id: x, kind: percent, percent: 52.5%}]\n"


def test_numbers_are_kept_as_printed() -> None:
    """127.0 is not 127: the zero says between what the number lay."""
    claim = "claims: [{id: x, kind: mean, mean: 127.0, sd: 22.20}]"
    own = abstract_of(f"title: t\npatients: 80\n{claim}", "a.yaml").claims[0].own
    assert own.printed() == ("127.0", "22.20")


def test_the_rest_is_what_is_left() -> None:
    assert [(each.name, each.n) for each in abstract_of(GOOD, "a.yaml").groups] == [("a", 38), ("b", 42)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: t\npatients: 80\n", "the key claims"),
        (GOOD.replace("80", "eighty"), "a whole number of patients"),
        (GOOD.replace("percent: 52.5%", "percent: '52,5%'"), "a number as it is printed"),
        (GOOD.replace("kind: percent", "kind: percentage"), "one of count, percent"),
        (GOOD.replace("percent: 52.5%", "perc: 52.5%"), "has the key percent"),
        (GOOD.replace("38", "90"), "fewer patients in the other groups than the 80"),
        (GOOD.replace("{id: x,", "{id: x, kind: percent, percent: 1%}, {id: x,"), "each id once"),
        (GOOD.replace("kind: percent, percent: 52.5%", "kind: p-value, p: 1.2"), "a p-value, from 0 to 1"),
        (GOOD.replace("kind: percent, percent: 52.5%", "kind: p-value, p: ?"), "a number as it is printed"),
        (
            GOOD.replace("{a: 38, b: rest}", "{a: 38}").replace(
                "kind: percent, percent: 52.5%", "kind: shares, p: 0.02"
            ),
            "compares two groups",
        ),
        ("- 1\n- 2\n", "a block of keys and values"),
        ("", "not empty"),
    ],
)
def test_faults(text: str, said: str) -> None:
    with pytest.raises(SpreadsheetFault) as fault:
        abstract_of(text, "a.yaml")
    assert said in str(fault.value) and str(fault.value).startswith("a.yaml")
    assert all(record.action for record in fault.value.records)


def test_all_faults_at_once() -> None:
    wrong = GOOD.replace("52.5%", "'52,5'").replace("38", "x")
    with pytest.raises(SpreadsheetFault) as fault:
        abstract_of(wrong, "a.yaml")
    assert len(fault.value.records) >= 2
