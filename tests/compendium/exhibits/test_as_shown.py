"""Rule: a sentence and a footnote tell what the tables show, no more and no less.

"How many adverse events there were cannot be shown" stood before "of the events, 55%", and "19/20" below a table in
which the share was a star.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from compendium.exhibits import answers
from compendium.exhibits.tables_rates import table_rates
from compendium.exhibits.tables_safety import table_safety
from press.exhibits import cells
from press.exhibits.passage import Passage
from press.paper.author_text import fill, read_source
from press.paper.files import FILES, PAGES, REPORT
from press.paper.lint import ALLOWED, read_allowed
from press.rows import Key, Ledger
from press.site.pages import fill_pages, read_pages

from .registries import OURS
from .test_not_shown import tables
from .test_report import everything

CASE = "two centres"


def hiding(*ids: str) -> Ledger:
    """All rows of a registry in which everything is shown, but for these."""
    hidden = {"value": float("nan"), "withheld": "*", "n": None}
    return Ledger(replace(row, **hidden) if row.id in ids else row for row in everything(CASE))


def report(root: Path, ledger: Ledger) -> str:
    """The report as it reads."""
    words = " ".join(fill(read_source(root, FILES[REPORT]), ledger).text.split())
    return unescape(re.sub(r"\[([^\]]*)\]\{\.row row=[\w.]+\}", r"\1", words))


def notes(*ids: str) -> str:
    """The notes of the tables on adverse events, where these rows are hidden."""
    built = [build(hiding(*ids), OURS) for build in (table_safety, table_rates)]
    return " ".join(note for table in built for note in (*table.notes.values(), *table.source))


EVENTS, RATE = "safety.any.events.count", "safety.any.per_100_infusions.events"


def test_of_a_number_of_events_that_is_not_shown_no_share_is_told(root: Path) -> None:
    whole, without = report(root, hiding()), report(root, hiding(EVENTS))
    told = ("of the events, ", "were of grade 1", "had resolved within")
    assert all(words in whole.lower() for words in told)
    assert not any(words in without.lower() for words in told)
    answer = Passage.filled(answers.SAFETY, hiding(EVENTS)).text
    assert "how many events were mild or transitory cannot be shown" in answer and "of grade 1" not in answer


def test_of_a_rate_whose_events_are_not_shown_nothing_is_told(root: Path) -> None:
    assert "monthly infusions (" in report(root, hiding())
    without = report(root, hiding(RATE))
    assert "monthly infusions (" not in without and "the interval of the rate was" not in without


@pytest.mark.parametrize("part", ["count", "total", "percent"])
def test_a_footnote_prints_a_share_only_where_all_of_it_is_shown(part: str) -> None:
    """Of "19/20 (95.0%)" the percentage was hidden, and the footnote computed it."""
    assert "of grade 1: " in notes() and "resolved within" in notes()
    assert "resolved within" not in notes(f"safety.transitory.{part}") and "grade 1: " in notes(
        f"safety.transitory.{part}"
    )
    assert "grade 1: " not in notes(f"safety.mild.{part}")


def test_a_footnote_gives_no_number_of_events_that_the_table_hides() -> None:
    hidden = notes(EVENTS)
    assert "of grade 1" not in hidden and "resolved within" not in hidden
    assert "events that began later are in no rate" in hidden and "events that began later" not in notes()


@pytest.mark.parametrize("case", ["one centre", "eight patients"])
def test_no_footnote_is_a_sentence_of_stars(case: str) -> None:
    """ "Exposure: * monthly infusions, * patient-years at risk." says nothing."""
    for table, _ in tables(case):
        assert not any(re.search(r"\*[^*]*\*", words) for words in table.source), table.source


@pytest.mark.parametrize("write", [cells.count_percent, cells.count_of])
def test_a_cell_does_not_compute_a_percentage_that_is_hidden(write) -> None:  # type: ignore[no-untyped-def]
    key = Key("safety", "mild")
    rows = [key.row("count", 19), key.row("total", 20), key.row("percent", 95)]
    assert write(Ledger(rows), key).text.startswith("19/20")
    hidden = replace(rows[2], value=float("nan"), withheld="*")
    assert write(Ledger([*rows[:2], hidden]), key).text == "*"
    alone = [replace(row, value=float("nan"), withheld="*") for row in rows[1:]]
    assert write(Ledger([rows[0], *alone]), key).text == "19/*"


SHARE = ("count", "total", "percent", "ci_low", "ci_high")
CHANGE = "efficacy.mmt8_course.month_6.change"


def _of(key: str, names: tuple[str, ...]) -> list[str]:
    return [f"{key}.{name}" for name in names]


def test_where_the_numbers_of_responders_are_shown_they_are_told(root: Path) -> None:
    """ "The share of responders cannot be shown", though two tables had 94 responders and 25 others."""
    share = _of("efficacy.response", SHARE[1:])
    both = ("cohort.response.responder.count", "cohort.response.non_responder.count")
    rows = hiding(*share)
    responders, others = (f"{rows.value(each):.0f}" for each in both)
    told = f"By the chosen definition {responders} patients responded and {others} did not."
    text = report(root, rows)
    assert text.count(told) == 2 and "share of responders by the chosen definition cannot" not in text
    assert f"{responders} patients responded and {others} did not" in _page(root, rows)
    assert f"Patients who responded: {responders}." in Passage.filled(answers.EFFICACY, rows).text
    hidden = report(root, hiding(*share, *both))
    assert told not in hidden and "The share of responders by the chosen definition" in hidden
    assert told not in report(root, hiding())


def _page(root: Path, rows: Ledger) -> str:
    pages = fill_pages(read_pages(root / PAGES[REPORT]), rows, read_allowed(root / ALLOWED), REPORT)
    return re.sub(r"<[^>]*>|\{[^}]*\}|[`\[\]]", "", " ".join(pages["index.md"].split()))


@pytest.mark.parametrize(
    ("shown", "lacks", "opening"),
    [
        ("responder", "the change in the others cannot be shown", "In responders it had changed by"),
        (
            "non_responder",
            "the change in responders cannot be shown",
            "In patients who did not respond it had changed by",
        ),
    ],
)
def test_the_change_of_the_group_that_is_shown_is_told(root: Path, shown: str, lacks: str, opening: str) -> None:
    """ "The change in MMT8 by response cannot be shown", though a table had that of responders."""
    other = {"responder": "non_responder", "non_responder": "responder"}[shown]
    names = ("mean", "ci_low", "ci_high", "se", "n")
    rows = hiding(*_of(f"{CHANGE}_{other}", names), *_of(f"{CHANGE}_difference", names))
    for text in (report(root, rows), Passage.filled(answers.FIXED_TIME, rows).text):
        assert opening in text and lacks in text and "change in MMT8 by response" not in text
    neither = hiding(*_of(f"{CHANGE}_{other}", names), *_of(f"{CHANGE}_{shown}", names))
    for text in (report(root, neither), Passage.filled(answers.FIXED_TIME, neither).text):
        assert opening not in text and "hange in MMT8 by response" in text


def test_no_illustration_is_referred_to_that_is_not_shown(root: Path) -> None:
    known = "efficacy.regression_to_the_mean.expected_change"
    assert "unknown, but for the illustration above." in report(root, hiding())
    assert "By how much is unknown." in report(root, hiding(known))


@pytest.mark.parametrize("case", ["leaving: one centre", "leaving: eight patients", "leaving: three not judged"])
def test_a_section_says_once_what_it_cannot_show(root: Path, case: str) -> None:
    """Twenty lines of a paper ended in the same words."""
    text = re.sub(r"^.*?\n# ", "\n# ", fill(read_source(root, FILES[REPORT]), everything(case)).text, flags=re.DOTALL)
    for section in re.split(r"^#{1,6} |\n\n(?:\[\]\{#[\w-]*\})*(?=\*)", text, flags=re.MULTILINE):
        assert section.count("cannot be shown: a small number of patients could then be worked out.") <= 1, section


def test_no_policy_is_said_to_show_what_it_hides(root: Path) -> None:
    """Under strict-10 none is hidden, too: "fewer than 10 patients, but not none"."""
    text = report(root, hiding())
    assert "but not none" not in text and "none, where the policy hides zeros" in text
