"""Rule: one raw value changes the sentences, tables and figures that state it, no other; a missing row stops all."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pypdf
import pytest
from lxml import etree, html

from compendium.registry.checksums import NOTICE, SUMS, write_notice
from press.exhibits.table.kept import read_table
from tests.copied import copy_of, press_in

# One headache is called moderate instead of mild: its grade is 2 instead of 1.
RAW = "data/registry/b/adverse_events.csv"
OLD, NEW = (f"B1132-1,B1132,2006-11-09,Headache,Nervous system disorders,{grade}," for grade in (1, 2))
MILD = ("safety.mild.count", "35", "34"), ("safety.mild.percent", "68.62745098", "66.66666667")  # of 51 events
DIGEST = re.compile(r"[0-9a-f]{12}")
TEXTS = (".csv", ".html", ".json", ".svg", ".tex", ".xml")  # the same on every kind of processor


@dataclass(frozen=True)
class Twin:
    """The project, and a copy of it that was built as far as the paper after a change."""

    root: Path
    copy: Path

    def both(self, name: str) -> tuple[Path, Path]:
        return self.root / name, self.copy / name

    def rows(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """Every result row, by id, of the project and of the copy."""
        return _rows(self.root), _rows(self.copy)

    def changed_rows(self) -> set[str]:
        before, now = self.rows()
        return {row for row in before | now if before.get(row) != now.get(row)}


def _rows(root: Path) -> dict[str, list[str]]:
    rows = {}
    for path in sorted((root / "paper/results").glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            rows |= {".".join(filter(None, line[:5])): line for line in csv.reader(file)}
    return rows


def seal_again(registry: Path) -> None:
    """As the program that simulates would have sealed these files: they stay simulated ones."""
    notice = (registry / NOTICE).read_text(encoding="utf-8").partition("Seal of the simulation")[0]
    write_notice(registry, notice, [path.relative_to(registry).as_posix() for path in registry.rglob("*.csv")])


@pytest.fixture(scope="module")
def twin(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Twin:
    """The project and its copy in which one raw value was changed."""
    copy = copy_of(root, tmp_path_factory.mktemp("twin"))
    text = (copy / RAW).read_text(encoding="utf-8")
    assert text.count(OLD) == 1
    (copy / RAW).write_text(text.replace(OLD, NEW), encoding="utf-8")
    seal_again(copy / "data/registry")
    done = press_in(copy, "paper")
    assert done.returncode == 0, done.stdout + done.stderr
    return Twin(root, copy)


def test_the_rows_that_change_are_those_of_the_grades_of_adverse_events(twin: Twin) -> None:
    before, now = twin.rows()
    for row, old, new in MILD:
        assert (before[row][5], now[row][5]) == (old, new)
    stated = re.compile(
        r"safety\.(mild|grade\.grade_[12])\.|safety\.class_nervous_system_disorders\..*grade_[12]\."
        r"|single\.event\.b1132\.event_\d+\.grade$"  # the event itself, of a patient of the simulated registry
    )
    assert [row for row in twin.changed_rows() if not stated.match(row)] == []


def test_the_files_that_change_are_those_that_show_such_a_row(twin: Twin) -> None:
    files = (path for path in (twin.copy / "paper").rglob("*") if path.suffix in TEXTS)
    names = {path.relative_to(twin.copy).as_posix() for path in files}
    old_and_new = {name: [path.read_bytes() for path in twin.both(name)] for name in names}
    changed = {name for name, (old, new) in old_and_new.items() if old != new}
    exhibits = {name.rpartition(".")[0] for name in changed if name.count("/") == 2}
    assert exhibits == {
        "paper/results/safety",
        "paper/results/single",
        "paper/tables/table_events",
        "paper/tables/table_safety",
        "paper/figures/adverse_events",
        "paper/figures/abstract",  # 69 per cent mild is one of the printed figures, and each is one line there
        "paper/tables/table_printed",
    }
    whole = {f"paper/{name}" for name in ("manuscript", "supplement", "sources")}
    assert {name.rpartition(".")[0] for name in changed if name.count("/") == 1} == whole


@pytest.mark.parametrize("name", ["table_events", "table_safety"])
def test_the_cells_that_change_are_those_that_show_such_a_row(twin: Twin, name: str) -> None:
    old, new = (read_table(path) for path in twin.both(f"paper/tables/{name}.json"))
    lines = zip(old.lines, new.lines, strict=True)
    cells = [pair for one, other in lines for pair in zip(one.cells, other.cells, strict=True)]
    changed = [now for before, now in cells if before != now]
    assert changed
    assert [cell for cell in changed if not twin.changed_rows() & set(cell.rows)] == []


@pytest.mark.parametrize("name", ["manuscript", "supplement"])
def test_what_changes_in_the_text_is_what_was_asked_of_such_a_row(twin: Twin, name: str) -> None:
    rows, digests = twin.changed_rows(), set(_digests(twin))
    notes = {
        text
        for path in (twin.copy / "paper/tables").glob("*.json")
        for text, asked in read_table(path).note_rows.items()
        if rows & set(asked)
    }
    found = set()
    for before, now in _differences(twin, name):
        asked = set((now.get("data-rows") or now.get("data-row") or "").split())
        if asked:
            assert rows & asked, f"{before.text} -> {now.text}"
            found |= rows & asked
        elif now.tag == "img":
            assert "adverse event" in now.get("alt")
        else:
            text = now.tail.strip() if now.tag == "sup" else now.text
            assert text in notes or (DIGEST.fullmatch(text) and text in digests), text
    shown = {"manuscript": "safety.mild.percent", "supplement": "safety.class_nervous_system_disorders.grade_2.count"}
    assert shown[name] in found


def _digests(twin: Twin) -> Iterator[str]:
    """Yield the checksums, as the paper shortens them, of the inputs that are not as they were."""
    read = (twin.copy / path for path in (RAW, f"data/registry/{SUMS}", f"data/registry/{NOTICE}"))
    made = (path for folder in ("data/analysis", "paper/results") for path in (twin.copy / folder).rglob("*.csv"))
    for path in (*made, *read):
        yield hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _differences(twin: Twin, name: str) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Yield each element of a text of the paper that has another content, in the project and in the copy."""
    trees = [html.parse(path).getroot().iter() for path in twin.both(f"paper/{name}.html")]
    for before, now in zip(*trees, strict=True):
        assert before.tag == now.tag
        if (before.text, before.tail, before.attrib) != (now.text, now.tail, now.attrib):
            yield before, now


