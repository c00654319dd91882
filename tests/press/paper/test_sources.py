"""Where every number comes from: one line a row, with the cell that computed it; nothing is said of an unknown cell."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from press.exhibits.table.layout import Table
from press.ground.fault import Fault
from press.paper.document import Quoted
from press.paper.sources import CSV_COLUMNS, exhibits_table, inputs_table, sources_table, write_sources
from press.paper.spreadsheet_table import csv_table
from press.rows import Key, Row
from press.rows.csv_text import as_csv, from_csv
from press.rows.provenance import Made, Provenance, Run

EFFICACY = Made("02_efficacy", 3, "Did patients improve?")
SHA = "0123456789abcdef" * 4
PROVENANCE = Provenance(
    {"paper/results/efficacy.csv": EFFICACY, "paper/results/cohort.csv": Made("01_cohort", 4, "Who was treated?")},
    {"table_changes": Made("02_efficacy", 9, "Every outcome"), "flow_chart": Made("01_cohort", 6, "Flow")},
    {
        "02_efficacy": Run({"registry": "data/registry", "seed": 2021}, {"data/analysis/patients.csv": SHA}),
        "01_cohort": Run({"registry": "data/registry"}, {"data/registry/cedar/patients.csv": SHA[::-1]}),
    },
)
SHARE = Key("efficacy", "response").row("percent", 78.04878049, n=123, method="percentage")
COUNT = Key("cohort").row("n", 123, n=123, method="count of patients included")
UNKNOWN = Key("efficacy", "mmt8").row("p", math.nan, n=0, note="too few pairs")


def _quoted(row: Row, text: str, section: str, document: str = "manuscript", line: int = 1) -> Quoted:
    return Quoted(row, "d1", text, f"paper/{document}.md", line, section)


QUOTED = (
    _quoted(SHARE, "78%", "Abstract", line=12),
    _quoted(COUNT, "123", "Abstract", line=12),
    _quoted(SHARE, "78.0%", "Response", line=90),
    _quoted(SHARE, "78%", "Definitions", "supplement", line=20),
    _quoted(UNKNOWN, "not tested", "Response", line=91),
)


def _rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in line.cells] for line in table.lines]


def test_a_row_quoted_three_times_has_one_line_that_reads_as_every_place_does() -> None:
    rows = _rows(sources_table(QUOTED, PROVENANCE))
    assert [row for row in rows if row[0] == SHARE.id] == [
        [SHARE.id, "78%; 78.0%", "78.04878049", "123", "02_efficacy,\N{NO-BREAK SPACE}3"],
    ]


def test_the_lines_stand_under_the_section_that_quotes_first() -> None:
    rows = _rows(sources_table(QUOTED, PROVENANCE))
    assert [row[0] for row in rows] == ["Abstract", SHARE.id, COUNT.id, "Response", UNKNOWN.id]


def test_the_value_is_written_as_stored_and_what_could_not_be_computed_is_a_dash() -> None:
    rows = {row[0]: row for row in _rows(sources_table(QUOTED, PROVENANCE)) if len(row) > 1}
    assert (rows[COUNT.id][2], rows[UNKNOWN.id][2]) == ("123", "–")


def test_a_note_gives_the_heading_of_every_cell_once() -> None:
    notes = [text for _, text in sources_table(QUOTED, PROVENANCE).lettered_notes]
    assert notes == [
        "Cell 3 of 02_efficacy, under the heading “Did patients improve?”.",
        "Cell 4 of 01_cohort, under the heading “Who was treated?”.",
    ]


def test_the_csv_has_a_line_for_each_place_with_all_about_it(tmp_path: Path) -> None:
    path = tmp_path / "paper/sources.csv"
    write_sources(QUOTED, PROVENANCE, path)
    with path.open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert tuple(lines[0]) == CSV_COLUMNS
    assert [line["line"] for line in lines] == ["12", "12", "90", "20", "91"]
    first = lines[0]
    assert (first["document"], first["id"], first["display"], first["value"]) == (
        *("manuscript", SHARE.id, "78%"),
        "78.04878049",
    )
    assert (first["notebook"], first["cell"], first["heading"]) == ("02_efficacy", "3", "Did patients improve?")
    assert (first["results"], first["parameters"]) == (
        "paper/results/efficacy.csv",
        "registry=data/registry; seed=2021",
    )
    assert first["inputs"] == "data/analysis/patients.csv=0123456789ab"
    assert (lines[4]["value"], lines[4]["note"]) == ("", "too few pairs")


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "@SUM(1)", "+1", "-x", "\t=1", "--o", "’=1"])
def test_no_name_is_a_formula_and_each_is_read_back(name: str, tmp_path: Path) -> None:
    """What a quoted field says, the method, the note and the heading above a cell may be words of the data."""
    row = Key("efficacy", "response").row("definition", None, method=name, note=name)
    made = Provenance({"paper/results/efficacy.csv": Made("02_efficacy", 3, name)}, {}, {"02_efficacy": Run({name: 1})})
    write_sources((_quoted(row, name, name),), made, tmp_path / "sources.csv")
    with (tmp_path / "sources.csv").open(newline="", encoding="utf-8") as file:
        (line,) = csv.DictReader(file)
    raw = {column: cell for column, cell in line.items() if cell.startswith(("=", "@", "+", "-", "\t"))}
    assert raw == {} and line["note"] == as_csv(name)
    assert [from_csv(line[each]) for each in ("section", "display", "method", "note", "heading")] == [name] * 5


def test_a_result_of_no_known_notebook_stops_with_its_file(tmp_path: Path) -> None:
    stranger = (*QUOTED, _quoted(Key("safety").row("n", 1), "1", "Safety"))
    for make in (
        lambda: sources_table(stranger, PROVENANCE),
        lambda: write_sources(stranger, PROVENANCE, tmp_path / "s.csv"),
    ):
        with pytest.raises(Fault, match=r"paper/results/safety\.csv; run make all"):
            make()
    assert not (tmp_path / "s.csv").exists()


def test_every_exhibit_names_its_cell_and_the_results_of_its_notebook() -> None:
    rows = _rows(exhibits_table({"Table 1": "table_changes", "Figure S1": "flow_chart"}, PROVENANCE))
    assert rows == [
        ["Table 1", "table_changes", "02_efficacy,\N{NO-BREAK SPACE}9", "Every outcome", "paper/results/efficacy.csv"],
        ["Figure S1", "flow_chart", "01_cohort,\N{NO-BREAK SPACE}6", "Flow", "paper/results/cohort.csv"],
    ]
    with pytest.raises(Fault, match="forest, responses; run make all"):
        exhibits_table({"Table 1": "responses", "Table 2": "forest"}, PROVENANCE)


def test_the_settings_and_files_of_each_notebook_are_told_with_short_checksums() -> None:
    assert _rows(inputs_table(PROVENANCE)) == [
        ["Parameters"],
        ["registry", "data/registry", "all"],
        ["seed", "2021", "02_efficacy"],
        ["Files"],
        ["data/analysis/patients.csv", "0123456789ab", "02_efficacy"],
        ["data/registry/cedar/patients.csv", "fedcba987654", "01_cohort"],
    ]


def test_a_file_that_changed_between_two_notebooks_has_two_lines() -> None:
    runs = {"a": Run({}, {"data/a.csv": SHA}), "b": Run({}, {"data/a.csv": SHA[::-1]})}
    assert _rows(inputs_table(Provenance({}, {}, runs))) == [
        ["Files"],
        ["data/a.csv", "0123456789ab", "a"],
        ["data/a.csv", "fedcba987654", "b"],
    ]


def test_a_table_of_definitions_shows_the_chosen_columns_as_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "definitions.csv"
    path.write_text(
        "measure,above_percent,threshold,rule,terms\nmmt8,2.50,15,at least {threshold},a|b\n\nenzyme,,20,,c\n",
        encoding="utf-8",
    )
    table = csv_table(
        path, ["measure", "above_percent", "rule", "terms"], "points", "Points", {"mmt8": "MMT8"}.__getitem__
    )
    assert [(column.text, column.align) for column in table.columns] == [
        *(("Measure", "left"), ("Above (%)", "right"), ("Rule", "left")),
        ("Terms", "left"),
    ]
    assert _rows(table) == [["MMT8", "2.50", "at least 15", "a; b"], ["Enzyme", "", "", "c"]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, r": the rule: a file that can be opened \(No such file or directory\)"),
        (b"measure\n", ": the rule: at least one row under the header"),
        (b"\xff\xfem\x00", ": the rule: written in UTF-8, not in UTF-16"),
        (b'measure\n"open', ", row 2: the rule: a CSV table, with every quotation mark closed"),
        (b"points\n1\n", ', row 1: "points" - the rule: the first row names the columns measure'),
        (
            b"\xef\xbb\xbfmeasure;points\r\nmmt8;2,5\r\n",
            ", row 1: the rule: cells separated by commas; here they are by semicolons",
        ),
    ],
)
def test_definitions_that_cannot_be_shown_stop_with_the_reason(
    tmp_path: Path, text: bytes | None, message: str
) -> None:
    path = tmp_path / "d.csv"
    if text is not None:
        path.write_bytes(text)
    with pytest.raises(Fault, match=rf"d\.csv{message}"):
        csv_table(path, ["measure"], "points", "Points")
