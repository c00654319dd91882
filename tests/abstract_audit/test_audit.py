"""An abstract as somebody writes it down, audited: verdicts, repairs, and the one page that comes of it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from abstract_audit.audit import Audit, audit
from abstract_audit.certificate import certificate
from abstract_audit.finding import AGREES, CANNOT, INCONSISTENT, Finding
from abstract_audit.reading import abstract_of, read_abstract
from press.command.command import main

HEAD = "title: A trial\npatients: 80\ngroups: {treated: 38, untreated: rest}\nclaims:\n"


def of(*claims: str, head: str = HEAD) -> Audit:
    """The audit of an abstract with these claims."""
    return audit(abstract_of(head + "".join(f"  - {{{claim}}}\n" for claim in claims), "a.yaml"))


def last(*claims: str, head: str = HEAD) -> Finding:
    """What is found of its last number."""
    return of(*claims, head=head).findings[-1]


@pytest.mark.parametrize(
    ("claim", "verdict", "instead"),
    [
        # by hand: 42/80 = 52.5, 25/80 = 31.25 (printed 31.2 or 31.3), 26/80 = 32.5; no whole number is 31.6
        ("id: a, kind: percent, percent: 52.5%", AGREES, ""),
        ("id: a, kind: percent, percent: 31.3%", AGREES, ""),
        ("id: a, kind: percent, percent: 31.2%", AGREES, ""),
        ("id: a, kind: percent, percent: 31.6%", INCONSISTENT, "31.2%"),
        ("id: a, kind: count, n: 9, percent: 11.3%", AGREES, ""),
        ("id: a, kind: count, n: 9, percent: 11.5%", INCONSISTENT, "11.2%"),
        ("id: a, kind: count, n: 81", INCONSISTENT, ""),
        ("id: a, kind: count, n: 39, of: treated", INCONSISTENT, ""),
        # whole numbers of 38: 132/38 = 3.4737, 133/38 = 3.5; none has the mean 3.48
        ("id: a, kind: mean, mean: 3.47, whole: 'yes', of: treated", AGREES, ""),
        ("id: a, kind: mean, mean: 3.48, whole: 'yes', of: treated", INCONSISTENT, "3.47"),
        ("id: a, kind: mean, mean: 3.47", CANNOT, ""),
        # of values from 0 to 10 with mean 2 the SD is greatest where all are 0 or 10: 4 (4.03 with n - 1 = 79)
        # that it is below says little
        ("id: a, kind: mean, mean: 2.0, sd: 4.0, lowest: 0, highest: 10", CANNOT, ""),
        ("id: a, kind: mean, mean: 2.0, sd: 4.2, lowest: 0, highest: 10", INCONSISTENT, ""),
        ("id: a, kind: mean, mean: 11.0, sd: 1.0, lowest: 0, highest: 10", INCONSISTENT, ""),
        # hazard ratio .55 [.35-.87]: ln(.87/.35)/3.92 = .232, z = ln(.55)/.232 = -2.57, p .010
        ("id: a, kind: ratio, ratio: 0.55, low: 0.35, high: 0.87, p: 0.010", AGREES, ""),
        ("id: a, kind: ratio, ratio: 0.55, low: 0.35, high: 0.87, p: 0.040", INCONSISTENT, "0.010"),
        ("id: a, kind: p-value, p: <0.001", CANNOT, ""),
    ],
)
def test_one_claim(claim: str, verdict: str, instead: str) -> None:
    found = last(claim)
    assert (found.verdict, found.repairs[0].instead if found.repairs else "") == (verdict, instead)


def test_two_means_over_all_roundings() -> None:
    """INSPECT-SR's own example of check 4.9: 20 (SD 4) and 21 (SD 2) of 30 each, p 0.02: rounding lets it be 0.006."""
    head = "title: t\npatients: 60\ngroups: {one: 30, other: 30}\nclaims:\n"
    claim = "id: a, kind: two means, groups: {{one: {{mean: 20, sd: 4}}, other: {{mean: 21, sd: 2}}}}, p: {}"
    assert last(claim.format("0.02"), head=head).verdict == AGREES
    assert last(claim.format("<0.001"), head=head).verdict == INCONSISTENT


def test_counts_that_are_printed_give_the_p_value_and_the_odds_ratio() -> None:
    """R: fisher.test(matrix(c(14, 26, 6, 36), 2))$p.value is 0.0398; Woolf's odds ratio 3.23 [1.10-9.53]."""
    head = "title: t\npatients: 82\ngroups: {treated: 40, untreated: 42}\nclaims:\n"
    counts = "groups: {treated: {n: 14, percent: 35.0%}, untreated: {n: 6, percent: 14.3%}}"
    assert last(f"id: a, kind: shares, {counts}, p: 0.040", head=head).verdict == AGREES
    assert last(f"id: a, kind: shares, {counts}, p: 0.004", head=head).verdict == INCONSISTENT
    odds = f"id: a, kind: odds ratio, adjusted: 'no', {counts}, low: 1.10, high: 9.53, p: 0.034"
    found = {each.printed: each for each in of(f"{odds}, ratio: 3.23", head=head).findings}
    assert found["3.23", "1.10", "9.53"].verdict == found["0.034",].verdict == AGREES
    wrong = {each.printed: each for each in of(f"{odds}, ratio: 3.32", head=head).findings}["3.32", "1.10", "9.53"]
    assert (wrong.verdict, wrong.unless) == (INCONSISTENT, "")
    assert ("odds ratio", "3.23") in {(each.number, each.instead) for each in wrong.repairs}