def test_every_form_of_the_paper_says_the_new_number(twin: Twin) -> None:
    changed = {pair[1].get("data-row"): pair for pair in _differences(twin, "manuscript") if pair[1].get("data-row")}
    assert all(row.startswith("safety.mild.") for row in changed)  # the share of mild events, and its limits
    before, now = changed["safety.mild.percent"]
    old, new = (" ".join([each.text, *each.tail.split()[:2]]) for each in (before, now))
    assert old != new
    for ending, read in FORMS.items():
        said = " ".join(read(twin.copy / f"paper/manuscript{ending}").split())
        assert new in said, ending
        assert old not in said, ending


FORMS = {
    ".pdf": lambda path: " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages),
    ".docx": lambda path: " ".join(paragraph.text for paragraph in docx.Document(path).paragraphs),
    ".xml": lambda path: "".join(etree.parse(path).getroot().itertext()),
    ".tex": lambda path: re.sub(r"[{}\\]", "", path.read_text(encoding="utf-8")),
}


def test_a_row_that_is_missing_stops_the_paper_and_names_the_sentence(twin: Twin) -> None:
    """The last test of this file: it changes the copy."""
    row, lines = _only_in_the_manuscript(twin.copy)
    notebook = twin.copy / "notebooks/04_safety.md"
    whole, without = 'publish_results("safety", results)', f'[row for row in results if row.id != "{row}"]'
    text = notebook.read_text(encoding="utf-8")
    assert whole in text
    cell = f'from press.rows import Ledger\n\npublish_results("safety", Ledger({without}))'
    notebook.write_text(text.replace(whole, cell), encoding="utf-8")
    before = _paper(twin.copy)
    done = press_in(twin.copy, "paper")
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.startswith("compendium: ")
    message = rf"paper/manuscript\.md, line (\d+): no result has the id {row}.* in the sentence "
    assert re.findall(message, done.stderr) == lines, done.stderr
    assert row not in _rows(twin.copy)
    assert _paper(twin.copy) == before


def _only_in_the_manuscript(copy: Path) -> tuple[str, list[str]]:
    """Return a safety row that the manuscript states and no printed figure is compared with, and where it is stated."""
    compared = (copy / "data/definitions/published_sources.csv").read_text(encoding="utf-8")
    lines: dict[str, list[str]] = {}
    with (copy / "paper/sources.csv").open(newline="", encoding="utf-8") as file:
        for each in csv.DictReader(file):
            if each["document"] == "manuscript" and each["results"] == "paper/results/safety.csv":
                lines.setdefault(each["id"], []).append(each["line"])
    return next((row, where) for row, where in lines.items() if row not in compared)


def _paper(copy: Path) -> dict[str, bytes]:
    """What is published of the paper and beside it, but for the results of the notebook that ran."""
    files = [path for path in (copy / "paper").rglob("*") if path.is_file()]
    return {path.name: path.read_bytes() for path in files if path.name != "safety.csv"}
