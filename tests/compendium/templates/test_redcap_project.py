"""The REDCap project made from the codebook: REDCap takes it, and entries come back in the registry's words."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings

from compendium.registry.codebook import TABLES, load_codebook
from compendium.sources.handed import Handed
from compendium.sources.redcap_dictionary import COLUMNS, Dictionary, dictionary_of
from compendium.sources.redcap_export import split_export
from compendium.templates.redcap_project import (
    SHORT,
    codes_of,
    redcap_dictionary,
    redcap_mapping,
    redcap_name,
    write_redcap_dictionary,
)
from press.ground.fault import Fault

from ..sources.redcap_exports import Options, Row, cells, export, written
from .registries import BOOK, CENTRES, Tables, any_tables, committed, header

ROWS = [dict(zip(COLUMNS.values(), row, strict=True)) for row in redcap_dictionary(BOOK)[1:]]
FIELD_TYPES = {"text", "radio", "dropdown", "yesno"}
# The rule of redcapAPI (R/constants.R, REGEX_FIELD_NAME): small letters, digits, single underscores.
FIELD_NAME = re.compile(r"[a-z](?!.*__)[a-z0-9_]*[a-z0-9]")


def the_dictionary() -> Dictionary:
    return dictionary_of(cells(written(redcap_dictionary(BOOK)), "dictionary.csv"))


def entered(tables: Tables) -> list[Row]:
    """Return the rows in which REDCap holds a registry: a patient once, visits and adverse events as repeats."""
    rows = []
    for table in TABLES:
        seen: dict[str, int] = {}
        for line in tables[table]:
            values = {}
            for variable, text in zip(BOOK.table(table), line, strict=True):
                code = {word: code for code, word in codes_of(variable).items()}
                values[redcap_name(variable)] = code[text] if code and text else text
            record = values.pop("patient_id")
            seen[record] = seen.get(record, 0) + 1
            repeats = {"instrument": table, "instance": str(seen[record])} if table != "patients" else {}
            rows.append(Row(record, values, {table: "2"}, **repeats))
    return sorted(rows, key=lambda row: row.record)


def mapped_back(handed: Handed, mapping: str) -> Tables:
    """Follow the mapping as it is written: each variable's column, each code's word."""
    found: Tables = {table: [] for table in TABLES}
    for table, columns in yaml.safe_load(mapping)["tables"].items():
        form = handed.tables.get(columns.pop("from"))
        assert list(columns) == header(table)
        for row in form.rows if form else ():
            line = dict(zip(form.header, row, strict=True))
            texts = [(line[source["column"]], source.get("recode")) for source in columns.values()]
            found[table].append([recode[text] if recode and text else text for text, recode in texts])
    return found


def round_trip(tables: Tables, options: Options | None = None) -> Tables:
    handed = split_export(export(ROWS, entered(tables), options), the_dictionary())
    return mapped_back(handed, redcap_mapping(BOOK, "export.csv", "dictionary.csv"))


def by_record(tables: Tables) -> Tables:
    """Return the tables with the patients in the order of the records."""
    return {
        table: sorted(rows, key=lambda row: row[header(table).index("patient_id")]) for table, rows in tables.items()
    }


@pytest.mark.parametrize("centre", CENTRES)
@pytest.mark.parametrize(
    "options",
    [
        Options(),
        Options(labels=True),
        Options(labels=True, headings=True),
        Options(delimiter=";", decimal=","),
        Options(blank_grey=True, groups=True),
    ],
)
def test_a_centre_comes_back_from_redcap_however_it_was_exported(root: Path, centre: str, options: Options) -> None:
    """Every cell of the three tables, as it lies in data/registry."""
    tables = committed(root, centre)
    assert round_trip(tables, options) == by_record(tables)


def test_a_centre_that_the_codebook_does_not_know_comes_back(root: Path) -> None:
    """The field is a text: the three centres of the study are no choice for another."""
    at = header("patients").index("centre")
    tables = committed(root, CENTRES[0])
    tables["patients"] = [[*line[:at], "Elm", *line[at + 1 :]] for line in tables["patients"]]
    assert round_trip(tables) == by_record(tables)
    (field,) = (row for row in ROWS if row["field_name"] == "centre")
    assert (field["field_type"], field["select_choices_or_calculations"]) == ("text", "")
    assert "such as: A, B, C" in field["field_note"]


@settings(max_examples=15)
@given(any_tables())
def test_any_registry_that_the_codebook_allows_comes_back(tables: Tables) -> None:
    if tables["patients"]:
        assert round_trip(tables) == by_record(tables)


def test_the_dictionary_keeps_the_rules_by_which_redcap_takes_one() -> None:
    """18 columns; the record's id first, as text; forms in one piece; names once, short, and of plain letters."""
    assert redcap_dictionary(BOOK)[0] == list(COLUMNS)
    assert [ROWS[0]["field_name"], ROWS[0]["field_type"], ROWS[0]["form_name"]] == ["patient_id", "text", "patients"]
    names = [row["field_name"] for row in ROWS]
    assert len(names) == len(set(names))
    assert all(FIELD_NAME.fullmatch(name) and len(name) <= 26 for name in names)
    forms = [row["form_name"] for row in ROWS]
    assert forms == sorted(forms, key=TABLES.index)
    for row in ROWS:
        assert all(row[column] for column in ("field_name", "form_name", "field_type", "field_label"))
        assert row["field_type"] in FIELD_TYPES
        assert bool(row["select_choices_or_calculations"]) == (row["field_type"] in ("radio", "dropdown"))
        assert {row["required_field"], row["identifier"]} <= {"y", ""}


