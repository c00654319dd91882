"""Rule: a number that text and exhibit both print has the same digits in both.

Authority: a reader who meets 78% in a sentence and 78.0% in a table asks whether they are the same number.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from press.exhibits.figure.kept import read_figure
from press.exhibits.table.kept import read_table
from press.paper.files import FILES, MANUSCRIPT

NUMBER = re.compile(r"\d+(?:\.\d+)?")
OF_DIGITS = ("d1", "d2", "d3", "abs1", "abs2", "percent", "percent0", "abs_percent")
SHARE = ("count", "total")  # a share is written from its counts: its percentage has no row in the cell
DRAWN = {  # rows whose numbers stand in a figure, and so in its alternative text
    "responses": re.compile(r"efficacy\.(response|external)(\.\w+)?\.(percent|ci_low|ci_high)"),
    "forest": re.compile(r"predictors\.\w+\.(multivariable|adjusted)\.(or|ci_low|ci_high)"),
}


def main_exhibits(root: Path) -> list[tuple[str, str]]:
    """Kind and name of every exhibit of the main text."""
    return re.findall(r"\.(table|figure) file=(\w+)", (root / FILES[MANUSCRIPT]).read_text(encoding="utf-8"))


def printed(root: Path, row_id: str) -> Iterator[tuple[str, str]]:
    """Every text of an exhibit of the main text that prints a row, with the exhibit's name."""
    stem, _, statistic = row_id.rpartition(".")
    for kind, name in main_exhibits(root):
        if kind == "figure":
            if name in DRAWN and DRAWN[name].fullmatch(row_id):
                yield name, read_figure(root / "paper" / "figures" / f"{name}.json").alt
            continue
        for line in read_table(root / "paper" / "tables" / f"{name}.json").lines:
            for cell in line.cells:
                counted = statistic == "percent" and {f"{stem}.{each}" for each in SHARE} == set(cell.rows)
                if row_id in cell.rows or counted:
                    yield name, cell.text


@pytest.fixture(scope="module")
def quoted(root: Path) -> list[dict[str, str]]:
    with (root / "paper" / "sources.csv").open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.DictReader(file) if line["document"] == MANUSCRIPT]
    return [line for line in lines if line["format"] in OF_DIGITS]


def test_text_and_exhibits_of_the_main_text_round_alike(root: Path, quoted: list[dict[str, str]]) -> None:
    unlike = []
    for line in quoted:
        (shown, *_) = NUMBER.findall(line["display"]) or [""]
        for name, text in printed(root, line["id"]):
            if shown not in NUMBER.findall(text):
                unlike.append(f"line {line['line']}: {line['id']} {line['display']}, in {name} {text[:60]}")
    assert not unlike, "\n".join(unlike)
    assert quoted


def test_a_number_is_asked_for_with_as_many_digits_wherever_a_text_of_the_paper_says_it(root: Path) -> None:
    forms: dict[str, set[str]] = {}
    for text in ("manuscript", "supplement", "report"):
        for row_id, form in re.findall(r"\{([\w.]+):(\w+)\}", (root / "paper" / f"{text}.md").read_text("utf-8")):
            if form in OF_DIGITS:
                forms.setdefault(row_id, set()).add(form.replace("abs_percent", "percent").replace("abs", "d"))
    unlike = {row_id: sorted(found) for row_id, found in forms.items() if len(found) > 1}
    assert forms
    assert not unlike, unlike
