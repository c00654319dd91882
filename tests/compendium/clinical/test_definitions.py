"""A clinician edits the definitions: each bad edit is told once, with its place and what to do; good ones work."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pandas as pd
import pytest

from compendium.clinical.core_set import read_measures
from compendium.clinical.definition_check import check_definitions
from compendium.clinical.definition_review import threshold
from compendium.clinical.definitions import FILES, read_definitions
from compendium.clinical.eligibility import read_criteria, screen
from compendium.clinical.improvement_score import read_points
from compendium.clinical.interest import read_interest
from compendium.clinical.responses import read_responses, responders
from compendium.registry.reading import Registry
from press.ground.fault import SpreadsheetFault
from press.ground.spreadsheet import Line

from .patients import before_after, visit, visits

ADULT = "1,adult,age,at_least,18,"
CLASSIFIED = "criteria,one_of,Bohan and Peter|EULAR/ACR 2017|Griggs,"
VISITS = "5,assessed,visit,has,baseline|end,"
MMT15 = "mmt15,MMT8 ≥ {threshold}%,relative_mmt8,15,percent,MMT8 at the end at least {threshold}% above"
MMT15_ROW = f"{MMT15} its baseline value,"


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """A copy of the project's definitions, to be edited."""
    return Path(shutil.copytree(root / "data" / "definitions", tmp_path / "definitions"))


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Replace what stands once in a file."""
    path = folder / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


# file, what is replaced, by what, where the fault must be said to be, what it must say
BAD = [
    # the rows and columns of any file
    ("eligibility", "variable,rule,value", "variable,rules,value", "row 1, column rule", "rename rules"),
    ("eligibility", "order,id,variable", "order,id,id,variable", "row 1, column id", "each column once"),
    ("core_set", "15,x ULN", "1,5,x ULN", "row 7:", "no more than 6 cells"),
    ("core_set", "mmt8,mmt8,150", "mmt8,mmt8,1,50", "row 2:", "no more than 6 cells"),  # not "mmt8 has none", too
    ("eligibility", ADULT, '1,adult,age,at_least,"18,', "eligibility.csv, row 2:", "every quotation mark closed"),
    # eligibility
    ("eligibility", ADULT, ",adult,age,at_least,18,", 'row 2, column order: "(empty)"', "a number"),
    ("eligibility", ADULT, "first,adult,age,at_least,18,", 'row 2, column order: "first"', "a number"),
    ("eligibility", "2,classified", "1.0,classified", 'row 3, column order: "1.0"', "row 2 has it too"),
    ("eligibility", "2,classified", "2,adult", 'row 3, column id: "adult"', "row 2 has it too"),
    ("eligibility", "2,classified", "2,Classified", 'row 3, column id: "Classified"', "small letters"),
    ("eligibility", "2,classified", "2,screened", 'row 3, column id: "screened"', "rename it"),
    ("eligibility", "age,at_least,18", "age,above,18", 'row 2, column rule: "above"', "at_least, equals, one_of, has"),
    ("eligibility", "age,at_least,18", "years,at_least,18", 'row 2, column variable: "years"', "codebook.csv"),
    ("eligibility", "age,at_least,18", "mmt8,at_least,18", 'row 2, column variable: "mmt8"', "of patients"),
    ("eligibility", "age,at_least,18", "sex,at_least,18", 'row 2, column variable: "sex"', "it is level"),
    ("eligibility", "age,at_least,18", "age,one_of,18", 'row 2, column variable: "age"', "it is integer"),
    ("eligibility", "age,at_least,18", "age,at_least,eighteen", 'row 2, column value: "eighteen"', "a number from 0"),
    ("eligibility", "age,at_least,18", "age,at_least,nan", 'row 2, column value: "nan"', "digits only"),
    ("eligibility", "age,at_least,18", "age,at_least,", 'row 2, column value: "(empty)"', "a number"),
    ("eligibility", "age,at_least,18", "age,at_least,180", 'row 2, column value: "180"', "from 0 to 110"),
    ("eligibility", CLASSIFIED, "criteria,one_of,Bohan|Griggs,", "row 3, column value", '"Bohan" is none of Bohan and'),
    ("eligibility", CLASSIFIED, "criteria,one_of,,", "row 3, column value", '"" is none of Bohan and Peter'),
    ("eligibility", VISITS, "5,assessed,age,has,baseline|end,", 'row 6, column variable: "age"', "one of visit"),
    ("eligibility", VISITS, "5,assessed,visit,has,start|end,", "row 6, column value", '"start" is none of baseline'),
    ("eligibility", VISITS, "5,assessed,visit,has,baseline|,", "row 6, column value", '"" is none of baseline'),
    ("eligibility", ",Younger than 18 years,", ",,", 'row 2, column exclusion: "(empty)"', "never empty"),
    # responses
    ("responses", "8,15,", "8,,", 'row 3, column threshold: "(empty)"', "a number"),
    ("responses", "8,15,", "8,15%,", 'row 3, column threshold: "15%"', "without a unit"),
    ("responses", "8,15,", '8,"15,5",', 'row 3, column threshold: "15,5"', "such as 15 or 2.5"),
    ("responses", "8,15,", "8,-15,", 'row 3, column threshold: "-15"', "at least 1"),
    ("responses", "8,15,", "8,0.15,", 'row 3, column threshold: "0.15"', "at least 1"),
    ("responses", "8,15,", "8,inf,", 'row 3, column threshold: "inf"', "a number"),
    ("responses", "score,60,", "score,600,", 'row 7, column threshold: "600"', "from 1 to 100"),
    ("responses", "recorded,,,", "recorded,1,,", 'row 2, column threshold: "1"', "empty in this row"),
    ("responses", "8,15,percent", "8,15,points", 'row 3, column unit: "points"', "percent"),
    ("responses", "mmt15,", "MMT15,", 'row 3, column id: "MMT15"', "small letters"),
    ("responses", "mmt15,", "mmt 15,", 'row 3, column id: "mmt 15"', "small letters"),
    ("responses", "tis40,", "imacs,", 'row 6, column id: "imacs"', "row 4 has it too"),
    ("responses", "relative_mmt8", "relative", 'row 3, column rule: "relative"', "write relative_mmt8"),
    ("responses", "MMT8 ≥ {threshold}%", "MMT8 ≥ 15%", 'row 3, column label: "MMT8 ≥ 15%"', "follows the threshold"),
    ("responses", "least {threshold}% above", "least 15% above", "row 3, column definition", "says its threshold"),
    ("responses", "MMT8 ≥ {threshold}%", "MMT8 ≥ {treshold}%", "row 3, column label", "nothing in braces but"),
    ("responses", "Physician's judgement", "Judgement {threshold}", "row 2, column label", "where no threshold is"),
    ("responses", "MMT8 ≥ {threshold}%", "", 'row 3, column label: "(empty)"', "never empty"),
    ("responses", "8,15,", "8,25,", 'row 3, column id: "mmt15"', "is the threshold of its row, 25. What to do: rename"),
    ("responses", "mmt15,", "mmt_2_5,", 'row 3, column id: "mmt_2_5"', "such as mmt_15"),
    (
        "responses",
        "tis40,ACR/EULAR 2016 score ≥ {threshold} ({degree})",
        "tis40,Score {degree}",
        "row 6, column label",
        "in parentheses",
    ),
    (
        "responses",
        "tis40,ACR/EULAR 2016 score ≥ {threshold} ({degree})",
        "tis40,Score (Moderate)",
        "row 6, column label",
        "write {degree}",
    ),
    (
        "responses",
        "MMT8 ≥ {threshold}%",
        "MMT8 ≥ {threshold}% ({degree})",
        "row 3, column label",
        "nothing in braces but {t",
    ),
    (
        "responses",
        "tis40,ACR/EULAR 2016 score ≥ {threshold} ({degree})",
        "tis40,ACR/EULAR 2016 score ≥ {place}",
        "row 6, column label",
        "nothing in braces but {threshold} and {degree}",
    ),
    ("responses", ",beside_trial,", ",,", "column role", "one row, not 0, has the role beside_trial"),
    (
        "responses",
        ",beside_trial,",
        ",trial,",
        'row 5, column role: "trial"',
        "empty, but for the word beside_trial in",
    ),
    (
        "responses",
        "baseline value,,",
        "baseline value,beside_trial,",
        "row 3, column role",
        "with the rule total_impro",
    ),
    # degrees of improvement
    ("improvement_degrees", "40,moderate", "20,moderate", 'row 3, column threshold: "20"', "row 2 has it too"),
    ("improvement_degrees", "40,moderate", "40,minimal", 'row 3, column degree: "minimal"', "row 2 has it too"),
    ("improvement_degrees", "40,moderate", "400,moderate", 'row 3, column threshold: "400"', "from 1 to 100"),
    ("improvement_degrees", "40,moderate", "40,", 'row 3, column degree: "(empty)"', "never empty"),
    # core set
    ("core_set", "points,higher", "points,up", 'row 2, column better: "up"', "one of higher, lower"),
    ("core_set", "15,x ULN,lower", "15,x ULN,higher", 'row 7, column better: "higher"', "one of lower"),
    ("core_set", "mmt8,mmt8,150", "mmt8,mmt8,0", 'row 2, column range: "0"', "above 0"),
    ("core_set", "mmt8,mmt8,150", "mmt8,mmt8,wide", 'row 2, column range: "wide"', "a number"),
    ("core_set", "mmt8,mmt8,150", "mmt8,mmt8,15", 'row 2, column range: "15"', "which is 150"),
    ("core_set", "mmt8,mmt8,150", "mmt8,mmt,150", 'row 2, column variable: "mmt"', "visits"),
    ("core_set", "enzyme,ck,15", "enzyme,prednisone,15", "row 7, column variable", "no prednisone_uln"),
    ("core_set", "enzyme,ck,15", "enzyme,ldh,15", 'row 9, column variable: "ldh"', "row 7 has it too"),
    ("core_set", "15,x ULN", "15,U/L", 'row 7, column range_unit: "U/L"', "one of x ULN"),
    ("core_set", "mmt8,mmt8,", "mmt,mmt8,", 'row 2, column measure: "mmt"', "write mmt8"),
    (
        "core_set",
        "patient_global,patient_global",
        "physician_global,patient_global",
        "row 4, column measure",
        "one row",
    ),
    # points
    ("improvement_points", "mmt8,20,30,", "mmt,20,30,", 'row 4, column measure: "mmt"', "write mmt8"),
    ("improvement_points", "mmt8,20,30,", "mmt8,20,35,", 'row 4, column up_to_percent: "35"', "30, where the next"),
    ("improvement_points", "mmt8,20,30,", "mmt8,20,,", 'row 4, column up_to_percent: "(empty)"', "30, where the next"),
    ("improvement_points", "mmt8,30,,", "mmt8,30,100,", 'row 5, column up_to_percent: "100"', "empty in the last band"),
    ("improvement_points", "mmt8,20,30,27.5", "mmt8,20,30,15", 'row 4, column points: "15"', "at least 20"),
    ("improvement_points", "mmt8,2,10,10,", "mmt8,2,10,-1,", 'row 2, column points: "-1"', "from 0 to 100"),
    ("improvement_points", "mmt8,2,10,10,", "mmt8,-2,10,10,", 'row 2, column above_percent: "-2"', "from 0 to 100"),
    ("improvement_points", "mmt8,2,10,10,", "mmt8,two,10,10,", 'row 2, column above_percent: "two"', "a number"),
    ("improvement_points", "mmt8,30,,32.5", "mmt8,30,,35", 'column points: "102.5"', "add up to 100"),
    # events of interest
    (
        "events_of_interest",
        "terms,Meningitis aseptic",
        "terms,Meningitis",
        "row 3, column terms",
        '"Meningitis" is none',
    ),
    ("events_of_interest", "Haemolysis|Haem", "Hemolysis|Haem", "row 4, column terms", "write Haemolysis"),
    ("events_of_interest", "terms,Meningitis aseptic", "terms,", "row 3, column terms", '"" is none'),
    ("events_of_interest", "grade_5,", ",", 'row 7, column rule: "(empty)"', "one of terms, grade_5"),
    ("events_of_interest", "grade_5,", "grade_5,Rash", 'row 7, column terms: "Rash"', "empty it"),
    ("events_of_interest", "kidney,", "haemolysis,", 'row 5, column id: "haemolysis"', "row 4 has it too"),
    # figures of other studies
    (
        "external",
        'IVIg, week 16",37,47',
        'IVIg, week 16",370,47',
        'row 3, column count: "370"',
        "no more than the total",
    ),
    ("external", 'IVIg, week 16",37,47', 'IVIg, week 16",37,', 'row 3, column count: "37"', "the total (empty)"),
    ("external", "48,,20,", "48,,25,", "row 2, column quantity", "it says the threshold of its row, 25"),
    ("external", "48,,20,", "48,,,", 'row 2, column threshold: "(empty)"', "a number from 1 to 100"),
    ("external", "long_run_mmt8,", "long_run,", "column id", "restore it"),
]


@pytest.mark.parametrize(("name", "old", "new", "where", "what"), BAD)
def test_a_bad_edit_is_told_once_with_its_place(
    folder: Path, name: str, old: str, new: str, where: str, what: str
) -> None:
    """The rules of data/definitions; rows are counted as a spreadsheet counts them."""
    edit(folder, name, old, new)
    with pytest.raises(SpreadsheetFault) as raised:
        check_definitions(folder)
    message = str(raised.value)
    assert len(raised.value.records) == 1, message
    assert message.startswith(f"data/definitions/{name}.csv"), message
    assert where in message, message
    assert what in message, message
    assert "What to do: " in message, message


@pytest.mark.parametrize("measure", ["haq_di", "enzyme"])
@pytest.mark.parametrize("name", ["core_set", "improvement_points"])
def test_a_measure_that_is_missing_is_told(folder: Path, name: str, measure: str) -> None:
    """IMACS core set: six measures, each with its range and its points."""
    lines = (folder / f"{name}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(measure)]
    (folder / f"{name}.csv").write_text("".join(kept), encoding="utf-8")
    with pytest.raises(SpreadsheetFault, match=rf"{name}\.csv, column measure.*{measure} has none") as raised:
        check_definitions(folder)
    assert len(raised.value.records) == 1


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_table_is_told(folder: Path, name: str) -> None:
    """Missing, saved with semicolons, saved in Windows' own characters, empty, or without a row."""
    path = folder / f"{name}.csv"
    header = ",".join(FILES[name][0])
    broken = {
        "cannot": None,
        "by semicolons": path.read_bytes().replace(b",", b";"),
        "written in UTF-8": path.read_bytes() + "ü".encode("cp1252"),
        "its first row names the columns": b"",
        "at least one row under the header": f"{header}\n,,\n\n".encode(),
    }
    for what, content in broken.items():
        path.unlink() if content is None else path.write_bytes(content)
        with pytest.raises(SpreadsheetFault, match="a file that can be opened" if content is None else what) as raised:
            check_definitions(folder)
        assert len(raised.value.records) == 1
        assert str(raised.value).startswith(f"data/definitions/{name}.csv")


