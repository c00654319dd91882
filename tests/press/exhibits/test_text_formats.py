"""CSV, HTML, Markdown and LaTeX: every text arrives as it was written, notes and headings are marked as such."""

from __future__ import annotations

import csv
import re
import string
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.exhibits.places import EXHIBITS, TABLES
from press.exhibits.publishing import ShownTable, publish, write_table
from press.exhibits.table import write_html
from press.exhibits.table.latex_text import escape
from press.exhibits.table.layout import Cell, Column, Line, Table
from press.exhibits.table.write_html import html_fragment
from press.exhibits.table.write_latex import latex_table
from press.exhibits.table.write_markdown import markdown_table

from ..origin import SIMULATED


class _Page(HTMLParser):
    """What a browser reads: for every element of the table its tag, its attributes and the text in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], str]] = []
        self._open: list[int] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("meta", "br"):
            return
        self._open.append(len(self.found))
        self.found.append((tag, dict(attrs), ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.found[self._open.pop()][0] == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        for place in self._open:
            tag, attrs, text = self.found[place]
            self.found[place] = (tag, attrs, text + data)

    def texts(self, tag: str, **attrs: str) -> list[str]:
        return [
            text.strip()
            for name, given, text in self.found
            if name == tag and all(given.get(key) == value for key, value in attrs.items())
        ]


def test_a_table_is_written_in_every_format_twice_the_same(table: Table, wide: Table, tmp_path: Path) -> None:
    for one in (table, wide):
        first, second = (write_table(one, tmp_path / folder) for folder in ("a", "b"))
        assert [path.name for path in first] == [f"{one.name}{ending}" for ending in EXHIBITS["tables"][1]]
        assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
        assert not any(b"\r" in path.read_bytes() for path in first[:3])


def test_csv_states_section_parent_and_notes_in_columns(table: Table, tmp_path: Path) -> None:
    path = write_table(table, tmp_path)[0]
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [
        *("section", "parent", "Characteristic", "All (n = 123)"),
        *("Response: Responders (n = 96)", "Response: Non-responders (n = 27)", "p", "notes"),
    ]
    assert [row["Characteristic"] for row in rows][:3] == ["Patients, n", "Age, years", "Diagnosis"]
    assert [row["parent"] for row in rows] == ["", "", "", "Diagnosis", "Diagnosis"]
    assert [row["section"] for row in rows] == ["", *["Demographics & <course> 0"] * 4]
    assert rows[1]["p"] == "<0.001" and rows[1]["notes"] == "Mann-Whitney U test."


def test_html_headings_have_a_scope(table: Table) -> None:
    page = _Page(html_fragment(table))
    assert all("scope" in attrs for tag, attrs, _ in page.found if tag == "th")
    labels = ["Patients, n", "Age, years", "Diagnosis", "Dermatomyositis", "Anti-TIF1γ ≥ 1 | 2c"]
    assert page.texts("th", scope="row") == labels
    assert "Response" in page.texts("th", scope="colgroup")
    assert "Demographics & <course> 0" in page.texts("th", scope="colgroup")
    assert page.texts("td", id="table-table-demo-title") == [table.title]


def test_html_keeps_every_text_and_letters_every_note(table: Table) -> None:
    fragment = html_fragment(table)
    page = _Page(fragment)
    words = " ".join(text for _, _, text in page.found)
    for line in table.lines:
        for cell in line.cells:
            assert cell.text in words
    for text in (*table.notes.values(), *table.source):
        assert any(found.endswith(text) for found in page.texts("td"))
    assert "<b>" not in fragment and "&lt;b&gt;" in fragment
    assert page.texts("sup").count("c") == 3  # the note itself, and two cells marked with it alone
    assert "a,c" in page.texts("sup")


def test_html_names_the_result_rows_of_an_element_in_an_attribute(table: Table) -> None:
    """In headings, cells and notes; what holds no number of a row has no such attribute."""
    page = _Page(html_fragment(table))
    named = {text.strip(): attrs["data-rows"] for _, attrs, text in page.found if "data-rows" in attrs}
    assert named == {
        "All (n = 123)": "demo.n",
        "<0.001b": "demo.age.p",
        "60/123 (48.8%)": "demo.dm.count demo.dm.total",
        "Undecided: 4.": "demo.undecided",
    }
    assert {tag for tag, attrs, _ in page.found if "data-rows" in attrs} == {"th", "td", "span"}


def test_result_rows_show_in_html_and_json_alone(table: Table, tmp_path: Path) -> None:
    """A journal's table is the same with and without them, to the byte."""
    bare = replace(
        table,
        columns=tuple(replace(column, rows=()) for column in table.columns),
        lines=tuple(replace(line, cells=tuple(replace(cell, rows=()) for cell in line.cells)) for line in table.lines),
        note_rows={},
    )
    files = [write_table(each, tmp_path / name) for each, name in ((table, "with"), (bare, "without"))]
    differing = {one.suffix for one, two in zip(*files, strict=True) if one.read_bytes() != two.read_bytes()}
    assert differing == {".html", ".json"}
    assert re.sub(r' data-rows="[^"]*"', "", html_fragment(table)) == html_fragment(bare)


