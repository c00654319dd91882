"""Rule: the same sources give the same bytes elsewhere; where they do not, file, cell and line are named."""

from __future__ import annotations

from typing import Any

import pytest

from press.command.again import verify


def test_another_folder_and_other_surroundings_give_the_same_bytes(study: Any) -> None:
    before = study.published()
    lines, same = verify(study.project, {}, None)
    assert same
    assert lines[-1].startswith(f"{len(before)} published files were made again in another folder, time zone, ")
    assert lines[-1].endswith(": all have the same bytes")
    assert study.published() == before


@pytest.mark.parametrize(
    ("code", "differs"),
    [
        ("import time\n\nprint(time.tzname[0])\nrow.value", "notebooks/2_left.ipynb  differs, cell 4, line "),
        (
            "import datetime\n\nprint(datetime.date.today().year)\nrow.value",
            "notebooks/2_left.ipynb  differs, cell 4, line ",
        ),
        (
            'import os\n\npublish_results("left", Ledger([Key("left").row("n", os.umask(0), n=1, method="umask")]))',
            "paper/results/left.csv  differs, made by 2_left, code cell 2, line 2: 'left,",
        ),
    ],
    ids=["a cell that shows the time zone", "a cell that shows the year", "a result that is the umask"],
)
def test_what_depends_on_the_surroundings_is_named_with_its_place(study: Any, code: str, differs: str) -> None:
    study.edit("notebooks/2_left.md", "row.value\n", f"{code}\n")
    lines, same = verify(study.project, {}, None)
    assert not same
    assert any(line.startswith(differs) for line in lines), lines