def test_semicolons_are_told_how_to_save(folder: Path) -> None:
    path = folder / "core_set.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    with pytest.raises(SpreadsheetFault, match=r"save it from the spreadsheet as 'CSV UTF-8 \(comma delimited\)'"):
        read_measures(folder)


@pytest.mark.parametrize("name", FILES)
def test_what_a_spreadsheet_adds_changes_nothing(folder: Path, name: str) -> None:
    """A byte order mark, Windows line ends, blanks around cells, blank rows, and columns without a name at the end."""
    path = folder / f"{name}.csv"
    before = read_definitions(name, folder)
    header, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerows([[*header, "", ""], [], ["", "", ""]])
        writer.writerows([*(f" {cell}\u00a0" for cell in row), "", ""] for row in rows)
        writer.writerows([[], ["", "", "", ""]])
    check_definitions(folder)
    after = read_definitions(name, folder)
    columns = FILES[name][0]
    assert [[line[column] for column in columns] for line in after] == [
        [line[column] for column in columns] for line in before
    ]
    assert [line.row for line in after] == [line.row + 2 for line in before]


def test_all_faults_of_all_files_are_told_at_once(folder: Path) -> None:
    edit(folder, "eligibility", "age,at_least,18", "years,at_least,18")
    edit(folder, "eligibility", "dose,dose,equals,2", "dose,dose,equals,two")
    edit(folder, "responses", "8,15,", "8,,")
    edit(folder, "core_set", "points,higher", "points,up")
    with pytest.raises(SpreadsheetFault) as raised:
        check_definitions(folder)
    told = [(Path(each.file).stem, each.row, each.column) for each in raised.value.records]
    assert told == [
        ("eligibility", 2, "variable"),
        ("eligibility", 4, "value"),
        ("responses", 3, "threshold"),
        ("core_set", 2, "better"),
    ]
    assert len(str(raised.value).splitlines()) == 4


