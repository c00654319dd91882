"""Six registries unlike each other, each read by the mapping that its centre completed, are what they were made of."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from compendium.mapping.intake import open_registry_at
from compendium.registry.codebook import KEYS, TABLES, load_codebook
from compendium.registry.kinds import write
from compendium.registry.reading import Registry
from press.command.command import main
from tests.foreign.original import CENTRES, VISITS, Tables, multiplied, original
from tests.foreign.registries import CHANGED, FEW, REGISTRIES, THIRTY

BOOK = load_codebook()
_CONVERTED = {("italian", "mmt8"): 1.0}  # points of 150: a point of 80 is nearly two


@cache
def _written(name: str, folder: Path) -> Path:
    return REGISTRIES[name].write(folder, REGISTRIES[name].rows())


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder for each registry."""
    return {name: tmp_path_factory.mktemp(name) for name in REGISTRIES}


def _read(registry: Registry, table: str) -> pd.DataFrame:
    """A table as texts, in the order of its keys; the names of events, which a mapping may make, left out."""
    frame: pd.DataFrame = getattr(registry, table)
    texts = pd.DataFrame({variable.name: write(frame[variable.name], variable) for variable in BOOK.table(table)})
    return _in_order(texts, table)


def _of(rows: Tables, table: str) -> pd.DataFrame:
    """The same of rows, whatever way their numbers are written."""
    frame = pd.DataFrame(rows[table], columns=[variable.name for variable in BOOK.table(table)], dtype="str")
    for variable in BOOK.table(table):
        if variable.kind in ("number", "integer"):
            numbers = pd.to_numeric(frame[variable.name].mask(frame[variable.name] == ""))
            frame[variable.name] = write(numbers, variable)
    return _in_order(frame, table)


def _in_order(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    keys = [*KEYS[table], "onset_on", "preferred_term"] if table == "adverse_events" else KEYS[table]
    keys = [key for key in keys if key != "event_id"]
    return frame.drop(columns="event_id", errors="ignore").sort_values(["patient_id", *keys]).reset_index(drop=True)


@pytest.mark.parametrize("name", REGISTRIES)
def test_a_foreign_registry_is_what_it_was_made_from(name: str, folders: dict[str, Path]) -> None:
    foreign = REGISTRIES[name]
    _written(name, folders[name])
    registry, rows = open_registry_at(foreign.mapping(name, folders[name])), foreign.expected()
    assert not registry.simulated
    for table in TABLES:
        found, expected = _read(registry, table), _of(rows, table)
        for variable in BOOK.table(table):
            if (within := _CONVERTED.get((name, variable.name))) is not None:
                ours, theirs = (pd.to_numeric(each.pop(variable.name), errors="coerce") for each in (found, expected))
                pd.testing.assert_series_equal(ours, theirs, rtol=0, atol=within)
        pd.testing.assert_frame_equal(found, expected)


@pytest.mark.parametrize("name", REGISTRIES)
def test_of_a_draft_few_lines_have_to_be_changed(name: str, folders: dict[str, Path]) -> None:
    """How good `compendium map` is: the lines that a careful person changed, added or took out, none more than now."""
    foreign, folder = REGISTRIES[name], folders[name]
    out, dictionary = folder / "draft.yaml", ["--dictionary", str(folder / foreign.dictionary)]
    asked = ["map", str(_written(name, folder)), "--out", str(out), *(dictionary if foreign.dictionary else [])]
    assert main(asked) == 0
    draft, completed = (path.read_text(encoding="utf-8").splitlines() for path in (out, foreign.mapping(name, folder)))
    blocks = SequenceMatcher(None, draft, completed, autojunk=False).get_opcodes()
    assert sum(max(b - a, d - c) for kind, a, b, c, d in blocks if kind != "equal") == CHANGED[name]


@pytest.mark.parametrize("name", [name for name in REGISTRIES if name != "spss"])  # which writes down the time of day
def test_the_same_rows_give_the_same_bytes(name: str, folders: dict[str, Path], tmp_path: Path) -> None:
    """What is compared against is made anew by each test run, and must not change between two."""
    first, again = _written(name, folders[name]), REGISTRIES[name].write(tmp_path, REGISTRIES[name].rows())
    files = sorted(first.iterdir()) if first.is_dir() else [first]
    assert [file.read_bytes() for file in files] == [
        (again / file.name if again.is_dir() else again).read_bytes() for file in files
    ]


def test_the_vices_of_the_workbook_are_told(folders: dict[str, Path]) -> None:
    """Colour, a comment, a hidden row and the row of means below: nothing of it is read, and nothing passed over."""
    _written("italian", folders["italian"])
    registry = open_registry_at(REGISTRIES["italian"].mapping("italian", folders["italian"]))
    told = " ".join(registry.flags["rule"] + registry.flags["value"])
    assert all(word in told for word in ("coloured", "comment", "hidden", "Media"))
    assert "Media" not in set(registry.patients["patient_id"])


def test_thirty_centres_are_thirty_whatever_the_codebook_lists() -> None:
    rows = multiplied(FEW, THIRTY)
    assert len({row["centre"] for row in rows["patients"]}) == THIRTY
    assert {row["visit"] for row in rows["visits"]} == set(VISITS)
    assert len(CENTRES) == len({row["centre"] for row in original()["patients"]})
