"""Rule: over patients nothing is said that is true of the simulated registry alone, and no sentence has a gap."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from compendium.clinical.responses import read_responses
from compendium.disclosure.policy import load_policy
from compendium.disclosure.whole import policy_rows
from compendium.exhibits import answers, answers_predictors, tables_cohort, tables_predictors
from compendium.exhibits.figures_responses import responses
from compendium.exhibits.site_parts import site_parts
from compendium.exhibits.tables_efficacy import table_responses
from compendium.exhibits.tables_missing_values import ALIKE, table_missing_values
from compendium.exhibits.whose import ORIGIN, SIMULATED
from compendium.leaving.places import CERTIFICATE
from compendium.study import STUDY
from press.build.reading import checksums
from press.exhibits.passage import Passage
from press.exhibits.publishing import ShownTable
from press.exhibits.table.hiding import NOTHING
from press.ground.rooms import ANALYSIS
from press.paper.author_text import Filled, fill, read_source
from press.paper.files import FILES, FORMS, PAGES, REPORT
from press.paper.lint import ALLOWED, lint, read_allowed
from press.project import Project
from press.rows import Ledger
from press.rows.row import Row
from press.rows.text import MISSING
from press.site.pages import fill_pages, read_pages
from tests.copied import OF_NOBODY

from .registries import CASES, OURS, POLICY, ledgers, released
from .test_study_exhibits import TABLES

# What the simulated paper says of its data, and the published cohort's size and places.
ONLY_SIMULATED = re.compile(
    r"no patient.s data|simulated (?:patient|registr)|(?:patients here|data) are simulated"
    r"|(?:of|=) 123\b|\b123 patients|three centres",
    re.IGNORECASE,
)


SAME_REASON = re.compile(
    r"(cannot be shown: a small number of patients could then be worked out|could not be computed \([^()]*\))"
    r"\.\s+[A-Z][^.]*\1\."
)


LEAVING = "leaving: "  # before a case: its rows after disclosure control
RELEASED = ("one centre", "eight patients", "bare, eight patients")
EVERY_WAY = (*RELEASED, "little recorded", "three not judged")


@cache
def rows_of(case: str) -> dict[str, Ledger]:
    """The rows of a case by ledger, as those of a registry of patients, before or after disclosure control."""
    if case.startswith(LEAVING):
        return released(case.removeprefix(LEAVING))
    made = {name: Ledger(map(_ours, ledger)) for name, ledger in ledgers(case).items()}
    return made | {"cohort": Ledger(made["cohort"], policy_rows(load_policy(POLICY), []))}


def _ours(row: Row) -> Row:
    return replace(row, note=OURS) if row.id == ORIGIN else row


def everything(case: str) -> Ledger:
    return Ledger(*rows_of(case).values())


def _report(root: Path, case: str) -> Filled:
    return fill(read_source(root, FILES[REPORT]), everything(case))


@pytest.mark.parametrize(
    "case", [*CASES, *(f"{LEAVING}{case}" for case in (*RELEASED, "little recorded", "three not judged"))]
)
def test_every_sentence_of_the_report_follows_the_rows(root: Path, case: str) -> None:
    """What could not be computed is told with its reason, in its place, and never as a dash in a sentence."""
    report = _report(root, case)
    assert report.flaws == ()
    assert [one.row.id for one in report.quoted if one.text == MISSING] == []
    assert "{?" not in report.text and "?}" not in report.text


def test_no_number_is_typed_into_the_report(root: Path) -> None:
    """Over the simulated registry it is not printed, so that a slip in it would stop the run of a centre."""
    text = (root / FILES[REPORT]).read_text(encoding="utf-8")
    assert [str(flaw) for flaw in lint(text, FILES[REPORT], read_allowed(root / ALLOWED))] == []


@pytest.mark.parametrize("case", RELEASED)
def test_what_no_policy_shows_is_left_to_the_authors(root: Path, case: str) -> None:
    """The years of treatment were said to be kept back for a small number of patients; no rule ever shows a year."""
    assert rows_of(f"{LEAVING}{case}")["cohort"]["cohort.years.first"].withheld
    report = _report(root, f"{LEAVING}{case}").text
    assert "[the years of the first and of the last infusion]{.authors}" in report
    assert "[the study period: the years" in " ".join(report.split())
    assert not any(one.row.id.startswith("cohort.years") for one in _report(root, case).quoted)


def test_the_note_below_tables_is_quoted_as_a_note(root: Path) -> None:
    """ "The data are: “Registry: sub0; <10 and * protect patients" was no sentence."""
    said = "A note below every table and figure names it, and the marks that protect its patients (@sec-disclosure): "
    assert f"{said}“{OURS}”" in _read(root, "one centre")


def test_no_version_of_python_is_named_but_that_of_the_readme(root: Path) -> None:
    """README: Python 3.11 or 3.12. What a text says of one of them is wrong of a run by the other."""
    for text in (*FILES.values(), *(f"{PAGES[REPORT]}/{name}.md" for name in ("index", "paper"))):
        assert not re.search(r"Python \d", (root / text).read_text(encoding="utf-8")), text


def test_what_a_passage_is_about_can_stand_in_a_list(root: Path) -> None:
    """Written as in the middle of a sentence: those that are not told for one reason share one."""
    files = [
        root / FILES[REPORT],
        *(root / PAGES[REPORT]).glob("*.md"),
        *(root / "src/compendium/exhibits").glob("*.py"),
    ]
    abouts = [each for file in files for each in re.findall(r"\{\?([^{}|?\[]+)[|\[]", file.read_text(encoding="utf-8"))]
    assert len(abouts) > 100
    name = re.compile(r"[A-Z][A-Z\d]|Raynaud's ")
    assert [each for each in abouts if "," in each or (each[:1].isupper() and not name.match(each))] == []


def _read(root: Path, case: str) -> str:
    """The report as it reads, without the marks of rows."""
    words = " ".join(_report(root, case).text.split())
    return unescape(re.sub(r"\[([^\]]*)\]\{\.row row=[\w.]+\}", r"\1", words))


def test_what_cannot_be_estimated_says_why_in_its_place(root: Path) -> None:
    nobody = _read(root, "bare")
    assert "The share of mild events and the share of transitory events could not be computed (no event" in nobody
    assert "The odds ratios of the model with both features and the odds ratios by Firth's method could not" in nobody
    alone, why = _read(root, "one centre"), "could not be computed (one centre: there is no other to compare with)."
    assert "at one centre" in alone
    assert re.search(rf"How far the associations hold within centres, [^.]* and [^.]* {re.escape(why)}", alone)
    assert f"The share of responders by centre {why}" in alone


LITTLE = f"{LEAVING}little recorded"


@pytest.mark.parametrize("case", ["little recorded", LITTLE])
def test_of_what_was_recorded_of_nobody_there_is_no_count(root: Path, case: str) -> None:
    """ "Patients who had died: 0. Lost to follow-up: 0." stood where nobody's vital status was recorded."""
    report = _read(root, case)
    assert "How many had died and how many were lost to follow-up could not be computed (nothing of it was" in report
    assert "Patients who had died" not in report and "Lost to follow-up" not in report
    answer = Passage.filled(answers.SAFETY, rows_of(case)["safety"]).text
    assert "How many patients died and how many were lost to follow-up could not be computed" in answer


