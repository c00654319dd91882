"""The list of analyses is frozen by what is done, not by how its file is written; each slip in it is told once.

Authority: the file of decisions itself, and a person who edits it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace

import pytest
import yaml

from compendium.clinical.decisions import Multiverse
from compendium.clinical.decisions_file import FILE, multiverse, multiverse_of
from press.ground.fault import SpreadsheetFault
from press.ground.paths import project_root


def text() -> str:
    return (project_root() / FILE).read_text(encoding="utf-8")


def edited(old: str, new: str) -> Multiverse:
    assert old in text(), old
    return multiverse_of(text().replace(old, new, 1))


def turned(node: object) -> object:
    """The same content with every block in the opposite order."""
    if isinstance(node, dict):
        return {key: turned(value) for key, value in reversed(node.items())}
    return node


def test_of_each_question_there_are_as_many_analyses_as_the_equivalent_choices_give() -> None:
    """7 definitions x 4 groups of patients x 2 x 2 x 5 x 2."""
    declared = multiverse()
    assert [len(decision.equivalent) for decision in declared.open] == [7, 4, 2, 2, 5, 2]
    assert [len(declared.of(question)) for question in declared.questions] == [1120, 1120]
    assert len(set(declared.specifications)) == 2240


def test_the_order_of_the_file_changes_neither_hash_nor_list() -> None:
    written = yaml.safe_dump(turned(yaml.load(text(), yaml.BaseLoader)), sort_keys=False, allow_unicode=True)
    assert next(iter(yaml.safe_load(written))) == "marked"
    other = multiverse_of(written)
    assert other.frozen == multiverse().frozen
    assert other.specifications == multiverse().specifications
    assert [decision.id for decision in other.decisions] == [each.id for each in reversed(multiverse().decisions)]


@pytest.mark.parametrize(
    ("old", "new", "the_same"),
    [
        ("why: The criteria of the study.", "why: Those of the study.", True),
        ("label: Any dose", "label: Every dose", True),
        ("# Sets of imputed", "# How many sets of imputed", True),
        ("threshold: 20", "threshold: 20.0", True),
        ("threshold: 20", "threshold: 25", False),
        ("end_within: [9, 18]", "end_within: [6, 18]", False),
        ("imputations: 20", "imputations: 30", False),
        ("raynaud: {published: below 1}", "raynaud: {published: above 1}", False),
        ("response: tis20,", "response: tis40,", False),
        ("      of_the_model:", "      of_a_model:", True),
        ("leave_out: [IBM]", "leave_out: [IBM, PM]", False),
        ("kind: uncertain\n        label: Any number", "kind: equivalent\n        label: Any number", False),
    ],
)
def test_the_hash_changes_where_an_analysis_does_and_nowhere_else(old: str, new: str, the_same: bool) -> None:
    other = edited(old, new)
    assert (other.frozen == multiverse().frozen) is the_same
    assert other.state.startswith("frozen as SHA-256" if the_same else "changed since it was frozen")


def test_the_hash_in_the_file_is_that_of_the_list_in_force() -> None:
    assert multiverse().hash == multiverse().frozen


@pytest.mark.parametrize("place", range(len(multiverse().resolved)))
def test_the_hash_changes_with_every_definition_that_the_list_rests_on(place: int) -> None:
    said = list(multiverse().resolved)
    said[place] += "1"
    assert replace(multiverse(), resolved=tuple(said)).frozen != multiverse().frozen


@pytest.mark.parametrize("name", ["eligibility", "core_set", "improvement_points"])
def test_what_it_rests_on_is_every_row_of_the_definitions(name: str) -> None:
    with (project_root() / "data" / "definitions" / f"{name}.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    said = " ".join(multiverse().resolved)
    for line in lines:
        assert line.get("id", line.get("measure")) in said
        assert line.get("value", line.get("variable", line.get("points"))) in said


BAD = [
    ("imputations: 20\n", "", "imputations", "the key imputations"),
    ("imputations: 20", "imputations: twenty", "imputations", "a whole number from 2 to 200"),
    ("imputations: 20", "imputation: 20", "imputation", "write imputations"),
    ("raynaud: {published: below 1}", "raynaud: {published: under 1}", "questions.raynaud.published", "below 1"),
    ("raynaud: {published", "reynaud: {published", "questions.reynaud", "write raynaud"),
    ("uses: tis40", "uses: tis45", "decisions.response.choices.tis40.uses", "tis40"),
    ("uses: mmt15", "uses: mmt15\n        rule: imacs", "decisions.response.choices.mmt15", "either uses, or rule"),
    ("threshold: 20", "threshold: 0.2", "mmt20.threshold", "a number of at least 1"),
    ("rule: range_mmt8", "rule: range", "mmt_range.rule", "range_mmt8"),
    ("without: [dose]", "without: [doses]", "any_dose.without", "dose"),
    ("leave_out: [IBM]", "leave_out: [SIBM]", "no_ibm.leave_out", "IBM"),
    ("end_within: [9, 18]", "end_within: [18, 9]", "months_9_18.end_within", "the smaller first"),
    ("adds: [centre]", "adds: [center]", "centre.adds", "centre"),
    ("adds: [centre]", "adds: [skin]", "centre.adds", "one of"),
    ("adds: [centre]", "adds: [dm_or_overlap]", "adjustment.choices.diagnosis", "no two equivalent choices the same"),
    ("handles: firth", "handles: fifth", "model.choices.firth.handles", "firth"),
    ("label: Any dose", "", "decisions.patients.choices.any_dose.label", "the key label"),
    ("      ml:", "      Ml:", "decisions.model.choices.Ml", "small letters"),
    ("handles: both", "", "decisions.other.choices.both", "what is done"),
    ("kind: not equivalent", "kind: wrong", "tis60.kind", "equivalent, not equivalent, uncertain"),
    (
        "other: both, adjustment: none, model: ml",
        "adjustment: none, model: ml",
        "as_published.choices.other",
        "the key",
    ),
    ("response: tis20,", "response: tis60,", "pre_specified.choices.response", "one of physician"),
    ("  as_published:", "  published:", "marked.as_published", "the key as_published"),
    ("imputations: 20", "\timputations: 20", "", "blanks"),
    ("imputations: 20", "imputations: 201", "imputations", "a whole number from 2 to 200"),
    ("  skin: {published: below 1}\n", "", "questions.skin", "the key skin"),
    ("  pre_specified:", "  other_one:", "marked.pre_specified", "the key pre_specified"),
    ("  pre_specified:", "  third: {}\n  pre_specified:", "marked.third", "a key of marked"),
    ("leave_out: [IBM]", "leave_out: [IBM, IBM]", "no_ibm.leave_out", "each word once"),
    ("label: Any dose", "label: As published", "any_dose.label", "its own label"),
    (
        "range_mmt8\n        threshold: 10",
        "total_improvement_score\n        threshold: 101",
        "mmt_range",
        "at most 100",
    ),
    ("{response: physician,", "{response: tis20,", "as_published.choices.response", "of the published analysis"),
    ("missing: complete,", "missing: imputed,", "as_published.choices.missing", "of the published analysis"),
]


@pytest.mark.parametrize(("old", "new", "key", "rule"), BAD)
def test_a_slip_is_told_with_its_line_and_what_to_do(old: str, new: str, key: str, rule: str) -> None:
    with pytest.raises(SpreadsheetFault) as stopped:
        edited(old, new)
    said = str(stopped.value)
    assert FILE.as_posix() in said and key in said and rule in said, said
    assert all(record.row for record in stopped.value.records), said


def test_all_slips_are_told_at_once() -> None:
    wrong = (
        text().replace("uses: tis40", "uses: tis4").replace("handles: firth", "handles: fit").replace("[IBM]", "[I]")
    )
    with pytest.raises(SpreadsheetFault) as stopped:
        multiverse_of(wrong)
    assert len(stopped.value.records) == 3


@pytest.mark.parametrize(
    "says", [lambda choice: choice.why.endswith("."), lambda choice: 20 < len(choice.why) < 200], ids=["ends", "length"]
)
def test_every_choice_has_a_reason_of_a_sentence(says: Callable[..., bool]) -> None:
    assert all(says(choice) for decision in multiverse().decisions for choice in decision.choices)
