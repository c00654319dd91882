"""A mapping file that is wrong is refused with every fault at once: file, line, key, the rule and what to do."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.mapping.mapping_file import mapping_of, read_mapping
from compendium.registry.causes import likely_cause
from press.ground.fault import SpreadsheetFault
from tests.compendium.mapping.centres import BOOK, ITALIAN_MAPPING, SPSS_MAPPING, redcap_mapping

SOURCE = "source: {kind: workbook, data: centre.xlsx}"
SEX = "    sex: {column: Sesso, recode: {F: female, D: female, M: male}}"
AGE = "    age: {column: Età, unit: anni}"
CK = "    ck: {first_of: [CPK, CK totale], unit: U/L}"
MMT8 = "    mmt8: {column: MMT8, scale: [0, 80]}"
SKIN = "    skin: Cute"
DATE = "    visit_on: Data"
VISIT = "    visit: {column: Visita, month_in_name: true}"
EVENTS = "  adverse_events: {absent: none were recorded}"
DEFAULTS = 'defaults: {decimal: ",", thousands: ".", date: day first}'
ABSENT = "    absent: {not recorded: [ck_uln, "
ENZYME = "    ck: {column: CPK, "


def spoilt(old: str, new: str) -> str:
    """The Italian mapping with one text in the place of another."""
    assert ITALIAN_MAPPING.count(old) == 1, old
    return ITALIAN_MAPPING.replace(old, new)


BROKEN = [
    # what is no YAML, or harms
    (SOURCE, "source: {kind: workbook", "row 2", "YAML; here a reader of it stops"),
    (SOURCE, SOURCE + "}", "row 1", "YAML; here a reader of it stops"),
    (SKIN, "    skin: Cute: rossa", "row 1", "put a name with :"),
    (SKIN, "\tskin: Cute", "row 1", "indented with blanks; here there is a tab"),
    (SKIN, "    skin: 'Cute", "row", "YAML; here a reader of it stops"),
    (SKIN, "    skin: &a Cute", "row 1", '"a" - the rule: every value written where it is used, without & and *'),
    (SKIN, "    skin: *a", "row 1", "without & and *"),
    (SKIN, "    skin: !!python/object/apply:os.system [ls]", "row 1", "texts, lists and blocks alone, without !"),
    (SKIN, "    skin: !secret Cute", "row 1", '"!secret" - the rule: texts, lists and blocks alone'),
    (SKIN, "    skin: " + "[" * 30 + "]" * 30, "row 1", "blocks at most 20 deep"),
    (SKIN, "    skin: " + "[" * 30, "row 1", "blocks at most 20 deep"),
    (SKIN, "    skin: Cute\n---\nsource: x", "row", "one mapping a file; here a second begins"),
    (SKIN, "    skin: Cu\x00te", "the rule", "a text without control characters"),
    (SKIN, "    skin: @Cute", "row 1", "put a name with :"),
    (SKIN, "    skin: %Cute", "row 1", "put a name with :"),
    (SKIN, "   skin: Cute", "row 1", "indent alike"),
    # the blocks
    (SOURCE, "", "row", "the blocks source and tables; here is no source"),
    (SOURCE, "sources: {kind: workbook, data: centre.xlsx}", "column sources", "write source, if that is meant"),
    (SOURCE, "source: centre.xlsx", "column source", "a block of keys and values"),
    (SOURCE, "source: [a, b]", "column source", "a block of keys and values"),
    ("tables:\n", "tables: {}\nothers:\n", "column others", "a key of a mapping"),
    (EVENTS, "", "column tables", "a block for adverse_events"),
    (EVENTS, "  adverse_event: {absent: none}", "column tables.adverse_event",
     "write adverse_events, if that is meant"),
    (EVENTS, "  adverse_events: {absent: }", "column tables.adverse_events.absent",
     "the reason why there is no such table"),
    (EVENTS, "  adverse_events: {absent: ?}", "adverse_events.absent", "decided: a ? stands for what only the centre"),
    (EVENTS, "  adverse_events: none", "column tables.adverse_events", "a block of keys and values"),
    (EVENTS, "  adverse_events: []", "column tables.adverse_events", "the block of a table, at least one"),
    (EVENTS, EVENTS + "\n  visits: {absent: none}", "column tables.visits", "each key once; line"),
    (EVENTS, "  adverse_events: {from: AE}", "column tables.adverse_events", "without one are event_id, patient_id"),
    # the source
    (SOURCE, "source: {data: a.xlsx}", "column source", "kind: with one of csv, workbook"),
    (SOURCE, "source: {kind: excel, data: a.xlsx}", "column source.kind", '"excel" - the rule: one of csv, workbook'),
    (SOURCE, "source: {kind: workbok, data: a.xlsx}", "column source.kind", "nearest: workbook"),
    (SOURCE, "source: {kind: csv}", "column source", "data: with the file or folder"),
    (SOURCE, "source: {kind: csv, data: ''}", "column source.data", "write a file or folder"),
    (SOURCE, "source: {kind: csv, data: a.csv, url: x}", "column source.url", "url for kind: sql alone"),
    (SOURCE, "source: {kind: sql}", "column source", "either by its url or"),
    (SOURCE, "source: {kind: sql, url: 'a://b', data: c.db}", "column source", "keep one of the two"),
    (SOURCE, "source: {kind: sql, url: 'pg://me:geheim@h/d'}", "column source.url", "no password in a mapping"),
    (SOURCE, "source: {kind: sql, url: 'pg://h/d?user=me&PASSWORD=geheim'}", "source.url", "no password in a mapping"),
    (SOURCE, "source: {kind: redcap, data: a.csv}", "column source", "data dictionary of the REDCap project"),
    (SOURCE, "source: {kind: csv, data: a, dictionary: d}", "column source.dictionary", "for kind: redcap alone"),
    (SOURCE, "source: {kind: csv, data: a, missing_codes: []}", "source.missing_codes", "a code, at least one"),
    (SOURCE, "source: {kind: csv, data: a, dates_shifted: perhaps}", "source.dates_shifted", "one of true, false"),
    (SOURCE, "source: {kind: csv, data: a, header_rows: {A: x}}", "source.header_rows.A", "the number of a row"),
    (SOURCE, "source: {kind: csv, data: a, header_rows: 3}", "source.header_rows", "a block of keys and values"),
    (SOURCE, "source: {kind: csv, data: a, kinds: b}", "column source.kinds", "write kind, if that is meant"),
    # the defaults
    (DEFAULTS, "defaults: {unit: U/L}", "column defaults.unit", "a key of defaults"),
    (DEFAULTS, "defaults: {decimal: ;}", "column defaults.decimal", "one of ,, ."),
    (DEFAULTS, 'defaults: {decimal: ",", thousands: ","}', "column defaults.thousands", "here , is both"),
    (DEFAULTS, 'defaults: {thousands: "."}', "column defaults.thousands", "here . is both"),
    (DEFAULTS, "defaults: {date: d/m/y}", "column defaults.date", "one of day first, month first"),
    (DEFAULTS, "defaults: {date: [day first, month first]}", "column defaults.date",
     "one order and at most one day number"),
    (DEFAULTS, "defaults: {century: 20}", "column defaults.century", "one of 1900, 2000"),
    (DEFAULTS, "defaults: {precision: day}", "column defaults.precision", "one of month, year"),
    (DEFAULTS, "defaults: {blank: ignore}", "column defaults.blank", "one of missing, no"),
    # the tables
    ("    from: Visite\n", "", "column tables.visits", "from: with the table of the source"),
    ("    when: {Visita", "    when: {Visita: [], Data", "tables.visits.when.Visita",
     "a value of the column, at least one"),
    ("    when: {Visita: [M0, T0, M6, fine]}", "    when: Visita", "tables.visits.when", "a block of keys and values"),
    ("    when: {Visita: [M0, T0, M6, fine]}", "    beside: true", "tables.visits",
     "one block that the others stand beside"),
    ("    when: {Visita: [M0, T0, M6, fine]}", "    each: M0", "tables.visits.each", "a list of groups of columns"),
    ("    when: {Visita: [M0, T0, M6, fine]}", "    each: [{visits: M0}]", "visits.each[1].visits",
     "write visit, visit_on, if that is meant"),
    ("    when: {Visita: [M0, T0, M6, fine]}", "    each: [{visit: M0}]", "tables.visits.each[1].visit.constant",
     "one of baseline"),
    (ABSENT, ABSENT + "creatine, ", "column tables.visits.absent", "the name of a variable of the codebook"),
    (ABSENT, ABSENT + "ck, ", "column tables.visits.absent", '"ck" - the rule: one entry for each variable; line'),
    ("    absent: {not recorded: [criteria", "    absent: {?: [criteria", "tables.patients.absent",
     "in the place of ?"),
    ("    absent: {not recorded: [criteria", '    absent: {"?": [criteria', "tables.patients.absent",
     "in the place of ?"),
    # a variable's entry
    (SKIN, "", "column tables.patients", "an entry for every variable of the codebook; without one are skin"),
    (AGE, "", "column tables.patients", "without one are age, which the study cannot do without"),
    (SKIN, "    skn: Cute", "column tables.patients.skn", "write skin, if that is meant"),
    (SKIN, "    skin: ", "column tables.patients.skin", "write the name of a column"),
    (SKIN, "    skin: ?", "column tables.patients.skin", '"?" - the rule: decided'),
    (SKIN, "    skin: [Cute]", "column tables.patients.skin", "a block of keys and values"),
    (SKIN, "    skin: {}", "column tables.patients.skin", "which says where it comes from; here is none"),
    (SKIN, "    skin: {column: Cute, constant: no}", "tables.patients.skin", "here are column and constant"),
    (SKIN, "    skin: {colum: Cute}", "tables.patients.skin.colum", "write column, if that is meant"),
    (SKIN, "    skin: {first_of: []}", "tables.patients.skin.first_of", "at least one"),
    (SKIN, "    skin: {column: Cute, column: Rash}", "tables.patients.skin.column", "each key once"),
    (SKIN, "    skin: {absent: ''}", "tables.patients.skin.absent", "the reason why there is no such column"),
    (SKIN, "    skin: {constant: maybe}", "tables.patients.skin.constant", '"maybe" - the rule: yes or no'),
    (SKIN, "    skin: {column: Cute, recode: {S: ja}}", "tables.patients.skin.recode.S", "one of yes, no, or missing"),
    (SKIN, "    skin: {column: Cute, recode: [S]}", "tables.patients.skin.recode", "a block of keys and values"),
    (SKIN, "    skin: {column: Cute, recode: {S: yes, S: no}}", "skin.recode.S", "each key once"),
    (SKIN, "    skin: {column: Cute, checkbox: true}", "tables.patients.skin", "when_form_untouched beside checkbox"),
    (SKIN, "    skin: {column: Cute, when_form_untouched: no}", "tables.patients.skin", "beside checkbox: true"),
    (SKIN, "    skin: {column: Cute, decimal: ','}", "skin.decimal",
     "decimal for a number or integer variable; skin is a yes/no"),
    (SKIN, "    skin: {column: Cute, unit: U/L}", "skin.unit", "unit for a number or integer variable"),
    (SKIN, "    skin: {column: Cute, join: '-'}", "skin.join", "join for a id or text variable; skin is none"),
    (SKIN, "    skin: {column: Cute, month_in_name: true}", "skin.month_in_name", "for the visit alone"),
    (SKIN, "    skin: {by_date: 30}", "skin.by_date", "by_date for the visit alone"),
    (SKIN, "    skin: {by_term: true}", "skin.by_term", "for system_organ_class alone"),
    (SKIN, "    skin: {numbered: true}", "skin.numbered", "for event_id alone"),
    (SKIN, "    skin: {checkboxes: {a: yes}}", "skin.checkboxes", "checkboxes for a level variable"),
    (SEX, SEX.replace("M: male", "M: man"), "sex.recode.M", '"man" - the rule: one of female, male, or missing'),
    (SEX, SEX.replace("M: male", "M: ?"), "sex.recode.M", "write the codebook's word for this value"),
    (SEX, "    sex: {constant: femal}", "sex.constant", "nearest: female"),
    (SEX, "    sex: {absent: unknown}", "sex.absent", "the study cannot do without sex"),
    (SEX, "    sex: {column: S, blank: no}", "sex.blank", "blank for a yes/no variable; sex is a level variable"),
    (AGE, "    age: {column: Età, unit: months}", "age.unit", "one of the units known for age: years"),
    (AGE, "    age: {column: Età, scale: [0, 80]}", "age.scale", "a scale for a variable that counts points"),
    (AGE, "    age: {constant: old}", "age.constant", "a number, nothing else in the cell"),
    (AGE, "    age: {column: Età, date: day first}", "age.date", "date for a date variable"),
    (AGE, "    age: {column: Età, recode: {a: b}}", "age.recode", "recode for a level or yes/no or text variable"),
    (CK, ENZYME + "unit: ?}", "ck.unit", "write the unit of the column, as its laboratory has it"),
    (CK, ENZYME + "unit: mg/dL}", "ck.unit", "one of the units known for ck: U/L, ukat/L, nkat/L"),
    (CK, "    ck: CPK", "column tables.visits.ck", "unit: with the unit of the column"),
    (CK, ENZYME + "unit: U/L, factor: x}", "ck.factor", "a number above 0"),
    (CK, ENZYME + "unit: U/L, factor: -1}", "ck.factor", '"-1" - the rule: a number above 0'),
    (CK, ENZYME + "unit: U/L, factor: .inf}", "ck.factor", "a number above 0"),
    (CK, ENZYME + "unit: U/L, censored: half}", "ck.censored", "one of limit"),
    (MMT8, "    mmt8: MMT8", "column tables.visits.mmt8", "scale: with the ends of the scale"),
    (MMT8, "    mmt8: {column: MMT8, scale: ?}", "mmt8.scale", "write the ends of the scale used, such as [0, 80]"),
    (MMT8, "    mmt8: {column: MMT8, scale: 80}", "mmt8.scale", "write it as [0, 80]"),
    (MMT8, "    mmt8: {column: MMT8, scale: [80, 0]}", "mmt8.scale", '"[80, 0]" - the rule: the two ends'),
    (MMT8, "    mmt8: {column: MMT8, scale: [0, 80, 150]}", "mmt8.scale", "the two ends of the scale"),
    (MMT8, "    mmt8: {column: MMT8, scale: [a, b]}", "mmt8.scale", "write digits alone"),
    (MMT8, "    mmt8: {column: MMT8, scale: [0, 80], unit: points}", "mmt8.unit",
     "scale: for mmt8, which counts points"),
    (DATE, "    visit_on: {constant: 31/12/2019}", "visit_on.constant", "a date written year-month-day"),
    (DATE, "    visit_on: {column: Data, scale: [0, 1]}", "visit_on.scale", "scale for a number or integer variable"),
    (VISIT, "    visit: {by_date: 0}", "visit.by_date", "days that a visit may be away, 1 to 90"),
    (VISIT, "    visit: {by_date: 30.5}", "visit.by_date", "days that a visit may be away, 1 to 90"),
    (VISIT, "    visit: {column: Visita, recode: {M0: base}}", "visit.recode.M0", "nearest: baseline"),
    ("    from: Visite\n    when: {Visita: [M0, T0, M6, fine]}\n    patient_id: ID",
     "    from: Visite\n    patient_id: {constant: P1}",
     "visits.patient_id.constant", "a column: patient_id differs from row to row"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "where", "said"), BROKEN, ids=[str(at) for at in range(len(BROKEN))])
def test_each_way_in_which_a_mapping_is_wrong_has_its_sentence(old: str, new: str, where: str, said: str) -> None:
    with pytest.raises(SpreadsheetFault) as raised:
        mapping_of(spoilt(old, new), "ours.yaml", BOOK)
    found = [line for line in str(raised.value).splitlines() if where in line and said in line]
    assert found, raised.value
    assert all("ours.yaml" in line for line in str(raised.value).splitlines())
    assert "geheim" not in str(raised.value)


def test_the_corpus_has_more_than_a_hundred_kinds() -> None:
    assert len({(old, new) for old, new, _, _ in BROKEN}) >= 100


def test_all_faults_come_at_once_in_the_order_of_the_lines() -> None:
    text = (
        spoilt(SKIN, "    skin: {colum: Cute}").replace(MMT8, "    mmt8: MMT8").replace("kind: workbook", "kind: excel")
    )
    with pytest.raises(SpreadsheetFault) as raised:
        mapping_of(text, "ours.yaml", BOOK)
    rows = [record.row for record in raised.value.records]
    lines = text.splitlines()
    assert rows == sorted(rows) and len(set(rows)) == 3
    assert lines[rows[0] - 1].startswith("source") and "colum:" in lines[rows[1] - 1] and "mmt8" in lines[rows[-1] - 1]


def test_what_holds_for_several_visits_is_asked_for_once_and_is_no_missing_value() -> None:
    """A ? above the entries of each was asked for with each of them, and taken for a cell that says "not known"."""
    groups = "    each: [{visit: baseline, visit_on: D0, ck: C0}, {visit: end, visit_on: D1, ck: C1}]"
    text = spoilt(VISIT + "\n", groups + "\n").replace(DATE + "\n", "").replace(CK, "    ck: {unit: ?}")
    with pytest.raises(SpreadsheetFault) as raised:
        mapping_of(text, "ours.yaml", BOOK)
    assert [record.column for record in raised.value.records] == ["tables.visits.ck.unit"]
    assert likely_cause(raised.value.records) == ""


def test_a_bomb_of_anchors_is_refused_before_it_grows() -> None:
    layers = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    with pytest.raises(SpreadsheetFault, match="without & and"):
        mapping_of("\n".join(layers), "ours.yaml", BOOK)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"source: \xe8\n", "written in UTF-8; here it is not"),
        (b"", "not empty: it has the blocks source and tables"),
        (b"# nothing yet\n", "not empty: it has the blocks source and tables"),
        (b"just a text\n", "a block of keys and values"),
        (b"x" * 1_000_001, "a mapping of at most 1000000 characters"),
    ],
)
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "ours.yaml").write_bytes(content)
    with pytest.raises(SpreadsheetFault, match=said):
        read_mapping(tmp_path / "ours.yaml")
    with pytest.raises(SpreadsheetFault, match="a file that can be opened"):
        read_mapping(tmp_path / "elsewhere.yaml")


def test_a_sound_mapping_is_read_with_its_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_bytes(b"\xef\xbb\xbf" + ITALIAN_MAPPING.encode())
    mapping = read_mapping(tmp_path / "ours.yaml")
    visits = mapping.tables["visits"][0]
    assert (visits.source, visits.when) == ("Visite", {"Visita": ("M0", "T0", "M6", "fine")})
    assert visits.rules["ck"].columns == ("CPK", "CK totale")
    assert visits.rules["ck"].notation.decimal == (",",)
    assert visits.rules["mmt8"].notation.scale == (Decimal(0), Decimal(80))
    assert visits.rules["aldolase"].absent == "not recorded"
    assert mapping.absent == {"adverse_events": "none were recorded"}


def test_yes_and_no_stay_words_and_codes_stay_texts() -> None:
    text = spoilt(SKIN, "    skin: {column: Cute, recode: {yes: yes, no: no, on: yes, 1: yes, 01: no, ~: missing}}")
    rule = mapping_of(text, "ours.yaml", BOOK).tables["patients"][0].rules["skin"]
    assert rule.recode == {"yes": "yes", "no": "no", "on": "yes", "1": "yes", "01": "no", "~": ""}


def test_a_quoted_question_mark_is_a_word_and_a_bare_one_a_question() -> None:
    text = spoilt(SKIN, "    skin: {column: 'Cute? {x}', missing: ['?', \"?\"]}  # is it ? or not: ?")
    rule = mapping_of(text, "ours.yaml", BOOK).tables["patients"][0].rules["skin"]
    assert (rule.columns, rule.notation.missing) == (("Cute? {x}",), ("?", "?"))


def test_a_password_is_taken_from_the_environment() -> None:
    url = "postgresql://reader:${DB_PASSWORD}@host/registry"
    source = mapping_of(spoilt(SOURCE, f'source: {{kind: sql, url: "{url}"}}'), "ours.yaml", BOOK).source
    assert source.url == url


@pytest.mark.parametrize("text", [ITALIAN_MAPPING, SPSS_MAPPING, redcap_mapping()])
def test_the_mappings_of_the_three_centres_are_sound(text: str) -> None:
    assert set(mapping_of(text, "ours.yaml", BOOK).tables) == {"patients", "visits", "adverse_events"}


@settings(max_examples=40)
@given(st.data())
def test_a_mapping_spoilt_anywhere_is_read_or_refused_but_never_breaks(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(ITALIAN_MAPPING)))
    width = data.draw(st.integers(0, 5))
    noise = data.draw(st.text("?:{}[],&*!|>'\"%@#- \n\tax0\x00é", max_size=4))
    try:
        mapping_of(ITALIAN_MAPPING[:at] + noise + ITALIAN_MAPPING[at + width :], "ours.yaml", BOOK)
    except SpreadsheetFault as fault:
        assert fault.records
