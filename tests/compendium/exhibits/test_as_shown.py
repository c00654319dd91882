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
from press.paper.files import FILES, REPORT
from press.rows import Key, Ledger

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
