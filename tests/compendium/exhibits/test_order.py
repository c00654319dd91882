"""Rule: no order tells what a count is that is not shown - neither of a table's lines, nor of a figure's, nor of rows.

Terms of five, four and three patients stood one above the other, each as "<10", and so did the rows of the CSV file.
"""

from __future__ import annotations

import random
from dataclasses import replace

import pandas as pd
import pytest
from matplotlib.axes import Axes

from compendium.clinical import how_safe, who_was_treated
from compendium.clinical.cohort import Cohort, select
from compendium.clinical.who_was_treated import INDICATIONS
from compendium.exhibits.figures_safety import adverse_events
from compendium.exhibits.tables_safety import class_rows
from press.rows import Ledger, Row

from .registries import NAME, OURS, ledgers, released, whole
from .test_study_exhibits import FIGURES, TABLES

REGISTRIES = ("one centre", "three not judged")
_COUNTED = ("class_", "indication_pattern")  # what has no order of its own


def _shown(case: str, name: str) -> Ledger:
    """The rows of a case as they leave, one term's count shown: a figure of which nothing is shown has no order."""
    rows = released(case)[name]
    terms = [row.id for row in class_rows(rows) if row.level] if name == "safety" else []
    return Ledger(replace(row, value=7.0, withheld="") if row.id in terms[-1:] else row for row in rows)


def _with_hidden_elsewhere(ledger: Ledger, seed: int) -> Ledger:
    """The ledger with the places of what is hidden exchanged, as if the hidden counts were others."""
    rows = list(ledger)
    names = {row.key[:3] for row in rows if row.withheld and row.variable.startswith(_COUNTED)}
    places = [place for place, row in enumerate(rows) if row.key[:3] in names]
    moved = [rows[place] for place in places]
    random.Random(seed).shuffle(moved)
    for place, row in zip(places, moved, strict=True):
        rows[place] = row
    return Ledger(rows)


def _exhibits(name: str, ledger: Ledger) -> list[object]:
    drawn = [draw(ledger, OURS) for draw in FIGURES.get(name, ())]
    return [build(ledger, OURS) for build in TABLES[name]] + [
        (each.caption, each.alt, [_words(axes) for axes in each.figure.axes]) for each in drawn
    ]


def _words(axes: Axes) -> list[str]:
    return [text.get_text() for text in (*axes.texts, *axes.get_yticklabels())]


@pytest.mark.parametrize("case", REGISTRIES)
@pytest.mark.parametrize("name", ["cohort", "safety"])
def test_other_hidden_counts_would_make_the_same_exhibits(case: str, name: str) -> None:
    ledger = _shown(case, name)
    assert any(row.withheld for row in ledger if row.variable.startswith(_COUNTED))
    for seed in range(3):
        assert _exhibits(name, _with_hidden_elsewhere(ledger, seed)) == _exhibits(name, ledger)


def _with_other_counts(cohort: Cohort, seed: int) -> Cohort:
    """The cohort as if each term had occurred as often as another, and each combination of indications, too."""
    columns = [f"indication_{name}" for name in INDICATIONS]
    return replace(
        cohort,
        events=_exchanged(cohort.events, ["system_organ_class", "preferred_term"], seed),
        patients=_exchanged(cohort.patients, columns, seed),
    )


def _exchanged(frame: pd.DataFrame, columns: list[str], seed: int) -> pd.DataFrame:
    held = list(frame[columns].itertuples(index=False, name=None))
    met = list(dict.fromkeys(held))
    instead = dict(zip(met, random.Random(seed).sample(met, len(met)), strict=True))
    other = pd.DataFrame([instead[each] for each in held], columns=columns, index=frame.index)
    return frame.assign(**{name: other[name].astype(frame[name].dtype) for name in columns})


def _classes(cohort: Cohort) -> list[Row]:
    return how_safe.classes_and_terms(cohort.events, len(cohort.patients))


def _patterns(cohort: Cohort) -> list[Row]:
    return who_was_treated.indication_patterns(cohort.patients)


def test_rows_stand_in_an_order_that_no_count_decides() -> None:
    """Whoever opens the CSV file must not read there what the table hides."""
    _, cohort = select(whole(), name=NAME, response="physician")
    for seed in range(3):
        other = _with_other_counts(cohort, seed)
        for rows in (_classes, _patterns):
            first, second = rows(cohort), rows(other)
            assert [row.id for row in first] == [row.id for row in second]
            assert [row.value for row in first] != [row.value for row in second]


def test_columns_of_implausible_values_are_named_in_the_order_of_the_alphabet() -> None:
    flags = pd.DataFrame({"row": [2, 3, 4, 0, 5], "column": ["mmt8", "mmt8", "age", "zzz", ""]})
    said = who_was_treated.flagged(replace(whole(), flags=flags))
    assert (said.value, said.note) == (4, "age and mmt8")


def _terms(*counts: float) -> Ledger:
    """One class of terms A, B, C ... of so many patients, NaN: not shown."""
    rows = []
    for name, count in zip("abcdef", counts, strict=False):
        for group in ("patients", "events"):
            hidden = "<5" if count != count else ""
            row = Row("safety", "class_x", name, group, "count", count, note=name.upper(), withheld=hidden)
            rows += [row, *([replace(row, level="", note="Class")] if name == "a" else [])]
    return Ledger(rows)


@pytest.mark.parametrize(
    ("counts", "order"),
    [
        ((5, 9, 7), "BCA"),
        ((float("nan"), 6, float("nan"), 8), "DBAC"),
        ((float("nan"), float("nan")), "AB"),
    ],
)
def test_the_greatest_shown_comes_first_and_the_hidden_last_by_name(counts: tuple[float, ...], order: str) -> None:
    assert "".join(row.note for row in class_rows(_terms(*counts)) if row.level) == order


@pytest.mark.parametrize("case", REGISTRIES)
def test_the_commonest_are_said_to_be_first_where_all_counts_are_shown(case: str) -> None:
    """ "The commonest first. Arthralgia: <5; Headache: <5" was said of an order of the alphabet."""
    assert "The commonest first." in adverse_events(ledgers(case)["safety"], OURS).alt
    shown = _shown(case, "safety")
    assert any(row.withheld for row in class_rows(shown))
    alt = adverse_events(shown, OURS).alt
    assert "The commonest first" not in alt and "in the order of the alphabet" in alt.lower()
