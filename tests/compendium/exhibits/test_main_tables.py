"""Rule: the tables of the paper's main text are short: one line a characteristic or outcome, one form a number.

Authority: the journals' measure (about 25 lines in Table 1), and Vandenbroucke et al. 2007, STROBE, items 14 and 16:
what is known at baseline is described, and what came after is no characteristic of it.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from compendium.clinical.outcomes import enzymes, outcomes
from compendium.clinical.who_was_treated import OUTCOME
from compendium.exhibits import labels
from compendium.exhibits.tables_baseline import NOBODY_HAD, table_baseline
from compendium.exhibits.tables_improvement import table_improvement
from press.exhibits.table.layout import Table
from press.rows import Ledger

from .registries import CASES, ledgers, released
from .test_study_exhibits import ORIGIN, cells, ledger


def asked(table: Table) -> set[str]:
    return {row.split(".")[1] for line in table.lines for cell in line.cells for row in cell.rows}


def test_the_short_table_has_about_25_lines_and_nothing_of_what_came_after() -> None:
    table = table_baseline(ledger("cohort"), ORIGIN)
    rows = [line for line in table.lines if line.kind == "row"]
    assert 20 <= len(rows) <= 30
    after = {*OUTCOME, "treatment_duration", "infusions_n", "dose"}
    assert not asked(table) & after


@pytest.mark.parametrize("case", CASES)
def test_a_number_is_a_mean_or_a_median_by_its_unit_and_no_line_is_of_zeros(case: str) -> None:
    """Durations and enzymes are skewed whatever a registry holds: the form is not chosen after looking at it."""
    for rows in (ledgers(case)["cohort"], released(case)["cohort"]):
        table = table_baseline(rows, ORIGIN)
        for line in table.lines:
            said = " ".join(cell.text for cell in line.cells[1:])
            label = line.cells[0].text
            assert not ("±" in said and "[" in said), label
            assert "±" not in said or not label.endswith(("months", "× ULN")), label
            assert "[" not in said or label.endswith(("months", "× ULN")), label
            assert len(line.cells) < 2 or not line.cells[1].text.startswith("0/"), label


def test_what_nobody_had_is_named_below() -> None:
    """A line of zeros says no more than a name in a note."""
    of = "cohort.malignancy."
    none = {f"{of}count": 0.0, f"{of}percent": 0.0}
    rows = Ledger(replace(row, value=none.get(row.id, row.value)) for row in ledger("cohort"))
    table = table_baseline(rows, ORIGIN)
    assert "Malignancy" not in cells(table)
    assert f"{NOBODY_HAD}: Malignancy." in table.source


def test_every_outcome_has_one_line_with_its_change_and_one_p_value() -> None:
    """Enzymes by ratios of geometric means of multiples of ULN, whose interval excludes one where p is below 0.05."""
    rows = ledger("efficacy")
    lines = cells(table_improvement(rows, ORIGIN))
    for outcome in outcomes():
        name = outcome.name
        of = f"efficacy.{name}.{'ratio.' if name in enzymes() else ''}change."
        pairs, *_, moved, adjusted = lines[labels.label(name) if name in enzymes() else labels.with_unit(name)]
        assert pairs == f"{rows.value(f'{of}n_pairs'):.0f}"
        assert moved.endswith(")") and adjusted
    assert len(lines) == len(outcomes()) + 2


def test_the_change_is_that_of_the_printed_means() -> None:
    """MMT8 104.6 ± 24.2 before and 127.0 ± 22.2 after, as printed; the change is their difference."""
    assert cells(table_improvement(ledger("efficacy"), ORIGIN))["MMT8, points (0–150)"][1:4] == [
        "104.6 ± 24.2",
        "127.0 ± 22.2",
        "22.4 (18.5 to 26.4)",
    ]
