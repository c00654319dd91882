"""The verb `template` writes each of its forms, never over a file that is there, and says what it wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.command.command import main

FORMS = {
    "excel": ["t.xlsx"],
    "redcap": ["t.csv", "t.md", "t.yml"],
    "datapackage": ["t.json"],
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_written_and_named(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, *_ = files = [tmp_path / name for name in FORMS[form]]
    assert main(["template", form, str(first)]) == 0
    assert capsys.readouterr().out.splitlines() == [f"wrote {file}" for file in files]
    assert sorted(tmp_path.iterdir()) == sorted(files)


@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_is_there_is_left_as_it_is(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in FORMS[form]:
        there = tmp_path / name
        there.write_text("filled in", encoding="utf-8")
        assert main(["template", form, str(tmp_path / FORMS[form][0])]) == 2
        assert f"{there} is there already, and may have been filled in" in capsys.readouterr().err
        assert there.read_text(encoding="utf-8") == "filled in"
        there.unlink()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["excel", "t.csv"], "the file must end in .xlsx; it is "),
        (["excel", "nowhere/t.xlsx"], "nowhere/t.xlsx cannot be written: No such file or directory"),
        (["redcap", "nowhere/t.csv"], "nowhere/t.csv cannot be written: No such file or directory"),
    ],
)
def test_what_cannot_be_written_is_said(
    words: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["template", words[0], str(tmp_path / words[1])]) == 2
    assert message in capsys.readouterr().err
