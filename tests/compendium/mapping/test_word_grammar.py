"""Yes and no, missing values, visits and levels in the words of the centres; 1 and 2 never by guess."""

from __future__ import annotations

import pytest

from compendium.mapping.cell_reading import read_cell
from compendium.mapping.statement import Notation, Rule
from compendium.mapping.word_grammar import read_month_in_name, read_ticks
from compendium.registry.codebook import load_codebook

BOOK = load_codebook()
RAYNAUD, SEX = Rule(BOOK.variable("raynaud"), 1, ("RP",)), Rule(BOOK.variable("sex"), 1, ("Sesso",))
TERM = Rule(BOOK.variable("preferred_term"), 1, ("Term",))


@pytest.mark.parametrize(
    "cell", ["sì", "Sì", "si", "S", "YES", "y", "1", "x", "X", "+", "pos", "positivo", "presente", "true", "VERO"]
)
def test_words_for_yes(cell: str) -> None:
    assert read_cell(cell, RAYNAUD, {}).text == "yes"


@pytest.mark.parametrize("cell", ["no", "NO", "n", "0", "0.0", "-", "neg", "negativo", "assente", "false", "Falso"])
def test_words_for_no(cell: str) -> None:
    assert read_cell(cell, RAYNAUD, {}).text == "no"


@pytest.mark.parametrize("cell", ["nd", "n.d.", "N/A", "na", "NV", "?", "non noto", "UNK", " n.d. "])
@pytest.mark.parametrize("rule", [RAYNAUD, SEX, TERM, Rule(BOOK.variable("ck"), 1), Rule(BOOK.variable("visit_on"), 1)])
def test_words_for_missing_count_in_every_kind_of_column(cell: str, rule: Rule) -> None:
    outcome = read_cell(cell, rule, {})
    assert (outcome.text, outcome.flaw, outcome.uncovered) == ("", None, False)
    assert outcome.done == (f'"{cell.strip()}" read as missing',)


@pytest.mark.parametrize("cell", ["2", "forse", "sí", "ja", "01"])
def test_no_other_word_is_guessed(cell: str) -> None:
    assert read_cell(cell, RAYNAUD, {}).uncovered


def test_a_code_means_what_the_source_says_even_against_the_usual_words() -> None:
    codes = {"0": "Sì", "1": "No"}
    assert [read_cell(cell, RAYNAUD, codes).text for cell in ("0", "1")] == ["yes", "no"]


def test_the_mappings_own_words_and_the_sources_missing_codes_count() -> None:
    rule = Rule(RAYNAUD.variable, 1, notation=Notation(missing=("-", "-999"), ticked=("fatto",), blank="no"))
    assert [read_cell(cell, rule, {}).text for cell in ("-", "-999", "-999.0", "fatto", "")] == [
        "",
        "",
        "",
        "yes",
        "no",
    ]


def test_an_empty_cell_is_missing_unless_the_mapping_says_no() -> None:
    assert read_cell("", RAYNAUD, {}).text == read_cell("  ", RAYNAUD, {}).text == ""


def test_a_recode_covers_every_value_or_the_value_is_told() -> None:
    rule = Rule(SEX.variable, 1, recode={"1": "male", "Femmina": "female"})
    codes = {"2": "Femmina"}
    assert [read_cell(cell, rule, codes).text for cell in ("1", "1.0", "2", "female")] == [
        "male",
        "male",
        "female",
        "female",
    ]
    assert read_cell("3", rule, codes).uncovered


def test_a_code_behind_which_the_source_has_the_codebooks_word_needs_no_recode() -> None:
    codes = {"1": "female", "2": "Male"}
    assert read_cell("1", SEX, codes).text == read_cell("1.0", SEX, codes).text == "female"
    assert read_cell("2", SEX, codes).uncovered


def test_a_level_is_written_exactly_or_recoded() -> None:
    assert read_cell("female", SEX, {}).text == "female"
    assert read_cell("Female", SEX, {}).uncovered
    none = Rule(BOOK.variable("action"), 1)
    assert read_cell("none", none, {}).text == "none"


BASELINE = ["M0", "T0", "Basale", "baseline_arm_1", "pre"]
MONTHS = {"M3": "month 3", "3 mesi": "month 3", "month_6_arm_2": "month 6", "M6 end": "month 6", "T12": "month 12"}
NAMES = dict.fromkeys(BASELINE, "baseline") | MONTHS | {"EOT": "end", "fine terapia": "end"}


@pytest.mark.parametrize(
    ("name", "visit"), [*NAMES.items(), ("M18", ""), ("visita", ""), ("month_6_12", ""), ("pre-post", "")]
)
def test_a_visit_by_the_month_in_its_name(name: str, visit: str) -> None:
    outcome = read_month_in_name(name, BOOK.variable("visit", "visits"))
    assert (outcome.text, outcome.uncovered) == (visit, not visit)


def test_one_box_ticked_is_a_level_none_is_missing_and_two_are_told() -> None:
    boxes = {"dx___1": "DM", "dx___2": "PM"}
    assert read_ticks({"dx___1": "0", "dx___2": "Checked"}, boxes).text == "PM"
    assert read_ticks({"dx___1": "0", "dx___2": ""}, boxes).text == ""
    two = read_ticks({"dx___1": "1", "dx___2": "1"}, boxes).flaw
    assert two is not None and "here they say DM, PM" in two[0]
    assert read_ticks({"dx___1": "forse"}, boxes).flaw is not None
