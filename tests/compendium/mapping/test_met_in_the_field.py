"""What six foreign registries showed: vices of real tables that a draft has to see, and a mapping to be able to say."""

from __future__ import annotations

from pathlib import Path

import pytest

from compendium.mapping.applying import apply
from compendium.mapping.drafting import draft, draft_of
from compendium.mapping.intake import open_registry_at
from compendium.mapping.mapped import Mapped
from compendium.mapping.mapping_file import mapping_of
from compendium.registry.fault import RegistryFault
from compendium.sources.cells import Cells
from press.ground.fault import SpreadsheetFault
from tests.compendium.mapping.centres import BOOK, INDICATIONS, cells, handed, mapping_text

HEADER = ["ID", "Centro", "Sesso", "Età", "Diagnosi", "Prima infusione", "Ultima infusione", "Dose", "Indicazione"]
ROW = ["P1", "Elm", "F", "54", "DM", "2012-01-31", "2013-03-15", "2", "muscolo + esofago"]
ENTRIES = {
    "from": "Pazienti",
    "patient_id": "ID",
    "centre": "Centro",
    "sex": "{column: Sesso, recode: {F: female, M: male}}",
    "age": "Età",
    "diagnosis": "Diagnosi",
    "first_ivig_on": "Prima infusione",
    "last_ivig_on": "Ultima infusione",
    "dose": "Dose",
    **{name: f"{{column: Indicazione, contains: {name.removeprefix('indication_')}}}" for name in INDICATIONS},
    "indication_muscle": "{column: Indicazione, contains: muscolo}",
    "indication_oesophagus": "{column: Indicazione, contains: esofago}",
}


def patients(*changes: dict[str, str]) -> Cells:
    rows = [[change.get(name, text) for name, text in zip(HEADER, ROW, strict=True)] for change in changes]
    return cells("Pazienti", HEADER, rows)


def read(table: Cells, **entries: str) -> Mapped:
    text = mapping_text(ENTRIES | entries, None)
    return apply(mapping_of(text, "elm.yaml", BOOK), handed(table), BOOK)


def entry(text: str, variable: str) -> str:
    return next(line for line in text.splitlines() if line.strip().startswith(f"{variable}:")).strip()


def test_a_centre_may_have_any_name() -> None:
    """The codebook's centres are those of the study; another registry has others."""
    result = read(patients({}, {"ID": "P2", "Centro": "B"}))
    assert (result.faults, result.tables["patients"].frame["centre"].tolist()) == ([], ["Elm", "B"])
    assert read(patients({}), centre="{constant: Bergamo}").tables["patients"].frame["centre"].tolist() == ["Bergamo"]
    recoded = read(patients({"Centro": "1"}), centre='{column: Centro, recode: {"1": Lecco}}')
    assert recoded.tables["patients"].frame["centre"].tolist() == ["Lecco"]


@pytest.mark.parametrize("centre", ["b", "1", "2.0"])
def test_a_number_or_another_spelling_is_no_new_centre(centre: str) -> None:
    (fault,) = read(patients({"Centro": centre})).faults
    assert "a value of centre" in fault.rule
    with pytest.raises(SpreadsheetFault, match=r"centre\.constant"):
        read(patients({}), centre=f'{{constant: "{centre}"}}')


def test_the_draft_asks_of_a_centre_only_what_its_cells_leave_open() -> None:
    many = [{"ID": f"P{at}", "Centro": ("Elm", "b")[at % 2]} for at in range(12)]
    assert entry(draft(handed(patients(*many)), BOOK), "centre") == (
        "centre: {column: Centro, recode: {Elm: Elm, b: B}}"
    )
    named = [{"ID": f"P{at}"} for at in range(6)]
    assert entry(draft(handed(patients(*named)), BOOK), "centre") == "centre: Centro"


def test_of_several_words_in_a_cell_one_means_yes() -> None:
    """Lists in one cell are common where a sheet has one row a patient; whatever is only like the word is asked."""
    result = read(patients({}, {"ID": "P2", "Indicazione": "cute; muscolo"}, {"ID": "P3", "Indicazione": "n.d."}))
    frame = result.tables["patients"].frame
    assert frame["indication_oesophagus"].tolist() == ["yes", "no", ""]
    assert frame["indication_muscle"].tolist() == ["yes", "yes", ""]
    assert '1 cell: without "esofago" read as no' in {note[4] for note in result.notes}
    (fault,) = read(patients({"Indicazione": "non esofago"})).faults
    assert "non esofago" in fault.rule
    (fault,) = read(patients({}), indication_skin="Indicazione").faults
    assert "contains: with the word that means yes" in fault.action


def test_contains_is_for_yes_and_no_alone() -> None:
    with pytest.raises(SpreadsheetFault, match="contains for a yes/no variable"):
        read(patients({}), diagnosis="{column: Diagnosi, contains: DM}")


def test_a_draft_does_not_take_crosses_and_question_marks_for_a_complete_column() -> None:
    """Whether an empty cell means no changes a share from 30% to 100%: it is asked, also where some cells are "?"."""
    table = cells("Pazienti", ["ID", "Raynaud", "Sesso"], [["a", "x", "F"], ["b", "", "M"], ["c", "?", "F"]])
    assert "raynaud: {column: Raynaud, blank: ?}" in entry(draft(handed(table), BOOK), "raynaud")


def test_a_name_that_fits_several_variables_alike_is_sure_of_none() -> None:
    table = cells("Pazienti", ["ID", "Sesso", "Diagnosi", "Indicazione"], [["a", "F", "DM", "muscolo"]])
    assert "Indicazione  # unsure" in draft(handed(table), BOOK) or "# unsure; muscolo" in draft(handed(table), BOOK)