OF_EVENTS = ("Adverse events carry", "*Safety.* Events", "Mild adverse events are", "@tbl-rates", "[@ctcae2017]")


@pytest.mark.parametrize("case", ["little recorded", LITTLE])
def test_without_a_table_of_events_none_is_told_of_and_each_sentence_says_why(root: Path, case: str) -> None:
    """The rows of rates are kept back, as their n is none: that no patient would follow is said by other rows."""
    report = _read(root, case)
    for words in OF_EVENTS:
        assert words not in report, words
    why = "could not be computed (the registry has no table of adverse events)."
    assert f"How often adverse events came {why}" in report
    safety = report[report.index("## Safety") : report.index("## Beside the published cohort")]
    assert (
        safety.count(why) == 1 and "the rate of events, " in safety and "the ratio of the rates by response" in safety
    )
    whole = _read(root, "two centres")
    for words in OF_EVENTS:
        assert words in whole, words


@pytest.mark.parametrize("case", ["one centre", f"{LEAVING}one centre"])
def test_of_one_centre_no_difference_between_centres_is_told(root: Path, case: str) -> None:
    report, why = _read(root, case), "could not be computed (one centre: there is no other to compare with)."
    assert "The centres are in" not in report and "which of them makes a difference between centres" not in report
    assert f"How far the results hang on the centre {why}" in report
    assert f"The share of responders by centre {why}" in report
    several = _read(root, "two centres")
    assert "The centres are in" in several and "which of them makes a difference between centres" in several


@pytest.mark.parametrize("case", [*CASES, *(f"{LEAVING}{case}" for case in EVERY_WAY)])
def test_no_two_sentences_in_a_row_give_the_same_reason(root: Path, case: str) -> None:
    """Of twenty-five such sentences the last was read by nobody."""
    text = re.sub(r"\[\]\{#[^{}]*\}", "", _report(root, case).text)
    for paragraph in re.split(r"\n\s*\n", re.sub(r"\[([^\]]*)\]\{\.row row=[\w.]+\}", r"\1", text)):
        assert not SAME_REASON.search(paragraph)


NOT_JUDGED = f"{LEAVING}three not judged"


