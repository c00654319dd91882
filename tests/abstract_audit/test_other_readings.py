"""Honest numbers that were meant otherwise are read so and not accused; what was not tried is only called possible."""

from __future__ import annotations

import re
from pathlib import Path

import pypdf
import pytest

from abstract_audit.audit import Audit, audit
from abstract_audit.finding import AGREES, CANNOT, INCONSISTENT, Finding
from abstract_audit.reading import abstract_of
from press.command.command import main

TWO = "title: t\npatients: {}\ngroups: {{a: {}, b: rest}}\nclaims:\n"


def of(one: int, other: int, *claims: str) -> Audit:
    head = TWO.format(one + other, one)
    return audit(abstract_of(head + "".join(f"  - {{{claim}}}\n" for claim in claims), "a.yaml"))


def found(one: int, other: int, claim: str) -> dict[tuple[str, ...], Finding]:
    return {each.printed: each for each in of(one, other, claim).findings}


def test_the_second_group_against_the_first() -> None:
    """By hand: 22/60 and 41/58; 41 x 38 / (17 x 22) = 4.166, Woolf 1.926 to 9.012."""
    counts = "groups: {a: {n: 22}, b: {n: 41}}"
    claim = f"id: x, kind: odds ratio, {counts}, ratio: 4.17, low: 1.93, high: 9.01, p: <0.001, adjusted: 'no'"
    here = found(60, 58, claim)
    assert here["4.17", "1.93", "9.01"].verdict == AGREES
    assert "the second against the first" in here["4.17", "1.93", "9.01"].arithmetic


def test_percentages_of_those_with_a_record_set_the_table() -> None:
    """By hand: 22/58 = 37.9% and 41/55 = 74.5%; odds ratio 0.209 (0.093 to 0.467) by Woolf."""
    counts = "groups: {a: {n: 22, percent: 37.9%}, b: {n: 41, percent: 74.5%}}"
    claim = f"id: x, kind: odds ratio, {counts}, ratio: 0.21, low: 0.09, high: 0.47, p: <0.001, adjusted: 'no'"
    here = found(60, 58, claim)
    assert here["22", "37.9%"].unless == "it is of 58 with a record"
    assert here["0.21", "0.09", "0.47"].verdict == here["<0.001",].verdict == AGREES


def test_nobody_in_one_cell() -> None:
    """scipy.stats.contingency.odds_ratio of 0/20 and 5/20: 0, exact 0 to 0.976; Fisher's p 0.047."""
    counts = "groups: {a: {n: 0}, b: {n: 5}}"
    claim = f"id: x, kind: odds ratio, {counts}, ratio: 0.00, low: 0.00, high: 0.98, p: 0.047, adjusted: 'no'"
    here = found(20, 20, claim)
    assert here["0.00", "0.00", "0.98"].verdict == here["0.047",].verdict == AGREES


@pytest.mark.parametrize(
    ("n", "claim", "unless"),
    [
        # numpy's std of 5 x 3, 4, 4, 4, 2, 8, 2 divides by n: SD by n - 1 would be 1.85
        (11, "kind: mean, mean: 3.73, sd: 1.76, whole: 'yes'", "what is printed is the SD of all and not of a sample"),
        (3, "kind: percent, percent: 66.6%", "digits were cut off and not rounded"),
        (20, "kind: percent, percent: 53.3%", "it is of 15 with a record"),
    ],
)
def test_numbers_meant_otherwise(n: int, claim: str, unless: str) -> None:
    text = f"title: t\npatients: {n}\nclaims: [{{id: x, {claim}}}]"
    last = audit(abstract_of(text, "a.yaml")).findings[-1]
    assert last.verdict == INCONSISTENT
    assert unless in last.unless


def test_a_percentage_of_another_group() -> None:
    """96 are 78% of 123, not of the 96 themselves."""
    here = found(96, 27, "id: x, kind: count, n: 96, percent: 78%, of: a")
    assert here["96", "78%"].unless == "it is of the 123 patients"


def test_a_count_with_its_percentage_tells_how_many_all_are() -> None:
    """100 x 96 / 78.5 = 122.3 and 100 x 96 / 77.5 = 123.9: of whole numbers 123 alone."""
    groups = of(96, 27, "id: x, kind: count, n: 96, percent: 78%").findings[0]
    assert (groups.verdict, groups.arithmetic) == (AGREES, "96 are 78% of 123 alone")


def test_an_interval_of_another_level_and_a_test_of_one_side() -> None:
    """By hand: .61 (.43 to .87) as one of 90%: SE ln(.87/.43)/3.29 = .214, z -2.31, p .021.

    R: fisher.test(matrix(c(9, 11, 3, 17), 2), alternative = "greater") gives 0.041 for 9/20 and 3/20.
    """
    text = "title: t\npatients: 80\nclaims: [{id: x, kind: ratio, ratio: 0.61, low: 0.43, high: 0.87, p: 0.021}]"
    assert audit(abstract_of(text, "a.yaml")).findings[-1].unless == "the interval is one of 90%"
    here = found(20, 20, "id: x, kind: shares, groups: {a: {n: 9}, b: {n: 3}}, p: 0.041")
    assert here["0.041",].unless == "the test is one-sided, Fisher's exact test"


def test_an_interval_that_no_model_of_so_few_can_have() -> None:
    """The standard error of a feature's log odds ratio in 118 patients is 4 / sqrt(118) = 0.37 at the least."""
    here = found(60, 58, "id: x, kind: odds ratio, ratio: 0.50, low: 0.49, high: 0.51")
    assert here["0.50", "0.49", "0.51"].verdict == INCONSISTENT


