"""`compendium map` writes a draft, tells how sure it is, and never writes over a mapping that someone completed."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from compendium.mapping.mapping_file import read_mapping
from compendium.sources.handed import Handed
from press.command.command import main
from press.ground.fault import SpreadsheetFault
from tests.compendium.mapping.centres import BOOK, ITALIAN_PATIENTS, ITALIAN_VISITS, cells, handed

ITALIAN = handed(ITALIAN_PATIENTS, ITALIAN_VISITS)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> dict[str, Handed]:
    """What the sources' door gives for each source, without files."""
    sources: dict[str, Handed] = {}
    door = ModuleType("compendium.sources.opening")
    door.open_source = lambda source: sources[str(source)]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, door.__name__, door)
    return sources


def test_a_draft_is_written_and_told(
    tmp_path: Path, opened: dict[str, Handed], capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = str(tmp_path / "in" / "registro.xlsx"), tmp_path / "ours.yaml"
    opened[source] = ITALIAN
    assert main(["map", source, "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert f"a draft of the mapping is in {out}" in told and "answer each ? in it" in told
    assert [word in told for word in ("sure        8: patients.patient_id", "unsure", "missing")] == [True] * 3
    assert 'data: "in/registro.xlsx"' in out.read_text(encoding="utf-8")
    with pytest.raises(SpreadsheetFault, match="a \\? stands for what only the centre knows"):
        read_mapping(out)


def test_a_mapping_that_is_there_is_never_written_over(
    tmp_path: Path, opened: dict[str, Handed], capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ours.yaml"
    out.write_text("mine\n", encoding="utf-8")
    opened["registro.xlsx"] = ITALIAN
    assert main(["map", "registro.xlsx", "--out", str(out)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert out.read_text(encoding="utf-8") == "mine\n"


def test_a_draft_that_cannot_be_written_is_told(
    tmp_path: Path, opened: dict[str, Handed], capsys: pytest.CaptureFixture[str]
) -> None:
    opened["registro.xlsx"] = ITALIAN
    assert main(["map", "registro.xlsx", "--out", str(tmp_path / "none" / "ours.yaml")]) == 2
    assert "cannot be written to" in capsys.readouterr().err


def test_where_the_names_are_the_codebooks_no_mapping_is_written(
    tmp_path: Path, opened: dict[str, Handed], capsys: pytest.CaptureFixture[str]
) -> None:
    tables = [
        cells(name, [each.name for each in BOOK.table(name)], []) for name in ("patients", "visits", "adverse_events")
    ]
    opened["template.xlsx"] = handed(*tables)
    assert main(["map", "template.xlsx", "--out", str(tmp_path / "ours.yaml")]) == 0
    assert "no mapping is needed" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_the_address_of_a_database_is_kept_as_it_is(tmp_path: Path, opened: dict[str, Handed]) -> None:
    url = "postgresql://reader:${DB_PASSWORD}@host/registry"
    opened[url] = Handed("sql", ITALIAN.tables)
    assert main(["map", url, "--out", str(tmp_path / "ours.yaml")]) == 0
    assert f'source: {{kind: sql, url: "{url}"}}' in (tmp_path / "ours.yaml").read_text(encoding="utf-8")