def test_html_style_stays_inside_the_table(table: Table) -> None:
    style = re.search(r"<style>(.*?)</style>", html_fragment(table), re.DOTALL)
    assert style
    selectors = [rule.split("{")[0] for rule in style.group(1).split("}") if "{" in rule]
    parts = [part.strip() for selector in selectors for part in re.split(r",(?![^(]*\))", selector)]
    assert parts and all(part.startswith("#table-table-demo ") for part in parts)


def test_html_page_stands_alone(table: Table, tmp_path: Path) -> None:
    text = (write_table(table, tmp_path)[1]).read_text(encoding="utf-8")
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert _Page(text.partition("\n")[2]).texts("title") == [table.title]
    assert not re.search(r"(src|href)=|https?://|@import|url\(", text)


def test_html_ids_are_unique_in_a_page_of_two_tables(table: Table, wide: Table) -> None:
    ids = re.findall(r'\bid="([^"]+)"', html_fragment(table) + html_fragment(wide))
    assert len(ids) == len(set(ids))


def test_a_table_without_sections_or_notes_is_written_everywhere(tmp_path: Path) -> None:
    table = Table("plain", "Plain", (Column(""), Column("n")), (Line((Cell("All"), Cell("3"))),))
    assert len(write_table(table, tmp_path)) == len(EXHIBITS["tables"][1])
    assert "gt_group_heading" not in html_fragment(table).partition("</style>")[2]


def test_a_notebook_gets_three_pictures_of_a_table(table: Table) -> None:
    shown = ShownTable(table)
    assert shown._repr_html_() == html_fragment(table)
    assert shown._repr_latex_() == latex_table(table)
    assert shown._repr_markdown_() == markdown_table(table)
    assert repr(shown) == repr(table)


def test_a_published_table_is_made_html_once(table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its page and what the notebook shows are the same; to make it costs more than all other formats together."""
    made: list[str] = []
    original = write_html.html_fragment
    monkeypatch.setattr(write_html, "html_fragment", lambda one: (made.append(one.name), original(one))[1])
    monkeypatch.setenv("PRESS_OUT", str(tmp_path))
    shown = publish(table)._repr_html_()
    assert made == [table.name]
    assert shown in (tmp_path / TABLES / f"{table.name}.html").read_text(encoding="utf-8")


def test_markdown_is_a_pipe_table_with_its_notes_below(table: Table) -> None:
    lines = markdown_table(table).splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {6}
    assert rows[1] == "| :--- | ---: | ---: | ---: | ---: |"
    assert r"Anti-TIF1γ ≥ 1 \| 2<sup>c</sup>" in rows[-1]
    assert lines[-1] == SIMULATED and "<sup>b</sup> Mann-Whitney U test.  " in lines


# LaTeX: The Comprehensive LaTeX Symbol List (S. Pakin) for the signs, "LaTeX: A Document Preparation System"
# (L. Lamport), 2.2.1, for the ten characters that are commands.
@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("55.1 ± 14.0", r"55.1 \ensuremath{\pm} 14.0"),
        ("−9.0 – −2.5", r"\ensuremath{-}9.0 -- \ensuremath{-}2.5"),
        ("≥ 15 % & < 20 %", r"\ensuremath{\geq} 15 \% \& \ensuremath{<} 20 \%"),
        ("TIF1γ", r"TIF1\ensuremath{\gamma}"),
        ("Δ 10⁹/L, C₃", r"\ensuremath{\Delta} 10\textsuperscript{9}/L, C\textsubscript{3}"),
        ("a_b #1 $2 {c} ~ ^", r"a\_b \#1 \$2 \{c\} \textasciitilde{} \textasciicircum{}"),
        ("C:\\x", r"C:\textbackslash{}x"),
        ("8.0 [3.5, 20.3]", "8.0 {[}3.5, 20.3{]}"),
        ("0·0037", r"0\ensuremath{\cdot}0037"),
    ],
)
def test_latex_prints_every_sign(text: str, latex: str) -> None:
    assert escape(text) == latex


@given(st.text(string.printable))
def test_no_bare_command_character_is_left_in_latex(text: str) -> None:
    rest = re.sub(
        r"\\(?:textbackslash|text[a-z]+|ensuremath|ldots)\{[^{}\\]*\}|\\[&%$#_{}]|\{[\[\]]\}", "", escape(text)
    )
    assert not re.search(r"[\\&%$#_{}~^]", rest)


def test_latex_table_is_ruled_noted_and_whole(table: Table, wide: Table) -> None:
    short, long = latex_table(table), latex_table(wide)
    for source in (short, long):
        began, ended = (re.findall(rf"\\{word}\{{(\w+)\}}", source) for word in ("begin", "end"))
        assert began and sorted(began) == sorted(ended)
        assert "\\toprule" in source and "\\midrule" in source and "\\bottomrule" in source
        assert "\\cmidrule(lr){3-4}" in source
    assert (
        "threeparttable" in short and "\\item[a] Not adjusted" in short and "landscape" not in short.split("\n", 1)[1]
    )
    assert "\\begin{longtable}" in long and "\\endhead" in long and "\\begin{landscape}" in long


def test_latex_rows_have_one_ampersand_fewer_than_columns(table: Table) -> None:
    body = latex_table(table).split("\\midrule\n")[1].split("\\bottomrule")[0]
    rows = [row for row in body.splitlines() if "multicolumn" not in row]
    assert {len(re.findall(r"(?<!\\)&", row)) for row in rows} == {4}
