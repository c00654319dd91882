"""Rule: a pseudonym tells nobody who a patient is: it is no surname, and holds no date of birth in any order."""

from __future__ import annotations

from pathlib import Path

import pytest

from compendium.registry.fault import RegistryFault
from compendium.registry.reading import read_registry
from compendium.sources.identifiers import identifier_in, identifying_column

from .example import write_example


def renamed(folder: Path, names: dict[str, str]) -> Path:
    """The example, its patients called otherwise in all tables."""
    for file in write_example(folder).rglob("*.csv"):
        content = file.read_text(encoding="utf-8")
        for old, new in names.items():
            content = content.replace(old, new)
        file.write_text(content, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "names",
    [("Rossi", "Bianchi", "Ferrari"), ("ROSSI", "ESPOSITO", "FERRARI"), ("Rossi_M", "De_Luca", "Ferrari")],
)
def test_a_column_of_surnames_is_refused_with_the_way_out(tmp_path: Path, names: tuple[str, ...]) -> None:
    folder = renamed(tmp_path / "registry", dict(zip(("PI0001", "PI0002", "PV0001"), names, strict=True)))
    with pytest.raises(RegistryFault) as caught:
        read_registry(folder)
    (fault,) = (each for each in caught.value.records if "as surnames are" in each.rule)
    assert "3 of 3 pseudonyms are words" in fault.rule
    assert "give each patient a pseudonym with a number, such as P001, the same in all tables" in fault.action
    assert names[0] not in fault.value


@pytest.mark.parametrize("names", [("Rossi", "P2", "P3"), ("MI001", "MI002", "MI003"), ("ABC", "ABD", "ABE")])
def test_numbers_codes_and_a_single_word_are_no_column_of_surnames(tmp_path: Path, names: tuple[str, ...]) -> None:
    folder = renamed(tmp_path / "registry", dict(zip(("PI0001", "PI0002", "PV0001"), names, strict=True)))
    read_registry(folder)


@pytest.mark.parametrize("pseudonym", ["RM01031956", "01031956", "MR19560301", "RM-03011956"])
def test_a_date_of_birth_in_a_pseudonym_is_seen_in_any_order(pseudonym: str) -> None:
    assert identifier_in(pseudonym, in_id=True)


@pytest.mark.parametrize("pseudonym", ["PI0001", "RM99991956", "PI20250101", "MI2024001"])
def test_other_digits_of_a_pseudonym_are_none(pseudonym: str) -> None:
    assert identifier_in(pseudonym, in_id=True) != "what looks like a date of birth"


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("Cognome e nome", "a name"),
        ("CF", "a tax or insurance number"),
        ("Data di nascita", "a date of birth"),
        ("N. cartella clinica", "a hospital number"),
        ("Nr. di cartella", "a hospital number"),
    ],
)
def test_columns_that_hold_who_a_patient_is_are_known_by_their_names(name: str, what: str) -> None:
    assert identifying_column(name) == what