def test_patients_left_out_for_their_response_are_told_of_wherever_they_are_missing(root: Path) -> None:
    """Three of 67 met all criteria and were in no count, no bound and no limitation."""
    report = _read(root, NOT_JUDGED)
    n = rows_of(NOT_JUDGED)["cohort"].value("cohort.n")
    assert f"Patients who met all criteria, and in whom response can be decided: {n:.0f}" in report
    for words in (
        "Fewer than 5 patients in whom response cannot be decided were left out. ",  # the abstract
        "The last step of @fig-flow is no criterion",
        "are in none of these bounds",
        "are in none of these shares and in no bound",
        "Patients who were left out are not among these.",
        "*Selection by the outcome.* Fewer than 5 patients",
    ):
        assert words in report, words
    whole = _read(root, f"{LEAVING}one centre")
    assert "Patients who met all criteria: " in whole
    for words in ("left out because", "Selection by the outcome", "is no criterion", "not among these"):
        assert words not in whole, words


def test_where_patients_were_left_out_no_text_says_that_none_is_undecided(root: Path) -> None:
    rows, whole = rows_of(NOT_JUDGED), rows_of(f"{LEAVING}one centre")
    said = Passage.filled(answers.COHORT, rows["cohort"]).text
    assert (
        "in no patient" not in said and "Patients in whom the records leave response open, fewer than 5, were" in said
    )
    assert "The records leave response open in no patients." in Passage.filled(answers.COHORT, whole["cohort"]).text
    assert "are in none of these shares" in Passage.filled(answers.EFFICACY, rows["efficacy"]).text
    for build, name in ((tables_cohort.table_one, "cohort"), (tables_predictors.table_predictors, "predictors")):
        for of, undecided in ((rows, "fewer than 5, left out of all analyses."), (whole, "0.")):
            table = build(of[name], OURS)  # of which nothing may be shown: then there is nothing to explain
            assert f"undecided: {undecided}" in " ".join(table.source) or NOTHING in table.lines[0].cells[0].text
    assert "undecided: fewer than 5" in " ".join(tables_cohort.table_one(rows["cohort"], OURS).source)
    notes = [" ".join(table_responses(each["efficacy"], OURS).source) for each in (rows, whole)]
    assert ["with them the bounds would lie further apart" in each for each in notes] == [True, False]
    pages = fill_pages(read_pages(root / PAGES[REPORT]), everything(NOT_JUDGED), read_allowed(root / ALLOWED), REPORT)
    assert "in whom response cannot be decided were left out" in pages["index.md"]


@pytest.mark.parametrize("case", ["little recorded", LITTLE])
def test_a_share_that_arithmetic_forces_stands_beside_no_trial(root: Path, case: str) -> None:
    """Four of the six measures of the score were recorded of nobody: "100% of those who could be decided responded"."""
    why = (
        "could not be computed (with what was recorded patients can be called responders or left undecided, but nobody"
    )
    assert f"The share at the threshold of the trial {why}" in _read(root, case)
    rows = rows_of(case)["efficacy"]
    assert f"The share by the improvement score {why}" in Passage.filled(answers.EFFICACY, rows).text
    table = table_responses(rows, OURS)
    (line,) = (line for line in table.lines if line.cells[0].text == read_responses()["tis20"].label)
    assert line.cells[2].text in (MISSING, "*")
    figure = responses(rows, OURS)
    assert not any("100.0%" in text.get_text() for text in figure.figure.axes[0].texts)


def _without(row_id: str, **changed: object) -> Ledger:
    """All rows of two centres, one of them kept back."""
    hidden = {"value": float("nan"), "withheld": "*", "note": "", **changed}
    return Ledger(replace(row, **hidden) if row.id == row_id else row for row in everything("two centres"))


@pytest.mark.parametrize(
    ("row", "still"),
    [
        ("predictors.disease_duration.non_responder.median", "Median disease duration was"),
        ("predictors.disease_duration.non_responder.median", "the Hodges–Lehmann shift was"),
        ("predictors.ck_xuln.responder.median", "The shift was"),
        ("efficacy.mmt8.baseline.mean", "At the end it was"),
        ("safety.any.per_100_patient_years.exposure", "Treatment lasted"),
        ("cohort.treatment_duration.q1", "Treatment lasted"),
        ("predictors.multivariable.events", "Non-responders in the smaller model:"),
        ("predictors.multivariable.events", "The models rest on"),
        ("predictors.multivariable.epv", "The wider model has"),
    ],
)
def test_a_number_that_may_be_shown_does_not_go_with_one_that_may_not(root: Path, row: str, still: str) -> None:
    """Rows of which one alone was hidden took with them what a table showed."""
    assert still in fill(read_source(root, FILES[REPORT]), _without(row)).text