def test_faults_of_rows_and_of_their_cells_are_told_at_once(folder: Path) -> None:
    """What the reader finds (a cell too many, an id twice) does not hide what the rules of the file find."""
    edit(folder, "responses", "8,15,", "8,,")
    edit(folder, "responses", "physician,Physician's judgement", "physician,Judgement, of the physician")
    edit(folder, "responses", "imacs,IMACS", "mmt15,IMACS")
    with pytest.raises(SpreadsheetFault) as raised:
        read_responses(folder)
    told = [(each.row, each.column, each.rule) for each in raised.value.records]
    assert told == [
        (2, "", "no more than 8 cells"),
        (3, "threshold", "a number of at least 1"),
        (4, "id", "no two rows the same; row 3 has it too"),
    ]


def test_a_number_is_asked_for_with_its_row() -> None:
    with pytest.raises(SpreadsheetFault, match=r'external.csv, row 4, column value: "many" - the rule: a number'):
        threshold(
            Line({"id": "long_run_mmt8", "value": "many"}, 4, "data/definitions/external.csv"), "value", "external"
        )


def test_a_changed_threshold_changes_the_label_the_definition_and_the_verdict(folder: Path) -> None:
    """MMT8 100 -> 120 is a gain of 20 %: enough for 15 %, not for 25 %."""
    patients = pd.DataFrame({"patient_id": ["PI-0001"], "response_physician": ["responder"]})
    records = patients, before_after("PI-0001", {"mmt8": 100}, {"mmt8": 120})
    assert responders(read_responses(folder)["mmt15"], *records).tolist() == [True]
    edit(folder, "responses", "8,15,", "8,25,")
    edit(folder, "responses", "mmt15,", "mmt25,")
    changed = read_responses(folder)["mmt25"]
    assert changed.label == "MMT8 ≥ 25%"
    assert changed.text == "MMT8 at the end at least 25% above its baseline value"
    assert responders(changed, *records).tolist() == [False]


