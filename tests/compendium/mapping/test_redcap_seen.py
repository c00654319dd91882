"""Rule: a REDCap export is known as one by its columns, and whoever hands it over is asked for its data dictionary."""

from __future__ import annotations

from pathlib import Path

import pytest

from compendium.sources.redcap_dictionary import COLUMNS
from press.command.command import main

FIELDS = (
    ("record_id", "anagrafica", "text", "ID", "", ""),
    ("sesso", "anagrafica", "radio", "Sesso", '"1, Femmina | 2, Maschio"', ""),
    ("dx", "anagrafica", "checkbox", "Diagnosi", '"1, Dermatomiosite | 2, Polimiosite"', ""),
    ("cpk", "visita", "text", "CPK (µkat/L)", "", "number_comma_decimal"),
)
EXPORT = (
    "record_id,redcap_event_name,redcap_repeat_instrument,sesso,dx___1,dx___2,anagrafica_complete,cpk,visita_complete\n"
    '331-1,basale_arm_1,,1,1,0,2,"20,125",2\n331-2,basale_arm_1,,2,0,1,2,"21,125",2\n'
)
CLASSIC = "record_id,sesso,dx___1,dx___2,anagrafica_complete\n1,1,1,0,2\n2,2,0,1,2\n"
PLAIN = "record_id,sesso,cpk\n1,1,22.5\n2,2,21.5\n"


def dictionary(names: list[str]) -> str:
    head = ",".join(f'"{name}"' for name in names)
    rows = (
        f"{name},{form},,{kind},{label},{choices},,{check}{',' * 10}"
        for name, form, kind, label, choices, check in FIELDS
    )
    return "\n".join([head, *rows]) + "\n"


def laid(folder: Path, **files: str) -> Path:
    folder.mkdir()
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return folder


@pytest.mark.parametrize("export", [EXPORT, CLASSIC])
def test_an_export_without_its_dictionary_is_not_drafted_as_a_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], export: str
) -> None:
    """Its unticked boxes and repeated rows would be read as answers; a draft that is there stands in the way."""
    folder, out = laid(tmp_path / "in", exp=export), tmp_path / "m.yaml"
    for source in (folder, folder / "exp.csv"):
        assert main(["map", str(source), "--out", str(out)]) == 2
        said = capsys.readouterr().err
        assert "exp.csv is an export of REDCap: give its data dictionary as well" in said
        assert f"`compendium map {source} --dictionary FILE`" in said
        assert main(["check", str(source)]) == 2
        assert "give its data dictionary as well" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize("names", [list(COLUMNS), list(COLUMNS.values())])
@pytest.mark.parametrize("export", [EXPORT, CLASSIC, PLAIN])
def test_a_folder_with_an_export_and_its_dictionary_is_drafted_from_both(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], names: list[str], export: str
) -> None:
    folder, out = laid(tmp_path / "in", dict=dictionary(names), exp=export), tmp_path / "m.yaml"
    assert main(["check", str(folder)]) == 2
    assert "is an export of REDCap, dict.csv its data dictionary" in capsys.readouterr().err
    assert main(["map", str(folder), "--out", str(out)]) == 0
    assert "an export of REDCap, taken apart by its data dictionary" in capsys.readouterr().out
    text = out.read_text(encoding="utf-8")
    assert 'source: {kind: redcap, data: "in/exp.csv", dictionary: "in/dict.csv"}' in text
    assert "dictionary" not in text.partition("tables:")[2]


def test_a_dictionary_alone_and_two_exports_are_told_as_what_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = laid(tmp_path / "alone", dict=dictionary(list(COLUMNS))) / "dict.csv"
    assert main(["map", str(alone), "--out", str(tmp_path / "m.yaml")]) == 2
    assert f"`compendium map EXPORT --dictionary {alone}`" in capsys.readouterr().err
    two = laid(tmp_path / "two", dict=dictionary(list(COLUMNS)), one=EXPORT, other=EXPORT)
    assert main(["map", str(two), "--out", str(tmp_path / "m.yaml")]) == 2
    assert "name one file of each, `compendium map EXPORT --dictionary DICTIONARY`" in capsys.readouterr().err


def test_another_table_is_drafted_as_ever(tmp_path: Path) -> None:
    source = laid(tmp_path / "in", plain=PLAIN) / "plain.csv"
    assert main(["map", str(source), "--out", str(tmp_path / "m.yaml")]) == 0
