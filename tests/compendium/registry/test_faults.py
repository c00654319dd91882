"""Every kind of fault is told with file, row, column, rule and what to do; all faults of all files at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compendium.registry.codebook import TABLES, load_codebook
from compendium.registry.fault import RegistryFault
from compendium.registry.reading import read_registry
from compendium.registry.schema import breaches
from press.ground.fault import Fault

from .example import cell, raw, text, write_example

PATIENTS, VISITS, EVENTS = "b/patients.csv", "b/visits.csv", "b/adverse_events.csv"


def without_column(name: str) -> Callable[[str], str]:
    def change(content: str) -> str:
        rows = [line.split(",") for line in content.splitlines()]
        at = rows[0].index(name)
        return "".join(",".join(row[:at] + row[at + 1 :]) + "\n" for row in rows)

    return change


# One cell is spoilt: file, row (the header is row 1), column, what is written there, a word of the rule it breaks.
CELLS = {
    "text where a number belongs": (PATIENTS, 3, "age", "old", "a number"),
    "NA instead of an empty cell": (VISITS, 4, "mmt8", "NA", "a number"),
    "not a number in floating point": (VISITS, 4, "mmt8", "nan", "a number"),
    "a value below detection": (VISITS, 2, "ck", "<20", "a number"),
    "decimal comma": (VISITS, 2, "haq_di", "1,375", "decimal point"),
    "a fraction where whole numbers are counted": (PATIENTS, 2, "infusions_n", "3.5", "whole"),
    "a comma that may stand between thousands": (VISITS, 2, "ck", "1,200", "decimal point"),
    "last IVIg before everything else": (PATIENTS, 2, "last_ivig_on", "2010-01-01", "not before first_ivig_on"),
    "first IVIg before everything else": (PATIENTS, 2, "first_ivig_on", "2010-01-01", "not before diagnosed_on"),
    "a treatment of a lifetime": (PATIENTS, 2, "last_ivig_on", "2033-03-09", "at most 20 years after"),
    "a visit in another century": (VISITS, 4, "visit_on", "2091-03-20", "first IVIg (2013-03-01)"),
    "a resolution in the far future": (EVENTS, 2, "resolved_on", "2099-01-01", "at most 20 years after"),
    "a sign in a level that cannot be seen": (PATIENTS, 2, "sex", "fem\u200bale", "cannot be seen"),
    "a letter of another script in a level": (PATIENTS, 2, "sex", "fem\u0430le", "letters of one script"),
    "a centre written in two ways": (PATIENTS, 3, "centre", "b", "also written 'B'"),
    "another centre than the folder's": (PATIENTS, 2, "centre", "D", "the centre whose folder this is (b)"),
    "above the possible": (VISITS, 3, "mmt8", "151", "from 0 to 150"),
    "below the possible": (VISITS, 3, "ck", "-1", "from 0"),
    "beyond every number": (VISITS, 3, "ck", "1e99", "from 0"),
    "unknown level": (PATIENTS, 2, "diagnosis", "JDM", "one of DM, PM"),
    "level in another case": (PATIENTS, 2, "sex", "Female", "one of female, male"),
    "yes written as 1": (PATIENTS, 2, "raynaud", "1", "yes or no"),
    "required number and empty": (PATIENTS, 2, "age", "", "never empty"),
    "required text and empty": (EVENTS, 2, "preferred_term", "", "never empty"),
    "required level and blank": (EVENTS, 2, "action", "  ", "never empty"),
    "date with slashes": (PATIENTS, 2, "diagnosed_on", "01/06/2012", "year-month-day"),
    "date with a time": (PATIENTS, 2, "diagnosed_on", "2012-06-01 00:00", "year-month-day"),
    "a day that does not exist": (PATIENTS, 2, "diagnosed_on", "2012-02-30", "year-month-day"),
    "a year that cannot be": (PATIENTS, 2, "diagnosed_on", "0212-06-01", "from 1900"),
    "a pseudonym with a space": (EVENTS, 2, "event_id", "PI 1", "pseudonym"),
    "diagnosis before the first symptom": (PATIENTS, 2, "diagnosed_on", "2011-12-31", "not before first_symptom_on"),
    "last IVIg before the first": (PATIENTS, 2, "last_ivig_on", "2013-02-28", "not before first_ivig_on"),
    "the same visit twice": (VISITS, 3, "visit", "baseline", "the same patient_id and visit"),
    "the same event twice": (EVENTS, 3, "event_id", "PI0001-1", "the same event_id"),
    "a centre in another's folder": (PATIENTS, 2, "centre", "C", "whose folder this is (b)"),
    "a visit of an unknown patient": (VISITS, 2, "patient_id", "PI9999", "a patient of b"),
    "an event of another centre's patient": (EVENTS, 2, "patient_id", "PV0001", "a patient of b"),
    "visits in the wrong order": (VISITS, 3, "visit_on", "2013-02-01", "visit 'baseline'"),
    "death, though the vital status is alive": (PATIENTS, 3, "stop_reason", "death", "the vital status is alive"),
    "an enzyme without its limit": (VISITS, 2, "ck_uln", "", "given wherever ck is"),
    "resolved before onset": (EVENTS, 2, "resolved_on", "2013-04-01", "not before onset_on"),
    "onset before IVIg": (EVENTS, 2, "onset_on", "2013-02-28", "first IVIg (2013-03-01)"),
    "a class that is not the term's": (EVENTS, 3, "system_organ_class", "Investigations", "Nervous system"),
}


def each_line(add: str) -> Callable[[str], str]:
    return lambda content: "".join(f"{line}{add}\n" for line in content.splitlines())


# A file is spoilt: how; where it must be found (row 0: the file as a whole), and a word of the rule.
FILES = {
    "the same patient twice": (
        text(PATIENTS, lambda content: content + content.splitlines()[1] + "\n"),
        (PATIENTS, 4, "patient_id", "no other row has the same patient_id"),
    ),
    "first IVIg before the diagnosis": (
        cell(PATIENTS, 3, "diagnosed_on", "2013-03-02"),
        (PATIENTS, 3, "first_ivig_on", "not before diagnosed_on"),
    ),
    "a column missing": (text(VISITS, without_column("mmt8")), (VISITS, 1, "mmt8", "present")),
    "the limits of an enzyme missing": (text(VISITS, without_column("ck_uln")), (VISITS, 1, "ck_uln", "present")),
    "a required column missing": (text(PATIENTS, without_column("age")), (PATIENTS, 1, "age", "present")),
    "a column too many": (
        text(VISITS, lambda content: each_line(",1")(content).replace(",1\n", ",\n", 1)),
        (VISITS, 1, "(without a name)", "only columns of the codebook"),
    ),
    "a column renamed": (
        text(VISITS, lambda content: content.replace("ck,", "ck_value,", 1)),
        (VISITS, 1, "ck", "present"),
    ),
    "a first row that names nothing": (
        text(EVENTS, lambda content: "Registry of B,,\n" + content),
        (EVENTS, 1, "", "row 1 names the columns"),
    ),
    "a blank first row": (text(PATIENTS, lambda content: "\n" + content), (PATIENTS, 1, "", "row 1 names the columns")),
    "all of one file in another's centre": (
        text(PATIENTS, lambda content: content.replace(",B,", ",C,")),
        (PATIENTS, 2, "centre", "folder this is (b); also wrong in row 3"),
    ),
    "a column twice": (text(VISITS, each_line(",mmt8")), (VISITS, 1, "mmt8", "each column once")),
    "semicolons": (text(VISITS, lambda content: content.replace(",", ";")), (VISITS, 1, "", "by semicolons")),
    "tabs": (text(VISITS, lambda content: content.replace(",", "\t")), (VISITS, 1, "", "by tabs")),
    "a row too short": (
        text(EVENTS, lambda content: content + "PI0001-2,PI0001\n"),
        (EVENTS, 4, "", "10 cells, as the header has; this row has 2"),
    ),
    "the names of the columns again": (
        text(EVENTS, lambda content: content.replace("\n", "\n" + content.partition("\n")[0] + "\n", 1)),
        (EVENTS, 2, "", "rows of the table alone; this one names the columns again"),
    ),
    "a row of totals": (
        text(EVENTS, lambda content: content + "Totale,25\n"),
        (EVENTS, 4, "", "rows of the table alone; this one counts or averages the rows of the table"),
    ),
    "a row of totals as wide as the table": (
        text(PATIENTS, lambda content: content + "Total" + "," * content.partition("\n")[0].count(",") + "\n"),
        (PATIENTS, 4, "", "rows of the table alone; this one counts or averages the rows of the table"),
    ),
    "a quotation mark left open": (
        text(EVENTS, lambda content: content.replace("PI0001-1", '"PI0001-1')),
        (EVENTS, 2, "", "quotation mark"),
    ),
    "an empty file": (raw(EVENTS, lambda _: b""), (EVENTS, 0, "", "not empty")),
    "a workbook": (raw(PATIENTS, lambda _: b"PK\x03\x04\x14\x06"), (PATIENTS, 0, "", "a text file")),
    "garbage": (raw(PATIENTS, lambda _: bytes(range(256))), (PATIENTS, 0, "", "a text file")),
    "Latin-1": (
        raw(EVENTS, lambda content: content.replace(b"Headache", "Céphalée".encode("latin-1"))),
        (EVENTS, 0, "", "UTF-8; at line 2"),
    ),
    "UTF-16": (raw(EVENTS, lambda content: content.decode().encode("utf-16")), (EVENTS, 0, "", "not in UTF-16")),
    "a file missing": (lambda folder: (folder / EVENTS).unlink(), (EVENTS, 0, "", "can be opened")),
    "a folder in the place of a file": (
        lambda folder: ((folder / EVENTS).unlink(), (folder / EVENTS).mkdir()),
        (EVENTS, 0, "", "can be opened"),
    ),
}


# What to do, where the value itself tells it: file, row, column, value, a part of the action.
ACTIONS = [
    (VISITS, 2, "ck", "1,200", "write 1200 or 1.2, whichever is meant"),
    (VISITS, 2, "dysphagia_vas", "0,375", "write 0.375"),
    (VISITS, 2, "dysphagia_vas", "3,5", "write 3.5"),
    (PATIENTS, 2, "diagnosed_on", "25/06/2012", "write 2012-06-25"),
    (PATIENTS, 2, "diagnosed_on", "06-25-2012", "write 2012-06-25"),
    (PATIENTS, 2, "diagnosed_on", "05/06/2012", "write it so"),  # the fifth of June or the sixth of May
    (PATIENTS, 2, "diagnosed_on", "31/06/2012", "write it so"),
    (VISITS, 3, "visit", "baseline", "the other is b/visits.csv, row 2"),
    (EVENTS, 3, "event_id", "PI0001-1", "the other is b/adverse_events.csv, row 2"),
]


@pytest.mark.parametrize(("file", "row", "column", "value", "action"), ACTIONS)
def test_what_to_do_follows_from_the_value(
    tmp_path: Path, file: str, row: int, column: str, value: str, action: str
) -> None:
    cell(file, row, column, value)(write_example(tmp_path / "registry"))
    (record,) = message(tmp_path / "registry").records
    assert action in record.action


def test_a_patient_of_two_centres_is_told_with_the_other_place(tmp_path: Path) -> None:
    write_example(tmp_path / "registry")
    for name, rows in (("patients", [2]), ("visits", [2, 3, 4]), ("adverse_events", [2])):
        for row in rows:
            cell(f"c/{name}.csv", row, "patient_id", "PI0002")(tmp_path / "registry")
    records = [record for record in message(tmp_path / "registry").records if record.column == "patient_id"]
    assert [(record.file, record.row) for record in records] == [("c/patients.csv", 2)]
    assert f"the other is {PATIENTS}, row 3" in records[0].action


def header_only(content: str) -> str:
    return content.splitlines()[0] + "\n"


# Every centre's table is spoilt in the same way.
EVERYWHERE: dict[str, Callable[[Path], object]] = {
    "missing": lambda path: path.unlink(),
    "header only": lambda path: path.write_text(header_only(path.read_text(encoding="utf-8")), encoding="utf-8"),
    "semicolons": lambda path: path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8"),
    "empty": lambda path: path.write_bytes(b""),
}


@pytest.mark.parametrize("how", EVERYWHERE)
@pytest.mark.parametrize("names", [["patients"], ["visits"], ["adverse_events"], ["patients", "visits"], list(TABLES)])
def test_a_table_spoilt_in_all_centres_is_told(tmp_path: Path, how: str, names: list[str]) -> None:
    """As a spreadsheet set to Italian writes it: semicolons in every file."""
    write_example(tmp_path / "registry")
    for path in [path for name in names for path in (tmp_path / "registry").rglob(f"{name}.csv")]:
        EVERYWHERE[how](path)
    if how == "missing" and names == list(TABLES):
        expected = {"."}
    elif how == "header only":  # no event is possible; of no patient no visit is missed
        expected = {f"{centre}/{names[0]}.csv" for centre in ("b", "c") if names[0] != "adverse_events"}
    else:
        expected = {f"{centre}/{name}.csv" for centre in ("b", "c") for name in names}
    if expected:
        records = message(tmp_path / "registry").records
        assert {record.file for record in records} == expected
        assert len(records) == len(expected)
    else:
        assert len(read_registry(tmp_path / "registry").flags) == 2


def test_empty_columns_without_a_name_and_other_folders_do_no_harm(tmp_path: Path) -> None:
    write_example(tmp_path / "registry")
    for path in (tmp_path / "registry").rglob("*.csv"):
        path.write_text(each_line(",, ")(path.read_text(encoding="utf-8")), encoding="utf-8")
    for name in ("__MACOSX/b", "notes", ".git"):
        (tmp_path / "registry" / name).mkdir(parents=True)
    (tmp_path / "registry" / "notes" / "letter.txt").write_text("x")
    assert len(read_registry(tmp_path / "registry").patients) == 3


def test_a_centres_folder_may_be_written_in_any_case(tmp_path: Path) -> None:
    (write_example(tmp_path / "registry") / "b").rename(tmp_path / "registry" / "B")
    assert len(read_registry(tmp_path / "registry").patients) == 3


def message(folder: Path) -> RegistryFault:
    with pytest.raises(RegistryFault) as caught:
        read_registry(folder)
    return caught.value


@pytest.mark.parametrize(("file", "row", "column", "value", "rule"), CELLS.values(), ids=CELLS.keys())
def test_a_fault_of_a_cell_is_told_where_it_is(
    tmp_path: Path, file: str, row: int, column: str, value: str, rule: str
) -> None:
    cell(file, row, column, value)(write_example(tmp_path / "registry"))
    fault = message(tmp_path / "registry")
    (record,) = fault.records  # the one thing that was spoilt is the only thing complained of
    assert (record.file, record.row, record.column, record.value) == (file, row, column, value.strip())
    assert rule in record.rule
    assert record.action
    assert record.line() in str(fault)


@pytest.mark.parametrize(("spoil", "where"), FILES.values(), ids=FILES.keys())
def test_a_fault_of_a_file_is_told_where_it_is(
    tmp_path: Path, spoil: Callable[[Path], object], where: tuple[str, int, str, str]
) -> None:
    spoil(write_example(tmp_path / "registry"))
    (record,) = message(tmp_path / "registry").records
    assert (record.file, record.row, record.column) == where[:3]
    assert where[3] in record.rule
    assert record.action


def test_the_unspoilt_example_has_no_fault(tmp_path: Path) -> None:
    registry = read_registry(write_example(tmp_path / "registry"))
    assert registry.patients["patient_id"].tolist() == ["PI0001", "PI0002", "PV0001"]
    assert registry.flags.empty
    assert (registry.simulated, registry.origin) == (False, "Registry: registry.")


@pytest.mark.parametrize(
    ("low", "high", "rule"), [(0, None, "at least 0 U/L"), (None, 9, "at most 9 U/L"), (0, 9, "from 0 to 9 U/L")]
)
def test_a_range_with_one_limit_is_told_in_words(low: float | None, high: float | None, rule: str) -> None:
    ck = replace(load_codebook().variable("ck", "visits"), low=low, high=high)
    (breach,) = breaches(pd.DataFrame({"ck": [-1.0 if high is None else 10.0]}), "visits", (ck,))
    assert breach.rule == f"{rule}; beyond is impossible"


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write_example(tmp_path / "registry")
    spoilt = {
        (PATIENTS, 2, "age"): "old",
        (PATIENTS, 3, "dose"): "2,0",
        (VISITS, 7, "mmt8"): "200",
        (EVENTS, 2, "resolved_on"): "yesterday",
        ("c/visits.csv", 2, "ck_uln"): "",
        ("c/adverse_events.csv", 2, "action"): "nothing",
    }
    for (file, row, column), value in spoilt.items():
        cell(file, row, column, value)(tmp_path / "registry")
    fault = message(tmp_path / "registry")
    assert {(record.file, record.row, record.column) for record in fault.records} == set(spoilt)
    assert "6 faults in 5 files" in str(fault)


def test_a_missing_table_does_not_hide_the_faults_of_the_others(tmp_path: Path) -> None:
    write_example(tmp_path / "registry")
    (tmp_path / "registry" / VISITS).unlink()
    cell(PATIENTS, 2, "age", "old")(tmp_path / "registry")
    fault = message(tmp_path / "registry")
    assert {(record.file, record.column) for record in fault.records} == {(VISITS, ""), (PATIENTS, "age")}


def test_a_column_written_wrongly_throughout_is_told_in_few_lines(tmp_path: Path) -> None:
    write_example(tmp_path / "registry")
    path = tmp_path / "registry" / EVENTS
    header, first, *_ = path.read_text(encoding="utf-8").splitlines()
    rows = [first.replace("PI0001-1", f"PI0001-{i}").replace("2013-04-02", "02.04.2013") for i in range(200)]
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    fault = message(tmp_path / "registry")
    assert len(fault.records) == 200
    assert len(str(fault).splitlines()) < 15
    assert "200 times in onset_on, in b/adverse_events.csv\n" in str(fault)
    assert str(fault).count("for example b/adverse_events.csv, row ") == 3
    assert "likely cause: dates with the day or month first" in str(fault)


@pytest.mark.parametrize("what", ["no folder", "a file", "an empty folder"])
def test_a_folder_that_is_no_registry_is_told_in_one_message(tmp_path: Path, what: str) -> None:
    folder = tmp_path / "registry"
    if what == "a file":
        folder.write_text("x")
    elif what == "an empty folder":
        folder.mkdir()
    with pytest.raises(Fault, match="name the folder of the registry"):
        read_registry(folder)


def test_what_a_spreadsheet_does_without_harm_is_taken_as_it_is(tmp_path: Path) -> None:
    """A byte order mark, Windows line ends, blank lines and blanks around a value; rows are counted as in the sheet."""
    write_example(tmp_path / "plain")
    shutil.copytree(tmp_path / "plain", tmp_path / "excel")
    for path in (tmp_path / "excel").rglob("*.csv"):
        lines = path.read_text(encoding="utf-8").replace(",no,", ", no ,").splitlines()
        path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join([lines[0], "", *lines[1:], ""]).encode())
    plain, excel = read_registry(tmp_path / "plain"), read_registry(tmp_path / "excel")
    assert plain.patients.equals(excel.patients)
    assert plain.visits.equals(excel.visits)
    cell_in_third_row = text(PATIENTS, lambda content: content.replace(",54,", ",abc,", 1))
    cell_in_third_row(tmp_path / "excel")
    fault = message(tmp_path / "excel")
    assert [(record.row, record.column) for record in fault.records] == [(3, "age")]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=400), file=st.sampled_from([PATIENTS, VISITS, EVENTS]))
def test_no_content_whatever_gives_anything_but_a_fault(tmp_path: Path, content: bytes, file: str) -> None:
    folder = tmp_path / "registry"
    if not folder.exists():
        write_example(folder)
    kept = (folder / file).read_bytes()
    (folder / file).write_bytes(content)
    try:
        with pytest.raises(RegistryFault):
            read_registry(folder)
    finally:
        (folder / file).write_bytes(kept)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=st.text(max_size=12).filter(lambda value: "\x00" not in value),
    column=st.sampled_from(["age", "diagnosed_on", "sex"]),
)
def test_no_cell_whatever_gives_anything_but_a_fault_or_a_value(tmp_path: Path, value: str, column: str) -> None:
    folder = tmp_path / "registry"
    if not folder.exists():
        write_example(folder)
    kept = (folder / PATIENTS).read_bytes()
    try:
        cell(PATIENTS, 2, column, value.encode("utf-8", "replace").decode())(folder)
        read_registry(folder)
    except RegistryFault as fault:
        assert all(record.file == PATIENTS for record in fault.records)
    finally:
        (folder / PATIENTS).write_bytes(kept)


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("RSSMRA80A01H501U", "Italian tax codes"),
        ("m.rossi@example.org", "e-mail addresses"),
        ("nato il 04/03/1961", "dates of birth"),
        ("tel. 333 1234567", "telephone numbers"),
    ],
)
def test_of_a_column_that_tells_who_the_patients_are_it_is_said_what_it_holds(
    tmp_path: Path, value: str, what: str
) -> None:
    """It was to be renamed or taken away, with no word of what it is."""
    write_example(tmp_path / "registry")
    path = tmp_path / "registry" / PATIENTS
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([f"{header},extra", *(f"{row},{value}" for row in rows)]) + "\n", encoding="utf-8")
    (record,) = message(tmp_path / "registry").records
    assert (record.row, record.column, record.value) == (1, "extra", "")
    assert "nothing that tells who a patient is" in record.rule and what in record.rule
    assert "take the column out of the file" in record.action


def test_of_a_patient_whose_pseudonym_is_refused_no_visit_is_told_to_lack_the_patient(tmp_path: Path) -> None:
    """One cause: five times it was advised to add the patient."""
    cell(PATIENTS, 2, "patient_id", "Mario_Rossi")(write_example(tmp_path / "registry"))
    (record,) = message(tmp_path / "registry").records
    assert (record.file, record.column, "what looks like a person's name" in record.rule) == (
        PATIENTS,
        "patient_id",
        True,
    )


@pytest.mark.parametrize("value", ["-9", "300000"])
def test_no_limit_is_asked_for_beside_a_value_that_is_impossible(tmp_path: Path, value: str) -> None:
    write_example(tmp_path / "registry")
    cell(VISITS, 2, "ck", value)(tmp_path / "registry")
    cell(VISITS, 2, "ck_uln", "")(tmp_path / "registry")
    (record,) = message(tmp_path / "registry").records
    assert (record.column, record.value) == ("ck", value)


def test_no_limit_is_asked_for_beside_a_code_for_missing(tmp_path: Path) -> None:
    """Each 999 was told twice, the second time as a limit to be added."""
    write_example(tmp_path / "registry")
    for row in range(2, 7):
        cell(VISITS, row, "ck", "9999")(tmp_path / "registry")
        cell(VISITS, row, "ck_uln", "")(tmp_path / "registry")
    records = message(tmp_path / "registry").records
    assert [(record.row, record.column) for record in records] == [(row, "ck") for row in range(2, 7)]
