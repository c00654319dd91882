"""Rule: the verb `disclose` says that nothing in a folder gives a patient away, or what does, and certifies it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from compendium.leaving.command import certify, guard
from compendium.leaving.files import leaving
from compendium.leaving.places import CERTIFICATE, PROVED
from press.command.command import main
from press.ground.fault import Fault
from press.rows import Key, Ledger

PAGE = '<p data-row="cohort.sex.female.count">{}</p>'


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def run(root: Path, tmp_path: Path) -> Path:
    """A run on patients as far as it matters here: twelve women and eight men of the registry beside it."""
    registry = tmp_path / "registry"
    shutil.copytree(root / "data/registry", registry, ignore=shutil.ignore_patterns("SIMULATED.md", "SHA256SUMS"))
    folder, sex = tmp_path / "run", Key("cohort", "sex")
    counts = [sex.at(level=name).row("count", n, n=20, method="count") for name, n in (("female", 12), ("male", 8))]
    policy = Key("cohort", "policy").row("fewest", 5, note="publish-5")
    missing = sex.row("missing", 0, n=20, method="number not recorded")
    Ledger([Key("cohort").row("n", 20, n=20), *counts, missing, policy]).write(folder / "paper/results/cohort.csv")
    shutil.copy(root / "paper/allowed_digits.csv", folder / "paper")
    write(folder, "paper/report.html", PAGE.format(12))
    write(folder, "data/analysis/about.json", json.dumps({"registry": str(registry), "simulated": False}))
    return folder


def test_a_folder_in_which_nothing_is_found_gets_a_certificate(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["disclose", str(run)]) == 0
    assert "none of them can be told (policy publish-5" in capsys.readouterr().out
    assert "| paper/report.html |" in (run / CERTIFICATE).read_text(encoding="utf-8")


def test_what_gives_a_patient_away_is_named_and_nothing_is_certified(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = (run.parent / "registry/b/patients.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    write(run, "paper/report.md", f"As in {one}.\n")
    write(run, "site/index.html", PAGE.format(3))
    assert main(["disclose", str(run)]) == 2
    said = capsys.readouterr().err
    assert "nothing of this may be handed on (policy publish-5):" in said and "what to do:" in said
    assert f"paper/report.md: it holds {one!r}" in said and "site/index.html, '3': it shows 3" in said
    assert not (run / CERTIFICATE).exists()


def test_an_earlier_certificate_is_withdrawn_with_the_refusal(run: Path) -> None:
    """It would say of what lies there now what was true of something else."""
    assert main(["disclose", str(run)]) == 0 and (run / CERTIFICATE).exists()
    write(run, "site/index.html", PAGE.format(3))
    assert main(["disclose", str(run)]) == 2 and not (run / CERTIFICATE).exists()


def test_a_certificate_is_not_among_what_it_certifies(run: Path, tmp_path: Path) -> None:
    """Nor is an earlier one: the step that writes it may read only what it does not make."""
    before = leaving(run)
    assert main(["disclose", str(run)]) == 0
    assert leaving(run) == before
    certify(run, tmp_path / "again", None)
    assert (tmp_path / "again" / CERTIFICATE).read_bytes() == (run / CERTIFICATE).read_bytes()


def test_the_simulated_registry_is_nobodys(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Even where a row shows three: they are three of nobody, and no certificate is needed."""
    write(run, "data/analysis/about.json", json.dumps({"registry": "data/registry", "simulated": True}))
    write(run, "site/index.html", PAGE.format(3))
    assert main(["disclose", str(run)]) == 0
    assert "the registry is simulated" in capsys.readouterr().out
    assert not (run / CERTIFICATE).exists()


def test_where_nothing_was_made_there_is_nothing_to_examine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["disclose", str(tmp_path)]) == 2
    assert "nothing was made here yet that could be handed on" in capsys.readouterr().err


def test_rows_of_patients_that_name_no_policy_may_not_leave(run: Path) -> None:
    Ledger([Key("cohort").row("n", 20, n=20)]).write(run / "paper/results/cohort.csv")
    with pytest.raises(Fault, match="no row says which policy was kept"):
        guard(run, run, None)


def test_a_registry_that_is_not_there_any_more_cannot_be_looked_for(run: Path) -> None:
    shutil.rmtree(run.parent / "registry")
    with pytest.raises(Fault):
        guard(run, run, None)


def test_the_first_step_proves_the_rows_and_the_last_takes_its_word_for_the_same_rows_alone(
    run: Path, tmp_path: Path
) -> None:
    first, last = tmp_path / "first", tmp_path / "last"
    assert guard(run, first, None) == ""
    shutil.copy(first / PROVED, run / PROVED)
    assert "none of them can be told" in certify(run, last, None)
    assert (last / CERTIFICATE).is_file()
    rows = run / "paper/results/cohort.csv"
    rows.write_text(rows.read_text(encoding="utf-8").replace("male,,count,8", "male,,count,<5"), encoding="utf-8")
    with pytest.raises(Fault, match=r"cohort\.sex\.male\.count: the counts|can be told|contradict"):
        certify(run, last, None)


def test_the_first_step_looks_at_no_paper_yet(run: Path, tmp_path: Path) -> None:
    write(run, "paper/report.html", PAGE.format(3))
    assert guard(run, tmp_path / "first", None) == ""
    with pytest.raises(Fault, match=r"paper/report\.html, '3': it shows 3"):
        certify(run, tmp_path / "last", None)