def test_the_word_for_a_threshold_is_not_typed_but_a_longer_word_may_begin_like_it(folder: Path) -> None:
    """ "minimally" says a degree of improvement; "majority" does not, though it begins as "major" does."""
    edit(folder, "responses", "tis60,ACR/EULAR 2016 score", "tis60,Majority of the score")
    assert read_responses(folder)["tis60"].label == "Majority of the score ≥ 60 (major)"
    edit(folder, "responses", "tis60,Majority of the score", "tis60,Minimally the score")
    with pytest.raises(SpreadsheetFault, match=r"row 7, column label: .* minimal is not typed"):
        read_responses(folder)


def test_a_new_response_definition_works(folder: Path) -> None:
    """A definition's label is its own once the threshold is filled in."""
    edit(folder, "responses", MMT15_ROW, f"{MMT15_ROW},x\n{MMT15_ROW.replace('mmt15', 'mmt')}")
    with pytest.raises(SpreadsheetFault, match=r"row 4, column label: .* row 3 is called MMT8 ≥ 15%, too"):
        read_responses(folder)  # it may not be called as another is
    edit(
        folder, "responses", "mmt,MMT8 ≥ {threshold}%,relative_mmt8,15", "mmt2_5,MMT8 ≥ {threshold}%,relative_mmt8,2.5"
    )
    assert read_responses(folder)["mmt2_5"].label == "MMT8 ≥ 2.5%"


