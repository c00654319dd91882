"""Rule: an exhibit kept as data is the exhibit itself, to the last note; a file that was damaged says so by name."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.figure.kept import KeptFigure, Quote, read_figure, write_figure
from press.exhibits.table.kept import read_table, write_json
from press.exhibits.table.layout import Cell, Column, Line, Table
from press.ground.fault import Fault
from press.ground.paths import project_root

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ids = st.lists(st.from_regex(r"[a-z_]{1,4}\.[a-z0-9]{1,3}", fullmatch=True), max_size=3).map(tuple)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table that holds together, of any words."""
    notes = draw(st.dictionaries(texts, texts, max_size=3))
    marks = st.lists(st.sampled_from(sorted(notes)), max_size=3).map(tuple) if notes else st.just(())
    columns = st.builds(Column, texts, st.sampled_from(["left", "right", "centre"]), texts, marks, ids)
    first = draw(st.builds(Column, texts, st.just("left"), texts, st.just(tuple(notes)), ids))
    heads = (first, *draw(st.lists(columns, max_size=3)))
    cells = st.builds(Cell, texts, marks, ids)
    row = st.builds(Line, st.tuples(*[cells] * len(heads)), st.integers(0, 2))
    section = st.builds(Line, st.tuples(cells), st.just(0), st.just("section"))
    lines = draw(st.lists(row | section, max_size=4, unique_by=lambda line: (line.kind, line.cells[0].text)))
    source = draw(st.lists(texts, max_size=2).map(tuple))
    said = sorted({*notes.values(), *source})
    quoted = draw(st.dictionaries(st.sampled_from(said), ids, max_size=2)) if said else {}
    return Table("demo", draw(texts), heads, tuple(lines), notes, source, draw(st.booleans()), quoted)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


@given(table=tables())
def test_a_table_comes_back_as_it_was(folder: Path, table: Table) -> None:
    path = folder / "demo.json"
    again = read_table(write_json(table, path))
    assert again == table and again.letters == table.letters
    assert list(again.notes) == list(table.notes)
    kept = path.read_bytes()
    assert write_json(again, path).read_bytes() == kept


@st.composite
def figures(draw: st.DrawFn) -> KeptFigure:
    """A figure of any words, with quotes from anywhere in its caption."""
    caption, (width, height) = draw(texts), (draw(st.floats(1, 400)), draw(st.floats(1, 400)))
    places = st.lists(st.tuples(st.integers(0, len(caption)), st.integers(0, len(caption))), max_size=3)
    quotes = tuple(Quote(min(span), caption[min(span) : max(span)], draw(texts)) for span in draw(places))
    return KeptFigure(draw(texts), draw(texts), caption, draw(texts), width, height, quotes)


@given(figure=figures())
def test_a_figure_s_words_come_back_as_they_were(folder: Path, figure: KeptFigure) -> None:
    assert read_figure(write_figure(figure, folder / "demo.json")) == figure


def test_a_kept_exhibit_can_be_read_by_a_person(table: Table, tmp_path: Path) -> None:
    text = write_json(table, tmp_path / "demo.json").read_text(encoding="utf-8")
    assert text.endswith("}\n") and '\n "title": "Patients with TIF1γ < 5% & more, by response",\n' in text
    assert "\\u" not in text and "\r" not in text


def damaged(path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda kept: kept.pop("lines"), "it has no 'lines'"),
        (lambda kept: kept.update(title=3), "'title' is 3, not of the kind str"),
        (lambda kept: kept.update(columns="all"), "'columns' is 'all', not of the kind list"),
        (lambda kept: kept["columns"].append("p"), "'p' is where"),
        (lambda kept: kept["columns"][0].update(align="middle"), "'align' is 'middle', not one of left, right, centre"),
        (lambda kept: kept["columns"][0].update(rows=[1]), "'rows' holds 1, which is no text"),
        (lambda kept: kept["lines"][0]["cells"].pop(), "line 'Patients, n': 4 cells, 5 wanted"),
        (lambda kept: kept["lines"][0].update(kind="total"), "'kind' is 'total', not one of row, section"),
        (lambda kept: kept["lines"][0].update(indent=True), "'indent' is True, not of the kind int"),
        (lambda kept: kept["notes"].clear(), "marked, but no such note"),
        (lambda kept: kept.update(note_rows={"Gone.": ["a.n"]}), "result rows of a note that is not there"),
        (lambda kept: kept.update(name="Table 1"), "it names the files"),
    ],
)
def test_a_damaged_table_is_a_fault_that_names_the_file(
    change: Callable[[dict[str, Any]], object], message: str, table: Table, tmp_path: Path
) -> None:
    path = damaged(write_json(table, tmp_path / "table_demo.json"), change)
    with pytest.raises(Fault) as caught:
        read_table(path)
    assert str(caught.value).startswith(f"{path} cannot be read: ") and message in str(caught.value)
    assert "make all" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda kept: kept.pop("alt"), "it has no 'alt'"),
        (lambda kept: kept.update(width_mm="174"), "'width_mm' is '174', not of the kind float"),
        (lambda kept: kept.update(caption="Other words."), "the caption does not say '123' at its character 9"),
        (lambda kept: kept["quotes"][0].pop("row"), "it has no 'row'"),
    ],
)
def test_a_damaged_figure_is_a_fault_that_names_the_file(
    change: Callable[[dict[str, Any]], object], message: str, exhibit: Exhibit, tmp_path: Path
) -> None:
    path = damaged(write_figure(exhibit.kept, tmp_path / "figure_demo.json"), change)
    with pytest.raises(Fault) as caught:
        read_figure(path)
    assert str(caught.value).startswith(f"{path} cannot be read: ") and message in str(caught.value)


def test_a_fault_names_a_file_of_the_project_from_its_root() -> None:
    with pytest.raises(Fault, match=r"^paper/tables/gone\.json is not there"):
        read_table(project_root() / "paper" / "tables" / "gone.json")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"name": "x"}', b"\xff\xfe"])
def test_what_is_no_kept_exhibit_is_a_fault_that_names_the_file(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "half.json"
    path.write_bytes(content)
    for read in (read_table, read_figure):
        with pytest.raises(Fault, match=r"half\.json cannot be read: "):
            read(path)


def test_an_exhibit_that_was_never_made_is_a_fault_that_says_how_to_make_it(tmp_path: Path) -> None:
    for read in (read_table, read_figure):
        with pytest.raises(Fault, match=r"gone\.json is not there: `make all` writes it"):
            read(tmp_path / "gone.json")