@pytest.fixture(scope="module")
def barsotti(root: Path) -> Audit:
    """The abstract that the study is about."""
    return audit(read_abstract(root / "data" / "abstracts" / "barsotti_2021.yaml"))


def test_raynauds_p_cannot_be_of_its_own_interval(barsotti: Audit) -> None:
    """As six lines of arithmetic and another enumeration found: .0056 to .0109, and no table in 572,000.

    With skin involvement one cohort with seven unrecorded gives all eight numbers, by Fisher's test.
    """
    ratio, p = (each for each in barsotti.findings if each.claim == "Raynaud")
    assert (ratio.verdict, p.verdict, p.printed) == (AGREES, INCONSISTENT, ("0.023",))
    assert "p 0.0056 to 0.011" in p.arithmetic and "no tables" in p.arithmetic
    assert "Fisher's exact test (1 cohort with up to 7 unrecorded" in p.unless
    assert [each.verdict for each in barsotti.findings if each.claim == "skin"] == [AGREES, AGREES]


def test_what_cannot_be_told_is_not_said_to_agree(barsotti: Audit) -> None:
    """The SD of the change is not printed, so nearly any p-value of paired means fits; one alone tells nothing."""
    of_claim = {each.claim: each.verdict for each in barsotti.findings}
    assert {of_claim[name] for name in ("mmt", "myalgia", "dysphagia", "creatine kinase", "duration")} == {CANNOT}


def test_the_published_figures_are_all_there(root: Path, barsotti: Audit) -> None:
    """data/published.csv is what else the study knows of the abstract: no number of it is missing here."""
    with (root / "data" / "published.csv").open(encoding="utf-8", newline="") as file:
        values = {line["value"] for line in csv.DictReader(file) if line["value"]}
    audited = {text.strip("<%") for each in barsotti.findings for text in each.printed}
    assert {float(value) for value in values} == {float(text) for text in audited}


INVENTED = {
    "invented_clean": (0, 0),
    "invented_means": (7, 2),
    "invented_odds_ratio": (5, 5),
    "invented_denominators": (6, 3),
    "invented_course": (5, 4),
}


@pytest.mark.parametrize("name", INVENTED)
def test_invented_abstracts(name: str, root: Path) -> None:
    """Each was written with the faults that its first line names, one of them with none."""
    found = audit(read_abstract(root / "data" / "abstracts" / f"{name}.yaml"))
    assert (found.numbers(INCONSISTENT), found.under_none) == INVENTED[name]


def test_the_command_writes_one_page_in_three_forms(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Numbers stay the text that was printed; the same abstract gives the same bytes."""
    abstract = root / "data" / "abstracts" / "invented_odds_ratio.yaml"
    for name in ("one", "two"):
        assert main(["audit", str(abstract), "--out", str(tmp_path / name)]) == 0
    assert "5 do not as printed" in capsys.readouterr().out
    for ending in (".json", ".html", ".pdf"):
        assert (tmp_path / f"one{ending}").read_bytes() == (tmp_path / f"two{ending}").read_bytes()
    found = json.loads((tmp_path / "one.json").read_text("utf-8"))
    assert found["findings"][0]["printed"] == ["118", "60", "58"]
    assert [each["check"] for each in found["inspect_sr"]] == ["4.6", "4.8", "4.9"]
    assert "70.7%" in (tmp_path / "one.html").read_text("utf-8")


def test_text_of_an_abstract_is_text(tmp_path: Path) -> None:
    """Whatever stands in a claim is no markup of the page."""
    file = tmp_path / "a.yaml"
    file.write_text(HEAD + "  - {id: a, kind: percent, percent: 52.5%, says: '<script>x</script> #let $x$'}\n", "utf-8")
    assert main(["audit", str(file)]) == 0
    page = (tmp_path / "a_certificate.html").read_text("utf-8")
    assert "<script>" not in page and "&lt;script&gt;" in page


def test_headline_counts_numbers_and_not_claims() -> None:
    found = certificate(of("id: a, kind: percent, percent: 31.6%", "id: b, kind: percent, percent: 52.5%"))
    assert found["headline"].startswith(
        "4 numbers are printed. 2 of them can be checked: 1 agrees, 1 does not as printed"
    )
