"""Rule: a message says what is wrong, in the names that the centre's own files have, and its advice puts it right."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pandas as pd
import pytest

from compendium.mapping.intake import open_registry_at
from compendium.mapping.mapping_file import mapping_of
from compendium.registry.causes import likely_cause
from compendium.registry.codebook import load_codebook
from compendium.registry.fault import RegistryFault
from compendium.registry.kinds import parse
from compendium.registry.reading import read_registry
from compendium.sources.opening import open_source
from press.ground.fault import FaultRecord, SpreadsheetFault
from tests.compendium.mapping.centres import BOOK, mapping_text
from tests.compendium.mapping.test_met_in_the_field import ENTRIES, HEADER, ROW, patients, read
from tests.compendium.mapping.test_one_cause import VISIT, VISITS, written

from .example import cell, write_example


@pytest.mark.parametrize(
    ("day", "rule", "action"),
    [
        ("2102-02-03", "a date from 1900 to 2099", "correct the year"),
        ("9999-12-31", "a date from 1900 to 2099", "write no year that stands for that"),
        ("2014-02-30", "a date that there is", "look it up again"),
        ("31.2.2014", "a date written year-month-day", "write it so"),
    ],
)
def test_a_date_that_is_written_as_it_must_be_is_not_told_how_to_be_written(day: str, rule: str, action: str) -> None:
    _, unread = parse(pd.Series([day]), load_codebook().variable("first_ivig_on"))
    assert unread[0][0].startswith(rule) and action in unread[0][1]


def test_of_two_orders_in_a_column_none_is_advised() -> None:
    (fault,) = read(patients({"Prima infusione": "31/01/2012"}, {"ID": "P2", "Prima infusione": "01/31/2012"})).faults
    assert fault.rule.startswith("dates of one order")
    assert "day first" not in fault.action and "in one order in the source, such as 2014-05-31" in fault.action


def test_tables_are_called_as_the_centre_calls_them(tmp_path: Path) -> None:
    """There is no visits.csv where a mapping reads another file."""
    (tmp_path / "in").mkdir()
    people = [dict(zip(HEADER, ROW, strict=True)) | {"ID": f"P{at:02d}"} for at in range(1, 9)]
    visits = [{"ID": f"P{at:02d}"} | VISIT for at in range(1, 6)]
    text = mapping_text(ENTRIES | {"centre": "{constant: Elm}"}, VISITS, source="{kind: csv, data: in}")
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    written(tmp_path / "in" / "Pazienti.csv", people)
    written(tmp_path / "in" / "Visite.csv", visits)
    with pytest.raises(RegistryFault) as caught:
        open_registry_at(tmp_path / "m.yaml")
    (fault,) = caught.value.records
    assert (fault.file, fault.rule[:27]) == ("Visite.csv", "visits of every patient; of")
    written(tmp_path / "in" / "Pazienti.csv", people[:6])
    flags = open_registry_at(tmp_path / "m.yaml").flags
    assert {"no visit 'end' among the visits", "no visit 'baseline' among the visits"} <= set(flags["rule"])


def test_of_two_spellings_that_look_alike_the_odd_signs_are_named(tmp_path: Path) -> None:
    folder = write_example(tmp_path / "registry")
    for row, form in ((2, "NFC"), (3, "NFD")):
        cell("b/patients.csv", row, "centre", unicodedata.normalize(form, "Collelì"))(folder)
    with pytest.raises(RegistryFault) as caught:
        read_registry(folder)
    (fault,) = (each for each in caught.value.records if "also written" in each.rule)
    assert "also written 'Collelì'" in fault.rule
    assert "U+0300 combining grave accent" in fault.rule and "\\x" not in fault.rule


def test_what_stands_in_a_mapping_has_no_cause_of_a_cell() -> None:
    assert likely_cause([FaultRecord("m.yaml", 7, "tables.patients.sex.recode.1", "x", "one of female", "")]) == ""
    assert likely_cause([FaultRecord("r.csv", 7, "sex", "x", "one of female", "")])


def test_a_question_is_answered_with_all_that_may_stand_there() -> None:
    text = mapping_text(ENTRIES, VISITS | {"ck_uln": "?"})
    with pytest.raises(SpreadsheetFault) as caught:
        mapping_of(text, "m.yaml", BOOK)
    (fault,) = caught.value.records
    assert "write the name of a column, as the source has it, or {constant: ...} with the value in U/L" in fault.action
    assert "or {absent: why there is none}" in fault.action


def test_the_letters_of_a_file_in_another_encoding_are_shown(tmp_path: Path) -> None:
    """So that a person sees whether it was read right, as it is not when it came from an old Macintosh."""
    (tmp_path / "v.csv").write_bytes("ID,Nota\nP1,perchè\nP2,à\n".encode("cp1252"))
    (note,) = open_source(tmp_path / "v.csv").notes
    assert note[3] == "è, à" and "are these letters and signs right?" in note[4]
    (tmp_path / "v.csv").write_bytes("ID,Nota\nP1,perché\nP2,à\n".encode("mac-roman"))
    (note,) = open_source(tmp_path / "v.csv").notes
    assert note[3] == "Ž, ˆ"


@pytest.mark.parametrize(
    ("values", "cause"),
    [
        (["9"] * 9, "these look like codes for missing"),
        (["9.0"] * 9, "these look like codes for missing"),
        (["9", "4", "16", "24"], "another unit or scale"),
        (["9", "9"], "another unit or scale"),
    ],
)
def test_one_value_of_a_repeated_digit_beyond_a_scale_is_a_code_and_no_other_scale(
    values: list[str], cause: str
) -> None:
    """147 times 9 on a scale from 0 to 3 was called another unit."""
    rule = "from 0 to 3 points (0-3); beyond is impossible"
    records = [FaultRecord("v.csv", row, "haq_di", value, rule, "a") for row, value in enumerate(values, start=2)]
    assert likely_cause(records).startswith(cause)
