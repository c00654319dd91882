"""Rule: over patients nothing is said that is true of the simulated registry alone, and no sentence has a gap."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from compendium.disclosure.policy import load_policy
from compendium.disclosure.whole import policy_rows
from compendium.exhibits import answers, answers_predictors
from compendium.exhibits.site_parts import site_parts
from compendium.exhibits.whose import ORIGIN
from press.exhibits.passage import Passage
from press.exhibits.publishing import ShownTable
from press.paper.author_text import Filled, fill, read_source
from press.paper.files import FILES, PAGES, REPORT
from press.paper.lint import ALLOWED, read_allowed
from press.rows import Ledger
from press.rows.row import Row
from press.rows.text import MISSING
from press.site.pages import fill_pages, read_pages

from .registries import CASES, OURS, POLICY, ledgers, released
from .test_study_exhibits import TABLES

# What the simulated paper says of its data, and the published cohort's size and places.
ONLY_SIMULATED = re.compile(
    r"no patient.s data|simulated (?:patient|registr)|(?:patients here|data) are simulated"
    r"|(?:of|=) 123\b|\b123 patients|three centres",
    re.IGNORECASE,
)


LEAVING = "leaving: "  # before a case: its rows after disclosure control
RELEASED = ("one centre", "eight patients", "bare, eight patients")


@cache
def rows_of(case: str) -> dict[str, Ledger]:
    """The rows of a case by ledger, as those of a registry of patients, before or after disclosure control."""
    if case.startswith(LEAVING):
        return released(case.removeprefix(LEAVING))
    made = {name: Ledger(map(_ours, ledger)) for name, ledger in ledgers(case).items()}
    return made | {"cohort": Ledger(made["cohort"], policy_rows(load_policy(POLICY), []))}


def _ours(row: Row) -> Row:
    return replace(row, note=OURS) if row.id == ORIGIN else row


def everything(case: str) -> Ledger:
    return Ledger(*rows_of(case).values())


def _report(root: Path, case: str) -> Filled:
    return fill(read_source(root, FILES[REPORT]), everything(case))


@pytest.mark.parametrize("case", [*CASES, *(f"{LEAVING}{case}" for case in (*RELEASED, "little recorded"))])
def test_every_sentence_of_the_report_follows_the_rows(root: Path, case: str) -> None:
    """What could not be computed is told with its reason, in its place, and never as a dash in a sentence."""
    report = _report(root, case)
    assert report.flaws == ()
    assert [one.row.id for one in report.quoted if one.text == MISSING] == []
    assert "{?" not in report.text and "?}" not in report.text


def _read(root: Path, case: str) -> str:
    """The report as it reads, without the marks of rows."""
    words = " ".join(_report(root, case).text.split())
    return unescape(re.sub(r"\[([^\]]*)\]\{\.row row=[\w.]+\}", r"\1", words))


def test_what_cannot_be_estimated_says_why_in_its_place(root: Path) -> None:
    nobody = _read(root, "bare")
    assert "The share of mild events could not be computed (no event to count among)." in nobody
    assert "The odds ratios of the model with both features could not be computed (the outcome is the same" in nobody
    alone, why = _read(root, "one centre"), "could not be computed (one centre: there is no other to compare with)."
    assert "at one centre" in alone
    assert f"How far the associations hold within centres {why}" in alone
    assert f"The share of responders by centre {why}" in alone


@pytest.mark.parametrize("case", [*RELEASED, *(f"{LEAVING}{case}" for case in RELEASED)])
def test_nothing_that_a_run_shows_is_only_true_of_the_simulated_registry(root: Path, case: str) -> None:
    rows = everything(case)
    shown = {"report": _report(root, case).text}
    folder = root / PAGES[REPORT]
    parts = site_parts(root, rows)
    shown |= fill_pages(read_pages(folder), rows, read_allowed(root / ALLOWED), PAGES[REPORT]) | parts.texts
    for module in (answers, answers_predictors):
        templates = {name: text for name, text in vars(module).items() if name.isupper()}
        shown |= {
            name: Passage.filled(text, rows).text
            for name, text in templates.items()
            if not name.startswith("SIMULATED")
        }
    shown["profile"] = answers_predictors.profile_limits(OURS)
    for name, builds in TABLES.items():
        shown |= {build.__name__: ShownTable(build(rows_of(case)[name], OURS)).html for build in builds}
    shown |= {file.name: file.read_text(encoding="utf-8") for file in (root / "notebooks").glob("*.md")}
    found = {name: ONLY_SIMULATED.findall(_without_digits_of_ids(text)) for name, text in shown.items()}
    assert {name: words for name, words in found.items() if words} == {}


def _without_digits_of_ids(text: str) -> str:
    """A text without what a reader does not see: the attributes of tags, where a style or an id may hold any digits."""
    return re.sub(r"<[^>]*>", " ", re.sub(r"<style.*?</style>", " ", text, flags=re.DOTALL))


def test_the_words_that_are_sought_are_those_of_the_simulated_paper(root: Path) -> None:
    """A test that could not fail would prove nothing: the manuscript and its pages are full of them."""
    for file in ("paper/manuscript.md", "paper/pages/parts/simulated.md", "data/README.md"):
        assert ONLY_SIMULATED.search((root / file).read_text(encoding="utf-8"))


def test_the_documents_on_the_simulated_registry_are_no_part_of_a_site_over_patients(root: Path) -> None:
    parts = site_parts(root, everything("one centre"))
    assert sorted(parts.texts) == ["made/codebook.md", "made/data.md"] and parts.rows == ()
    assert "assumed" not in parts.texts["made/codebook.md"]
    assert parts.texts["made/data.md"] == f"**The data.** {OURS}\n"