def test_the_reader_of_dictionaries_finds_nothing_odd_in_it() -> None:
    found = the_dictionary()
    assert not found.notes
    assert found.forms == TABLES
    assert len(found.fields) == sum(len(BOOK.table(table)) for table in TABLES) - 2  # the patient is asked once


def test_every_field_says_what_the_codebook_says() -> None:
    rows = {row["field_name"]: row for row in ROWS}
    for table in TABLES:
        for variable in BOOK.table(table):
            row = rows[redcap_name(variable)]
            assert variable.label in row["field_label"]
            assert variable.unit in row["field_label"]
            if variable.name != "patient_id":
                assert (row["required_field"] == "y") == variable.required
            if variable.kind in ("integer", "number"):
                limits = float(row["text_validation_min"]), float(row["text_validation_max"])
                assert limits == (variable.low, variable.high)
            if variable.kind == "date":
                assert row["text_validation_type_or_show_slider_number"] == "date_ymd"
    assert rows["diagnosis"]["select_choices_or_calculations"].startswith("1, DM | 2, PM | 3, IMNM")


def test_a_name_that_is_too_long_has_another_one_which_the_guide_and_the_mapping_know(tmp_path: Path) -> None:
    """REDCap advises at most 26 letters; concomitant_cyclophosphamide has 28."""
    dictionary, guide, mapping = write_redcap_dictionary(tmp_path / "project.csv")
    assert set(SHORT) == {variable.name for variable in BOOK.variables if len(variable.name) > 26}
    for name, short in SHORT.items():
        assert short in dictionary.read_text(encoding="utf-8")
        assert f"| {name} | {short} |" in guide.read_text(encoding="utf-8")
        assert yaml.safe_load(mapping.read_text(encoding="utf-8"))["tables"]["patients"][name]["column"] == short


def test_the_mapping_states_the_scale_of_scores_and_the_unit_of_measurements() -> None:
    """Centres differ in both, so a mapping says them and nothing is assumed."""
    tables = yaml.safe_load(redcap_mapping(BOOK, "export.csv", "dictionary.csv"))["tables"]
    assert tables["visits"]["mmt8"] == {"column": "mmt8", "scale": [0, 150]}
    assert tables["visits"]["haq_di"] == {"column": "haq_di", "scale": [0, 3]}
    for table in TABLES:
        for variable in BOOK.table(table):
            source = tables[table][variable.name]
            assert variable.unit in ("", source.get("unit")) or "scale" in source or variable.kind == "integer"


def test_the_guide_says_what_no_dictionary_can(tmp_path: Path) -> None:
    dictionary, guide, mapping = write_redcap_dictionary(tmp_path / "project.csv")
    text = guide.read_text(encoding="utf-8")
    for needed in ("Repeating instruments", "`visits` and `adverse_events`", "missing_codes", "do not shift dates"):
        assert needed in text
    assert {"project.csv", "project.yml", "project_export.csv"} <= set(re.findall(r"`([\w.]+)`", text))
    source = yaml.safe_load(mapping.read_text(encoding="utf-8"))["source"]
    assert source == {"kind": "redcap", "data": "project_export.csv", "dictionary": "project.csv"}
    rows = list(csv.reader(io.StringIO(dictionary.read_text(encoding="utf-8"), newline="")))
    assert rows == redcap_dictionary(BOOK)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("\nsex,patients,", "\nck,patients,", "the codebook has ck in several tables"),
        ("female|male", '"female|male, or not said"', "a level of sex does: male, or not said"),
    ],
)
def test_a_codebook_that_does_not_fit_redcap_is_refused(
    tmp_path: Path, root: Path, old: str, new: str, message: str
) -> None:
    text = (root / "data" / "codebook.csv").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "codebook.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Fault, match=message):
        redcap_dictionary(load_codebook(tmp_path / "codebook.csv"))
