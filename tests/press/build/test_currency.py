"""Rule: what runs is decided by content; each change re-runs exactly what depends on it, and the build says why."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Any

import pytest

from press.build.reading import of_one_row
from press.command.inquiry import status

LOOKING = "\n\ntry:\n    from standin.local import FACTOR\nexcept ImportError:\n    FACTOR = 1\n\n\ndef"
ALL = {"1_count", "2_left", "3_right", "4_alone"}


def test_a_second_build_runs_nothing_and_changes_nothing(study: Any) -> None:
    before = study.published()
    outcome = study.build()
    assert not outcome.ran
    assert set(outcome.current) == ALL
    assert outcome.exit_code == 0
    assert study.published() == before


def test_what_one_notebook_alone_reads_runs_that_notebook(study: Any) -> None:
    study.write("data/limits.csv", "limit\n1\n")
    study.edit("notebooks/4_alone.md", "press:\n", "press:\n  reads: [data/limits.csv]\n")
    study.build()
    study.write("data/limits.csv", "limit\n2\n")
    assert study.ran() == {"4_alone"}
    assert "data/limits.csv changed" in study.said


def test_what_a_notebook_names_counts_for_it_though_the_study_leaves_it_out_for_the_others(study: Any) -> None:
    study.write("data/definitions/printed.csv", "id,row\na,b\n")
    study.edit("notebooks/4_alone.md", "press:\n", "press:\n  reads: [data/definitions/printed.csv]\n")
    study.build()
    study.write("data/definitions/printed.csv", "id,row\na,c\n")
    assert study.ran() == {"4_alone"}
    assert "data/definitions/printed.csv changed" in study.said


def test_dates_of_files_do_not_matter(study: Any) -> None:
    for path in study.root.rglob("*"):
        if path.is_file():
            os.utime(path, (0, 2_000_000_000))
    assert study.ran() == set()


@pytest.mark.parametrize(
    ("path", "old", "new", "runs", "why"),
    [
        ("src/standin/left.py", "twice(n)\n", "twice(n) + 1\n", {"2_left"}, "src/standin/left.py changed"),
        ("src/standin/arithmetic.py", "2 * n", "3 * n", {"2_left"}, "src/standin/arithmetic.py changed"),
        ("src/standin/right.py", "-n", "-n + 1", {"3_right"}, "src/standin/right.py changed"),
        # the count differs, so both that read it run again; the one that does not, does not
        ("src/standin/count.py", "4", "5", ALL - {"4_alone"}, "paper/results/count.csv changed"),
        # the function is written differently, the count is the same: what reads it stays current
        ("src/standin/count.py", "4 + seed", "seed + 4", {"1_count"}, "src/standin/count.py changed"),
        # one notebook reads it, and what it makes of it is the same
        ("data/codebook.csv", "name", "name,label", {"1_count"}, "data/codebook.csv changed"),
        ("data/registry/cedar/patients.csv", "0001", "0002", {"1_count"}, "data/registry/cedar/patients.csv changed"),
        ("requirements.lock", "==1", "==2", ALL, "requirements.lock changed"),
        ("notebooks/4_alone.md", '"alone")', '"lonely")', {"4_alone"}, "its code cells changed"),
    ],
)
def test_a_change_runs_what_depends_on_it(study: Any, path: str, old: str, new: str, runs: set[str], why: str) -> None:
    study.edit(path, old, new)
    assert study.ran() == runs
    assert why in study.said
    assert study.ran() == set()


def test_a_file_that_a_run_may_look_for_in_a_package_counts_though_none_was_seen_to_be_opened(study: Any) -> None:
    for name in ("src/standin/numbers.bin", "src/standin/other/numbers.bin", "src/standin/other/__init__.py"):
        study.write(name, "0")
    study.edit("src/standin/count.py", "\n\n\ndef", LOOKING)
    assert "1_count" in study.ran(), study.said
    for name, state in (
        ("src/standin/numbers.bin", "changed"),
        ("src/standin/local.py", "is new"),  # which it had tried to import
        ("src/standin/count/__init__.py", "is new"),  # which hides count.py
    ):
        study.write(name, "1")
        assert f"{name} {state}" in "\n".join(status(study.project, {}, None))
        (study.root / name).unlink()
    study.write("src/standin/numbers.bin", "0")
    study.write("src/standin/other/new.py", "1")  # in a package of which it opened nothing
    study.write("src/standin/other/numbers.bin", "1")
    assert status(study.project, {}, None)[-1] == "nothing is to be done"


def test_a_missing_output_is_made_again(study: Any) -> None:
    before = study.published()
    (study.root / "paper/results/right.csv").unlink()
    (study.root / "notebooks/4_alone.ipynb").unlink()
    assert study.brought_back() == {"3_right", "4_alone"}  # as it was: nothing need run
    assert "paper/results/right.csv is missing" in study.said
    assert "notebooks/4_alone.ipynb is missing" in study.said
    assert study.published() == before
    (study.root / "paper/results/right.csv").unlink()
    for kept in (study.root / ".build/kept").glob("*/*"):
        kept.write_text("half of it")
    assert study.ran() == {"3_right"}  # nothing of use had been kept
    assert study.published() == before


@pytest.mark.parametrize(
    ("path", "old", "new", "step"),
    [
        ("paper/results/left.csv", "10", "11", "2_left"),
        ("notebooks/4_alone.ipynb", '"5"', '"6"', "4_alone"),
    ],
)
def test_an_edited_output_is_named_kept_aside_and_brought_back(
    study: Any, path: str, old: str, new: str, step: str
) -> None:
    before = study.published()
    study.edit(path, old, new)
    edited = study.read(path)
    assert study.brought_back() == {step}
    assert f"{path} was altered" in study.said
    assert study.published() == before
    (kept,) = (study.root / ".build/replaced" / path).parent.glob("*")
    assert kept.read_text(encoding="utf-8") == edited
    assert f"{step}  replaced what no build had made: {path}. What stood there is in .build/replaced." in study.said


def test_a_new_registry_file_runs_what_reads_the_registry(study: Any) -> None:
    study.write("data/registry/birch/patients.csv", "patient_id\n")
    assert study.ran() == {"1_count"}
    assert "data/registry/birch/patients.csv is new" in study.said


def test_another_parameter_runs_again_and_is_injected(study: Any) -> None:
    assert study.ran({"seed": "7"}) == ALL - {"4_alone"}
    assert "parameter seed: 1 -> 7" in study.said
    assert "count,,,,n,11,11,count," in study.read("paper/results/count.csv")
    assert "injected-parameters" in study.read("notebooks/1_count.ipynb")
    assert study.ran({"seed": "7"}) == set()
    assert study.brought_back() == ALL - {"4_alone"}  # and back: nothing runs
    assert "injected-parameters" not in study.read("notebooks/1_count.ipynb")
    assert study.brought_back({"seed": "7"}) == ALL - {"4_alone"}
    assert "count,,,,n,11,11,count," in study.read("paper/results/count.csv")


def test_a_parameter_runs_only_notebooks_that_have_it(study: Any) -> None:
    assert study.ran({"response": "tis20"}) == {"1_count"}


def test_a_changed_package_version_is_a_reason(study: Any) -> None:
    study.edit(".build/manifest.json", '"nbformat": "', '"nbformat": "0.')
    assert study.ran() == ALL
    assert "package nbformat: 0." in study.said


def test_a_changed_setting_of_every_run_is_a_reason(study: Any) -> None:
    study.edit(".build/manifest.json", '"PYTHONHASHSEED": "0"', '"PYTHONHASHSEED": "5"')
    assert study.ran() == ALL
    assert "setting PYTHONHASHSEED: 5 -> 0" in study.said


def test_of_a_spreadsheet_of_definitions_the_chosen_row_counts_and_where_it_is_named_all_of_it(study: Any) -> None:
    study.edit("notebooks/4_alone.md", "press:\n", "press:\n  reads: [data/definitions/responses.csv]\n")
    study.edit(
        "src/standin/count.py",
        "    return",
        '    (project_root() / "data/definitions/responses.csv").read_text()\n    return',
    )
    assert study.ran() == {"1_count", "4_alone"}
    study.edit("data/definitions/responses.csv", "tis20,", "tis40,Score of 40\ntis20,")
    assert study.ran() == {"4_alone"}
    assert "data/definitions/responses.csv changed" in study.said
    study.edit("data/definitions/responses.csv", "Physician", "In the physician's judgement")
    assert study.ran() == {"1_count", "4_alone"}
    assert "data/definitions/responses.csv, row physician changed" in study.said


@pytest.mark.parametrize("text", ["id,label\nphysician ,{}\n", "label,id\n{},physician\n", "id,label\nPHYSICIAN,{}\n"])
def test_the_chosen_row_counts_in_whatever_way_a_study_finds_it(study: Any, text: str) -> None:
    rests_on = set()
    for label in ("One", "Two", "Two"):
        study.write("data/definitions/responses.csv", text.format(label))
        rests_on |= {*of_one_row(study.project, "data/definitions/responses.csv", "physician").items()}
    assert len(rests_on) == 2  # with blanks around it, in another column; where there is none, the whole file


def test_what_a_study_leaves_out_runs_no_notebook(study: Any) -> None:
    study.write("data/definitions/printed.csv", "id,row\n")  # which the study leaves out of what notebooks read
    assert study.ran() == set()


def test_injected_parameters_leave_the_other_cells_their_ids(study: Any) -> None:
    def ids() -> list[str]:
        return re.findall(r'"id": "(.*)"', study.read("notebooks/1_count.ipynb"))

    before = ids()
    study.build({"seed": "7"})
    assert "1_count-injected" in ids()
    assert [each for each in ids() if each != "1_count-injected"] == before


def test_changed_prose_is_rendered_without_running(study: Any) -> None:
    before = study.published()
    study.edit("notebooks/1_count.md", "Some prose.", "Other prose.\n\n+++\n\nAnd a second cell.")
    outcome = study.build()
    assert outcome.rendered == ["1_count"]
    assert not outcome.ran
    changed = study.published()
    assert {name for name in before if before[name] != changed[name]} == {"notebooks/1_count.ipynb"}
    text = study.read("notebooks/1_count.ipynb")
    assert "Other prose." in text
    assert "5 were counted" in text  # the outputs were carried over
    assert study.build().rendered == []


def test_a_build_from_nothing_writes_what_an_earlier_one_wrote(
    study: Any, make_study: Callable[[dict[str, str]], Any]
) -> None:
    fresh = make_study({})
    assert fresh.ran() == ALL, fresh.said
    assert fresh.published() == study.published()


def test_an_output_that_is_declared_no_longer_goes(study: Any) -> None:
    study.edit("notebooks/2_left.md", "results: [left]", "data: [data/analysis/left.csv]")
    kept = (
        'path = output_folder() / "data/analysis/left.csv"\npath.parent.mkdir(parents=True)\nLedger([row]).write(path)'
    )
    study.edit("notebooks/2_left.md", 'publish_results("left", Ledger([row]))', kept)
    assert study.ran() == {"2_left"}
    assert not (study.root / "paper/results/left.csv").exists()
    assert (study.root / "data/analysis/left.csv").exists()


def test_what_a_notebook_that_is_no_more_had_made_goes_unless_it_was_altered(study: Any) -> None:
    for name in ("2_left", "3_right"):
        (study.root / f"notebooks/{name}.md").unlink()
    study.edit("paper/results/right.csv", "-5", "-6")
    study.build()
    assert "2_left  is no more: what it had made was removed" in study.said
    assert "paper/results/right.csv was made by 3_right, which is no more, and altered since" in study.said
    there = {"notebooks/2_left.ipynb", "notebooks/3_right.ipynb", "paper/results/left.csv", "paper/results/right.csv"}
    assert there & study.published().keys() == {"paper/results/right.csv"}
    study.build()
    assert "no more" not in study.said


@pytest.mark.parametrize("name", ["reg*x", "!reg", "a, row 2", "[ab]"])
def test_the_name_of_a_registry_is_a_name(study: Any, name: str) -> None:
    """Signs that say something in a declaration say nothing in what is there."""
    for folder in (study.root / name, study.root.parent / f"{name} elsewhere"):
        folder.mkdir()
        (folder / "patients.csv").write_text("patient_id\nPI0001\n", encoding="utf-8")
    study.edit("src/standin/count.py", '(project_root() / "data/registry")', "Path(registry)")
    study.edit("src/standin/count.py", "def how_many(seed):", "def how_many(seed, registry):")
    study.edit("src/standin/count.py", "from press", "from pathlib import Path\n\nfrom press")
    study.edit("notebooks/1_count.md", "how_many(seed)", "how_many(seed, registry)")
    for folder in (study.root / name, study.root.parent / f"{name} elsewhere"):
        assert "1_count" in study.ran({"registry": str(folder)}), study.said
        assert study.ran({"registry": str(folder)}) == set(), study.said
        (folder / "patients.csv").write_text("patient_id\nPI0002\n", encoding="utf-8")
        assert "1_count" in study.ran({"registry": str(folder)}), study.said
