"""Rule: of centres that were put together nothing says that they are one, or how many there are.

"23 patients at two centres (B and other centres)" was the title of the paper of a registry of three.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from compendium.clinical.centres import several, within_centres
from compendium.clinical.which_centres import COUNTED_AS_ONE, NONE_ALONE, TOGETHER, sending
from compendium.clinical.who_was_treated import ANALYSIS
from compendium.disclosure.merging import OTHER_CENTRES
from compendium.exhibits import answers_predictors
from compendium.exhibits.beside_table import own_size
from compendium.exhibits.tables_centres import table_within_centres
from compendium.exhibits.tables_cohort import table_centres
from press.exhibits.passage import Passage
from press.paper.files import PAGES, REPORT
from press.paper.lint import ALLOWED, read_allowed
from press.rows import Key, Ledger, Row
from press.site.pages import fill_pages, read_pages

from .registries import OURS
from .test_as_shown import report
from .test_report import everything, rows_of


def of(*names: str) -> pd.Series:
    return pd.Series(names, dtype="category")


MANY = [f"Centre {letter}" for letter in "ABCDEFG"]
STATED = [
    (of("B", "D"), 2, "B and D"),
    (of("B", TOGETHER), None, "B and other centres"),
    (of("D", "B", TOGETHER), None, "B, D and other centres"),
    (of(TOGETHER), None, "several centres"),
    (of(*MANY, TOGETHER), None, "many centres, some of which were put together"),
]


@pytest.mark.parametrize(("centre", "number", "note"), STATED)
def test_centres_that_were_put_together_are_not_counted(centre: pd.Series, number: int | None, note: str) -> None:
    row = sending(centre, ANALYSIS)
    assert row.note == note
    assert (None if row.value != row.value else row.value) == number


def test_they_go_by_the_name_that_disclosure_control_gives_them() -> None:
    assert TOGETHER == OTHER_CENTRES


def test_why_centres_are_not_compared_is_not_that_there_is_one() -> None:
    assert several(of(TOGETHER), ANALYSIS).note == NONE_ALONE
    assert several(of("B", TOGETHER), ANALYSIS).note == COUNTED_AS_ONE
    patients = pd.DataFrame({"response": [1, 0] * 9, "raynaud": [1, 0, 0] * 6}).astype("boolean")
    rows = within_centres(
        patients["response"], patients[["raynaud"]], pd.Series([TOGETHER] * 18, dtype="category"), Key("predictors")
    )
    assert {row.note for row in rows if row.value != row.value} == {NONE_ALONE}


def put_together(rows: Ledger) -> Ledger:
    """These rows, as if the second of the two centres were several small ones."""
    centre = of("B", TOGETHER)
    instead: dict[str, Row] = {row.id: row for row in (sending(centre, ANALYSIS), several(centre, ANALYSIS))}
    compared = several(centre, Key("predictors"))
    return Ledger((instead | {compared.id: compared}).get(row.id, row) for row in rows)


def test_no_text_says_how_many_centres_there_are(root: Path) -> None:
    rows = put_together(everything("two centres"))
    text = report(root, rows)
    assert "patients at B and other centres" in text and "Centres that sent patients: B and other centres;" in text
    assert "In all comparisons of centres those that were put together count as one." in text
    assert "two centres" not in text and "Centres: 2" not in text and "sent patients: 2" not in text
    assert own_size(rows).endswith(" patients of B and other centres")
    page = fill_pages(read_pages(root / PAGES[REPORT]), rows, read_allowed(root / ALLOWED), REPORT)["index.md"]
    assert "B and other centres" in page and "Centres: 2" not in " ".join(page.split())
    said = Passage.filled(answers_predictors.CENTRES, rows).text
    assert said.startswith(f"Centres compared: 2; {COUNTED_AS_ONE}.")
    table = table_within_centres(Ledger(row for row in rows if row.analysis == "predictors"), OURS)
    assert f"Centres: 2; {COUNTED_AS_ONE}." in " ".join(table.source)


def test_of_centres_that_all_stand_alone_the_number_is_told(root: Path) -> None:
    text = report(root, everything("two centres"))
    assert "patients at two centres" in text and "count as one" not in text


def test_a_column_of_other_centres_opens_with_a_capital() -> None:
    rows = rows_of("two centres")["cohort"]
    renamed = Ledger(
        Row(*row.key, row.value, row.n, row.method, TOGETHER)
        if (row.variable, row.level, row.statistic) == ("centres", "c", "patients")
        else row
        for row in rows
    )
    assert [column.text.split(" (n")[0] for column in table_centres(renamed, OURS).columns][1:3] == [
        "B",
        "Other centres",
    ]