def test_how_far_diagnosis_decides_a_handful_of_values_is_not_told(root: Path) -> None:
    """ "In <5 of <5 patients" says nothing."""
    ledger = _without("predictors.skin.imputed.imputed", withheld="<5")
    report = fill(read_source(root, FILES[REPORT]), ledger).text
    assert "How far diagnosis decides what is imputed cannot be shown" in report and "of [&#60;5]" not in report
    own = Ledger(row for row in ledger if row.analysis == "predictors")
    assert f"{ALIKE}: Skin" not in " ".join(table_missing_values(own, OURS).notes.values())
    assert f"{ALIKE}: Raynaud" in " ".join(table_missing_values(own, OURS).notes.values())


@pytest.mark.parametrize("case", [*RELEASED, *(f"{LEAVING}{case}" for case in RELEASED)])
def test_nothing_that_a_run_shows_is_only_true_of_the_simulated_registry(root: Path, case: str) -> None:
    rows = everything(case)
    shown = {"report": _report(root, case).text}
    folder = root / PAGES[REPORT]
    parts = site_parts(root, rows)
    shown |= fill_pages(read_pages(folder), rows, read_allowed(root / ALLOWED), PAGES[REPORT]) | parts.texts
    for module in (answers, answers_predictors):
        templates = {name: text for name, text in vars(module).items() if name.isupper()}
        shown |= {
            name: Passage.filled(text, rows).text
            for name, text in templates.items()
            if not name.startswith("SIMULATED")
        }
    shown["profile"] = answers_predictors.profile_limits(OURS)
    for name, builds in TABLES.items():
        shown |= {build.__name__: ShownTable(build(rows_of(case)[name], OURS)).html for build in builds}
    shown |= {file.name: file.read_text(encoding="utf-8") for file in (root / "notebooks").glob("*.md")}
    found = {name: ONLY_SIMULATED.findall(_without_digits_of_ids(text)) for name, text in shown.items()}
    assert {name: words for name, words in found.items() if words} == {}


def _without_digits_of_ids(text: str) -> str:
    """A text without what a reader does not see: the attributes of tags, where a style or an id may hold any digits."""
    return re.sub(r"<[^>]*>", " ", re.sub(r"<style.*?</style>", " ", text, flags=re.DOTALL))


def test_the_words_that_are_sought_are_those_of_the_simulated_paper(root: Path) -> None:
    """A test that could not fail would prove nothing: the manuscript and its pages are full of them."""
    for file in ("paper/manuscript.md", "paper/pages/parts/simulated.md", "data/README.md"):
        assert ONLY_SIMULATED.search((root / file).read_text(encoding="utf-8"))


def test_no_text_that_a_run_takes_along_says_that_it_is_of_no_patient(root: Path) -> None:
    """ "No row in this repository is a patient" stood in the folder of a run, above the figure of its patients."""
    takes = [name for name in STUDY.takes if name != "src"]
    taken = [*checksums(Project(root), takes), STUDY.readme_of_run]
    texts = {name: (root / name).read_text(encoding="utf-8") for name in taken}
    assert {name: words for name, text in texts.items() if (words := OF_NOBODY.findall(text))} == {}
    assert "these are results of patients" in texts[STUDY.readme_of_run]
    for file in ("README.md", "data/README.md", "DECISIONS.md"):  # else the words sought were not theirs
        assert file not in taken and OF_NOBODY.search((root / file).read_text(encoding="utf-8"))


def test_the_readme_of_a_run_names_what_is_there(root: Path) -> None:
    words = (root / STUDY.readme_of_run).read_text(encoding="utf-8")
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make (\w+)", words):
        assert re.search(rf"^{target}\b.*:", makefile, re.MULTILINE), target
    assert CERTIFICATE in words and f"{ANALYSIS}/about.json" in words
    assert all(f"`.{form}`" in words or f"report.{form}" in words for form in FORMS[REPORT])
    assert "`data/README.md` of the compendium" in words and (root / "data/README.md").is_file()


def test_the_site_of_a_run_shows_no_document_that_a_run_has_not(root: Path, tmp_path: Path) -> None:
    """Whatever the registry: a simulated one is run in a folder of its own in the same way."""
    for name in ("data/codebook.csv", FILES[REPORT]):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((root / name).read_bytes())
    parts = site_parts(tmp_path, Ledger(ledgers("two centres")["cohort"]))
    assert parts.texts["made/data.md"] == f"**The data.** {SIMULATED}\n" and parts.rows == ()


def test_the_documents_on_the_simulated_registry_are_no_part_of_a_site_over_patients(root: Path) -> None:
    parts = site_parts(root, everything("one centre"))
    assert sorted(parts.texts) == ["made/codebook.md", "made/data.md"] and parts.rows == ()
    assert "assumed" not in parts.texts["made/codebook.md"]
    assert parts.texts["made/data.md"] == f"**The data.** {OURS}\n"