def test_what_was_not_tried_reconciles_nothing() -> None:
    """A t-test of these means has p far below 0.03; ranks might not, but nobody can tell."""
    counts = "groups: {a: {mean: 27.4, sd: 1.63}, b: {mean: 70.1, sd: 1.75}}"
    here = of(40, 40, f"id: x, kind: two means, {counts}, p: 0.03")
    last = here.findings[-1]
    assert (last.verdict, last.unless) == (INCONSISTENT, "")
    assert "ranks" in last.perhaps
    assert here.under_none == 1 and here.answer("4.9") == "unclear"


def test_all_or_nobody_has_no_small_p() -> None:
    counts = "groups: {a: {n: 20}, b: {n: 20}}"
    assert found(20, 20, f"id: x, kind: shares, {counts}, p: <0.001")["<0.001",].verdict == INCONSISTENT
    assert found(20, 20, f"id: x, kind: shares, {counts}, p: 1.00")["1.00",].verdict == AGREES


def test_a_group_called_by_a_number_is_that_group() -> None:
    text = "title: t\npatients: 100\ngroups: {'1': 40, '2': 60}\nclaims: [{id: x, kind: count, n: 41, of: '1'}]"
    assert audit(abstract_of(text, "a.yaml")).findings[-1].arithmetic == "41 are more than the 40 1"


@pytest.mark.parametrize(
    ("claim", "rule"),
    [
        ("kind: ratio, ratio: 0.3, low: 0.52, high: 0.11", "not below the lower limit"),
        ("kind: ratio, ratio: 0.3, low: 0, high: 0", "above 0"),
        ("kind: percent, percent: '>95%'", "not a bound"),
        ("kind: mean, mean: 3.0, sd: -1.0", "not below 0"),
        (f"kind: count, n: {'9' * 5000}", "a whole number of patients"),
        (f"kind: mean, mean: 3.0, lowest: 0, highest: {'9' * 400}", "an end of the scale"),
        (f"kind: words, says: {'a' * 201}", "at most 200 letters"),
        (f"kind: p-value, p: 0.{'0' * 40}1", "a number as it is printed"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_sentence(
    claim: str, rule: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(f"title: t\npatients: 80\nclaims:\n  - {{id: x, {claim}}}\n", "utf-8")
    assert main(["audit", str(file)]) == 2
    assert rule in capsys.readouterr().err
    assert not list(tmp_path.glob("*_certificate*"))


@pytest.mark.parametrize("out", ["/", ".", ".."])
def test_a_folder_is_no_certificate(out: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(root / "data/abstracts/invented_clean.yaml"), "--out", out]) == 2
    assert "is a folder: name the certificate in it" in capsys.readouterr().err


def test_limits_that_are_alike_are_rounded() -> None:
    text = "title: t\npatients: 80\nclaims: [{id: x, kind: ratio, ratio: 1.0, low: 1.0, high: 1.0, p: 0.9}]"
    assert {each.verdict for each in audit(abstract_of(text, "a.yaml")).findings[1:]} <= {AGREES, CANNOT}


@pytest.mark.parametrize(
    "sign", ["头", "\U0001f600", "\N{CYRILLIC SMALL LETTER KOMI DE}", "\N{COMBINING ENCLOSING CIRCLE}"]
)
def test_letters_that_the_font_lacks_are_squares_in_the_pdf_alone(sign: str, tmp_path: Path) -> None:
    """Whichever letters: the font has most of Cyrillic, and not those of Komi."""
    file = tmp_path / "a.yaml"
    file.write_text(f"title: A{sign} ♥\npatients: 80\nclaims: [{{id: x, kind: percent, percent: 52.5%}}]\n", "utf-8")
    assert main(["audit", str(file)]) == 0
    assert f"A{sign} ♥" in (tmp_path / "a_certificate.html").read_text("utf-8")
    page = pypdf.PdfReader(tmp_path / "a_certificate.pdf").pages[0].extract_text()
    assert "A□ ♥" in page
    assert "stands for a sign that the fonts of the PDF lack" in " ".join(page.split())


def test_the_same_words_whatever_the_hash_seed() -> None:
    """Two pairs of groups that overlap: the first claim's is named."""
    text = (
        "title: t\npatients: 50\ngroups: {a: 40, b: 35, c: 30}\nclaims:\n"
        "  - {id: x, kind: shares, p: 0.03, between: [a, c]}\n  - {id: y, kind: shares, p: 0.04, between: [b, c]}\n"
    )
    assert audit(abstract_of(text, "a.yaml")).findings[0].arithmetic.startswith("40 a and 30 c are more")


def test_what_is_too_much_to_try_is_said() -> None:
    """Neither hangs: a p-value of many digits, and two odds ratios of a thousand patients each."""
    claim = "{id: x, kind: ratio, ratio: 0.24, low: 0.15, high: 0.38, p: 0.000000002}"
    text = f"title: t\npatients: 118\nclaims: [{claim}]"
    assert audit(abstract_of(text, "a.yaml")).findings[-1].verdict in (AGREES, INCONSISTENT)
    claims = [f"id: {name}, kind: odds ratio, ratio: 0.50, low: 0.40, high: 0.62, p: 0.3" for name in ("x", "y")]
    last = of(1000, 1000, *claims).findings[-1]
    assert any(re.search("not tried, as there are too many", reading.name) for reading in last.readings)
