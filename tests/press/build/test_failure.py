"""Rule: a run that is not whole publishes nothing; earlier outputs keep every byte and the report names the cell."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from press.run import environment

LEFT = "row.value\n"


def at_work(pid: int) -> bool:
    """Whether a process runs: one that has ended may still wait for somebody to ask for its exit status."""
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def break_left(study: Any, code: str) -> dict[str, bytes]:
    """Put `code` at the end of 2_left and return what was published before."""
    before: dict[str, bytes] = study.published()
    study.edit("notebooks/2_left.md", LEFT, code + "\n")
    return before


def test_an_error_leaves_everything_as_it_was_and_is_told_in_plain_words(study: Any) -> None:
    before = break_left(study, 'raise ValueError("no such patient")')
    outcome = study.build()
    assert outcome.exit_code == 1
    assert study.published() == before
    (failure,) = outcome.failed
    assert (failure.name, failure.section, failure.cell) == ("2_left", "Writing the left", 2)
    assert failure.code == 'row = Key("left").row("n", changed(counted), n=1, method="change")'
    assert failure.problem == "ValueError: no such patient"
    for message in (
        "2_left stopped",
        "Writing the left",
        "ValueError: no such patient",
        ".build/failed/2_left.failed.ipynb",
    ):
        assert message in study.said
    assert "\x1b" not in study.said
    assert "Traceback" not in study.said


def test_the_failed_notebook_is_kept_for_reading_until_it_succeeds(study: Any) -> None:
    break_left(study, 'raise ValueError("no such patient")')
    study.build()
    kept = study.root / ".build/failed/2_left.failed.ipynb"
    outputs = json.loads(kept.read_text(encoding="utf-8"))["cells"][-1]["outputs"]
    assert any(output["output_type"] == "error" for output in outputs)
    study.edit("notebooks/2_left.md", 'raise ValueError("no such patient")', "row.value")
    assert study.build().exit_code == 0
    assert not kept.exists()


def test_a_fault_of_the_study_is_told_by_its_message_alone(study: Any) -> None:
    break_left(study, 'from press.ground.fault import Fault\n\nraise Fault("row 3: age is missing")')
    assert study.build().failed[0].problem == "row 3: age is missing"


ITSELF = "[os.getpid()]"
# What runs a notebook is a child of the server, as its kernel is; a kernel that was started from nothing is its child.
WHAT_RUNS_IT = "{os.getppid(), *(each.pid for each in psutil.Process(os.getppid()).children())} - {os.getpid()}"
KILL = "import os, psutil, signal\n\nfor pid in sorted({}, reverse=True):\n    os.kill(pid, signal.SIGKILL)"


@pytest.mark.parametrize("victim", [ITSELF, WHAT_RUNS_IT], ids=["the kernel is killed", "what runs it is killed"])
def test_a_killed_run_leaves_everything_as_it_was(study: Any, victim: str) -> None:
    before = break_left(study, KILL.format(victim))
    outcome = study.build()
    assert outcome.exit_code == 1
    assert study.published() == before
    assert "out of memory?" in outcome.failed[0].problem
    study.edit("notebooks/2_left.md", "os.kill(pid", "print(pid")
    assert study.ran() == {"2_left"}  # with a new server, where that was killed


def test_the_server_may_be_killed_and_the_step_goes_on(study: Any) -> None:
    break_left(
        study, "import os\n\nif 'forkserver' in ' '.join(__import__('sys').orig_argv):\n    os.kill(os.getppid(), 9)"
    )
    assert study.ran() == {"2_left"}, study.said
    study.edit("src/standin/right.py", "-n", "-n + 1")
    assert study.ran() == {"3_right"}


DIES = """
import os, pathlib, sys

if "ipykernel_launcher" in sys.orig_argv:
    starts = pathlib.Path({starts!r})
    starts.write_text(starts.read_text() + "x")
    if len(starts.read_text()) in {which}:
        os._exit(1)