def test_a_new_criterion_works_where_its_order_puts_it(folder: Path) -> None:
    """Added as the last row with order 1.5: asked after adult, before classified."""
    path = folder / "eligibility.csv"
    path.write_text(
        path.read_text(encoding="utf-8") + "1.5,sure,diagnosis,one_of,DM | PM,DM or PM,Another diagnosis,test\n",
        encoding="utf-8",
    )
    check_definitions(folder)
    facts = {"age": 55.0, "criteria": "Griggs", "dose": 2.0, "infusions_n": 12.0}
    patients = pd.DataFrame(
        [
            {"patient_id": "PI-0001", "diagnosis": "PM", **facts},
            {"patient_id": "PI-0002", "diagnosis": "IBM", **facts},
        ]
    )
    seen = visits(*(visit(one, when) for one in patients["patient_id"] for when in ("baseline", "end")))
    empty = pd.DataFrame({"patient_id": []})
    screening = screen(Registry(patients, seen, empty, empty, True, ""), read_criteria(folder))
    assert screening.included == ("PI-0001",)
    assert [(step.criterion.id, step.excluded) for step in screening.steps][:3] == [
        ("adult", 0),
        ("sure", 1),
        ("classified", 0),
    ]


def test_blanks_around_the_bars_do_not_matter(folder: Path) -> None:
    edit(folder, "eligibility", "baseline|end", "baseline | end")
    edit(folder, "events_of_interest", "Haemolysis|Haem", "haemolysis | Haem")
    assert read_criteria(folder)[-1].values == ("baseline", "end")
    events = pd.DataFrame({"preferred_term": ["HAEMOLYSIS", "Rash"], "ctcae_grade": [1.0, 5.0]})
    chosen = {interest.id: interest.among(events).tolist() for interest in read_interest(folder)}
    assert chosen["haemolysis"] == [True, False]
    assert chosen["death"] == [False, True]


def test_other_points_that_still_add_up_work(folder: Path) -> None:
    """Ten points moved from patient_global to HAQ-DI: 32.5 + 20 + 0 + 20 + 7.5 + 20 = 100."""
    path = folder / "improvement_points.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join(
            [
                *(line for line in lines if not line.startswith(("patient_global", "haq_di"))),
                "haq_di,40,,20,moved",
                "haq_di,5,40,5,bands may stand in any order",
                "patient_global,5,,0,not counted",
            ]
        ),
        encoding="utf-8",
    )
    points = read_points(folder)
    assert points["haq_di"] == [(5.0, 5.0), (40.0, 20.0)]
    assert points["patient_global"] == [(5.0, 0.0)]