def test_a_scale_in_the_name_of_a_column_and_months_before_their_word_are_seen() -> None:
    header = ["ID", "Sesso", "Basale / MMT8 (0-80)", "3 mesi / MMT8 (0-80)", "Basale / CPK (U/L)", "3 mesi / CPK (U/L)"]
    text = draft(handed(cells("Foglio1", header, [["a", "F", "40", "50", "900", "300"]])), BOOK)
    assert entry(text, "mmt8") == "mmt8: {scale: [0, 80]}"
    assert '{visit: month 3, visit_on: ?, mmt8: "3 mesi / MMT8 (0-80)", ck: "3 mesi / CPK (U/L)"}' in text
    assert entry(text, "ck_uln").startswith("ck_uln: ?  # needed beside ck")


def test_codes_that_the_source_calls_not_known_are_missing_and_make_no_row() -> None:
    """SPSS: -9 with the label "not known"; a group of columns with nothing else is no event."""
    words = {"-9": "not known", "1": "Yes", "2": "No"}
    header = ["ID", "Sesso", "Età", "Grave1", "Termine1"]
    rows = [["a", "F", "50", "2", "Headache"], ["b", "M", "60", "-9", ""]]
    table = cells("Foglio1", header, rows, codes={"Grave1": words})
    text = mapping_text(
        {**ENTRIES, "from": "Foglio1", **dict.fromkeys(INDICATIONS, "{constant: no}"), "centre": "{constant: Lecco}",
         "diagnosis": "{constant: DM}", "first_ivig_on": "{constant: 2012-01-31}", "dose": '{constant: "2"}',
         "last_ivig_on": "{constant: 2013-01-31}"},
        None,
        {"from": "Foglio1", "patient_id": "ID", "event_id": "{numbered: true}", "system_organ_class": "{by_term: true}",
         "onset_on": "{constant: 2012-06-01}", "ctcae_grade": '{constant: "1"}', "action": "{constant: none}",
         "serious": '{recode: {"-9": missing, "1": yes, "2": no}}',
         "each": "[{preferred_term: Termine1, serious: Grave1}]"},
    )  # fmt: skip
    result = apply(mapping_of(text, "lecco.yaml", BOOK), handed(table), BOOK)
    assert result.tables["adverse_events"].frame[["patient_id", "serious"]].to_numpy().tolist() == [["a", "no"]]
    spss = cells("Foglio1", ["ID", "Raynaud", "Sesso"], [["a", "1", "F"]], codes={"Raynaud": words})
    assert 'recode: {"-9": missing, "1": yes, "2": no}' in entry(draft(handed(spss), BOOK), "raynaud")


def test_terms_in_other_words_are_drafted_by_the_studys_list() -> None:
    rows = [["a", "Cefalea", "2012-02-01", "1"], ["b", "Nausea", "2012-02-01", "1"], ["c", "Rossi sta male", "", "1"]]
    table = cells("Eventi avversi", ["ID", "Evento avverso", "Data insorgenza", "Grado CTCAE"], rows)
    text = entry(draft(handed(table), BOOK), "preferred_term")
    assert "recode: {Cefalea: Headache, Nausea: Nausea}" in text and "1 more terms are in no list" in text
    assert "Rossi" not in draft(handed(table), BOOK)


def test_a_cell_that_was_not_understood_is_not_told_again_as_empty(tmp_path: Path) -> None:
    """One mistake in a mapping is one fault, and not one for each row of the table besides."""
    lines = [",".join(HEADER), *(",".join([f"P{at}", *ROW[1:]]) for at in range(5))]
    (tmp_path / "Pazienti.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    entries = ENTRIES | {"sex": "{column: Sesso, recode: {M: male}}"}
    text = mapping_text(entries, None, source="{kind: csv, data: Pazienti.csv}")
    (tmp_path / "elm.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RegistryFault) as raised:
        open_registry_at(tmp_path / "elm.yaml")
    assert [(record.column, record.rule.split(";")[0]) for record in raised.value.records] == [
        ("Sesso", "a value that the recode of sex covers")
    ]


def test_a_feature_among_indications_is_asked_about() -> None:
    """ "Cute" between "Muscolo", "Esofago" and "Polmone" is what IVIg was given for, and was drafted sure as a rash."""
    among = ["Muscolo", "Esofago", "Cute", "Polmone"]
    table = cells("Pazienti", ["ID", "Sesso", *among], [["P1", "F", "si", "no", "si", "no"]])
    drafted = draft_of(handed(table), BOOK, "r.xlsx")
    assert "patients.skin" in drafted.unsure and "patients.skin" not in drafted.sure
    assert "or is it indication_skin, as other indications have columns?" in entry(drafted.text, "skin")
    alone = draft_of(handed(cells("Pazienti", ["ID", "Sesso", "Cute"], [["P1", "F", "si"]])), BOOK, "r.xlsx")
    assert "patients.skin" in alone.sure


@pytest.mark.parametrize("name", ["Evento serio", "Evento avverso grave", "Serio"])
def test_a_serious_event_is_known_by_its_italian_names(name: str) -> None:
    table = cells("Eventi", ["ID", "Evento avverso", "Grado CTCAE", name], [["P1", "Cefalea", "1", "no"]])
    assert "serious:" in draft(handed(table), BOOK)
    assert name in entry(draft(handed(table), BOOK), "serious")
