"""Rule: what is damaged in a registry is told as what it is, stops where it cannot be true, never passed over."""

from __future__ import annotations

from collections import Counter

import pytest

from compendium.clinical.how_safe import classes_and_terms
from compendium.registry.codebook import load_codebook
from compendium.registry.kinds import as_declared
from press.rows import Ledger

from .damage import damages
from .damage.acts import column, times
from .damage.as_sent import Damage, read, undamaged
from .damage.people import IDENTIFIERS_IN_TERMS, PSEUDONYMS
from .damage.unharmed import unharmed
from .damage.words import TERMS_AS_THEY_ARE

ALL = list(damages())


def test_there_are_two_hundred_kinds_of_damage_and_each_has_its_name() -> None:
    assert len(ALL) >= 200
    assert len({damage.name for damage in ALL}) == len(ALL)
    assert Counter(damage.outcome for damage in ALL).keys() == {"fault", "flag", "right"}


@pytest.fixture(scope="module")
def before() -> set[tuple[object, ...]]:
    """What is flagged in the registry as it was."""
    _, faults, flags = read(undamaged())
    assert faults == []
    return set(flags)


@pytest.mark.parametrize("damage", ALL, ids=[damage.name.encode("unicode_escape").decode() for damage in ALL])
def test_damage_is_told_as_what_it_is(damage: Damage, before: set[tuple[object, ...]]) -> None:
    sent = undamaged()
    damage.change(sent)
    tables, faults, flags = read(sent)
    new = set(flags) - before
    if damage.outcome == "fault":
        assert [record for record in faults if damage.says in record.rule], [record.rule for record in faults]
        assert all(record.file and record.rule and record.action for record in faults)
    elif damage.outcome == "flag":
        assert faults == []
        assert [flag for flag in new if damage.says in flag[-1]], new
    else:
        assert (faults, new) == ([], set())
        for name, table in tables.items():
            for column in table.written:
                assert table.cells(column) == sent[name][column].map(str.strip).tolist()


@pytest.mark.parametrize("seed", range(5))
def test_where_nothing_is_wrong_no_fault_is_told(seed: int) -> None:
    """A false alarm stops a centre that did everything right; flags are looked up and kept."""
    _, faults, _ = read(unharmed(seed))
    assert faults == []


@pytest.mark.parametrize(
    "value", [*IDENTIFIERS_IN_TERMS, *(each for each in PSEUDONYMS if "person" in PSEUDONYMS[each])]
)
def test_what_tells_who_a_patient_is_is_not_repeated(value: str) -> None:
    """Neither in the records of which the CSV file is made nor in any of their words."""
    sent = undamaged()
    sent["adverse_events"].loc[2, "preferred_term"] = value
    _, faults, _ = read(sent)
    assert faults
    assert not any(value in str(record) for record in faults)


def test_terms_in_any_script_have_results_of_their_own() -> None:
    """Two terms in Chinese had one name for their results, or none, and the study stopped: 'stated twice'."""
    sent = undamaged()
    for at, term in enumerate(TERMS_AS_THEY_ARE):
        sent["adverse_events"].loc[at, ["preferred_term", "system_organ_class"]] = [term, "神经系统疾病"]
    tables, faults, _ = read(sent)
    assert faults == []
    events = as_declared(tables["adverse_events"].frame, load_codebook().table("adverse_events"))
    rows = classes_and_terms(events, 123)
    Ledger(rows)
    assert {row.note for row in rows} >= {*TERMS_AS_THEY_ARE, "神经系统疾病"}


@pytest.mark.parametrize("name", ["physician_global", "patient_global", "extramuscular"])
def test_a_scale_in_millimetres_is_told_once(name: str) -> None:
    """As impossible values with their likely cause, and not as another unit as well."""
    sent = undamaged()
    column(name, times(10, 0))(sent)
    _, faults, _ = read(sent)
    assert {record.rule for record in faults} == {"from 0 to 10 points (0-10); beyond is impossible"}
