"""Rule: what `simulate` writes, `check` accepts."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.command.command import main


def test_simulate_writes_a_registry_that_check_accepts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--seed", "7", "--out", str(tmp_path / "registry")]) == 0
    assert main(["check", str(tmp_path / "registry")]) == 0
    assert "no faults, " in capsys.readouterr().out


def test_a_negative_seed_is_one_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--seed", "-1", "--out", str(tmp_path / "registry")]) == 2
    assert capsys.readouterr().err == "compendium: the seed must be 0 or more; it is -1\n"
    assert not (tmp_path / "registry").exists()


@pytest.mark.parametrize(("name", "why"), [("x" * 300, "File name too long"), ("file/within", "Not a directory")])
def test_where_nothing_can_be_written_is_one_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, why: str
) -> None:
    (tmp_path / "file").touch()
    assert main(["simulate", "--seed", "7", "--out", str(tmp_path / name)]) == 2
    message = f"compendium: the simulated registry cannot be written to {tmp_path / name}: {why}\n"
    assert capsys.readouterr().err == message