"""


@pytest.mark.parametrize(("which", "failed"), [([1], []), ([1, 2], ["4_alone"])], ids=["once", "twice"])
def test_a_kernel_that_dies_before_it_answers_is_started_once_more(
    make_study: Callable[[dict[str, str]], Any], which: Any, failed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "FORKS_KERNELS", False)
    study = make_study({})
    for name in ("1_count", "2_left", "3_right"):
        (study.root / f"notebooks/{name}.md").unlink()
    starts = study.root.parent / "starts.txt"
    starts.write_text("")
    (study.root / "src/sitecustomize.py").write_text(DIES.format(starts=str(starts), which=which), encoding="utf-8")
    assert [failure.name for failure in study.build().failed] == failed
    assert starts.read_text() == "xx"


def test_a_kernel_whose_runner_was_killed_is_ended(study: Any) -> None:
    marker = study.root.parent / "pid.txt"
    code = f"import time\n\nopen({str(marker)!r}, 'w').write(str(os.getpid()))\n{KILL.format(WHAT_RUNS_IT)}"
    break_left(study, f"import os\n{code}\ntime.sleep(600)")
    assert study.build().exit_code == 1
    assert not at_work(int(marker.read_text()))


def test_what_an_earlier_build_left_running_is_ended(study: Any) -> None:
    out = study.project.staging / "earlier" / "4_alone"
    words = [sys.executable, "-c", "import time; time.sleep(600)"]
    left = subprocess.Popen(words, env={"PRESS_OUT": str(out)})
    other = subprocess.Popen(words, env={"PRESS_OUT": str(study.project.build / "draft")})  # JupyterLab's
    study.build()
    assert left.poll() is not None
    assert other.poll() is None
    other.kill()
    other.wait()


def test_the_report_of_a_killed_kernel_names_the_cell(study: Any) -> None:
    break_left(study, "import os\n\nos.kill(os.getpid(), 9)")
    failure = study.build().failed[0]
    assert (failure.section, failure.cell) == ("Writing the left", 2)


@pytest.mark.parametrize("code", ["import os\n\nos._exit(3)", "raise SystemExit(3)"])
def test_leaving_in_the_middle_is_no_success(study: Any, code: str) -> None:
    before = break_left(study, code)
    assert study.build().exit_code == 1
    assert study.published() == before


def test_notebooks_that_do_not_need_the_failed_one_finish_and_the_others_are_named(study: Any) -> None:
    study.edit("notebooks/1_count.md", "how_many(seed)\nprint", "how_many(seed) / 0\nprint")
    study.edit("notebooks/4_alone.md", '"alone")', '"lonely")')
    outcome = study.build()
    assert set(outcome.ran) == {"4_alone"}
    assert outcome.blocked == {"2_left": "1_count", "3_right": "1_count"}
    assert study.read("data/analysis/alone.txt") == "lonely"


def test_a_declared_file_that_is_not_written_is_named(study: Any) -> None:
    before = study.published()
    study.edit("notebooks/2_left.md", "results: [left]", "results: [left, right_hand]")
    outcome = study.build()
    assert outcome.failed[0].problem == (
        "it did not write paper/results/right_hand.csv, which it declares under `writes:`"
    )
    assert study.published() == before


def test_an_undeclared_file_is_named(study: Any) -> None:
    before = break_left(study, '(output_folder() / "paper/results/extra.csv").write_text("")')
    outcome = study.build()
    assert outcome.failed[0].problem == ("it wrote paper/results/extra.csv, which it does not declare under `writes:`")
    assert study.published() == before


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import os\n\nprint(os.environ['PRESS_ROOT'])", "shows the path of the project's folder"),
        ("from pathlib import Path\n\nprint(Path.home() / 'me')", "shows the path of your home folder"),
        ("object()", "shows an address in memory"),
        ("import warnings\n\nwarnings.warn('old')", "a temporary folder"),
    ],
)
def test_an_output_that_only_this_machine_could_give_is_refused(
    study: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, message: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "ada"))
    before = break_left(study, code)
    outcome = study.build()
    (failure,) = outcome.failed
    assert message in failure.problem
    assert (failure.section, failure.cell) == ("Writing the left", 2)
    assert failure.code == 'row = Key("left").row("n", changed(counted), n=1, method="change")'
    assert study.published() == before


def test_a_published_file_that_names_a_folder_of_this_machine_is_refused(study: Any) -> None:
    study.edit("notebooks/2_left.md", 'method="change"', "method=str(output_folder())")
    assert study.build().failed[0].problem == (
        "paper/results/left.csv holds the path of the project's folder, which no other machine has"
    )


def test_what_stays_on_this_machine_may_name_its_folders(study: Any) -> None:
    """data/analysis is not committed, and says from which registry a cohort was made: any folder of the user's."""
    study.edit("notebooks/4_alone.md", 'path.write_text("alone")', 'path.write_text(f"see {path.parent}")')
    assert study.build().failed == []


def test_a_home_at_the_root_of_all_files_is_found_in_no_ordinary_text(
    study: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/")
    study.edit("notebooks/4_alone.md", 'path.write_text("alone")', 'path.write_text("10 mg/day, 1 / 2")')
    assert study.ran() == {"4_alone"}


def test_an_injected_cell_has_no_number(study: Any) -> None:
    study.edit("notebooks/1_count.md", "how_many(seed)\nprint", "how_many(seed) / 0\nprint")
    assert study.build().failed[0].cell == study.build({"seed": "7"}).failed[0].cell == 2


def test_a_long_error_says_how_much_was_cut(study: Any) -> None:
    break_left(study, 'raise ValueError("\\n".join("abcdefghi"))')
    assert study.build().failed[0].problem.splitlines()[-2:] == ["f", "(and 3 more lines)"]
