"""Rule: each verb does one thing, an error is one message on stderr, and the exit code says which kind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import Any

import psutil
import pytest

from press.command.command import main

from ..command_line import press

VERBS = ("all", "paper", "site", "simulate", "check", "tidy", "lab", "clean", "test")


CHECK = """
from press.ground.fault import Fault


def check(root, parameters):
    registry = str(parameters["registry"])
    for path in sorted((root / registry).rglob("*.csv")):
        if "PI0001" not in path.read_text():
            raise Fault(f"{registry}, seed {parameters['seed']}: {path.read_text().split()[-1]} is unknown")
"""


def standin(study: Any, *words: str) -> subprocess.CompletedProcess[str]:
    return press(study.root, *words)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_examples(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([verb, "--help"])
    assert left.value.code == 0
    shown = capsys.readouterr().out
    assert f"  compendium {verb}" in shown.partition("examples:")[2]
    assert "exit codes:" in shown


def test_all_says_current_and_where_to_look(study: Any) -> None:
    done = standin(study, "all")
    assert done.returncode == 0, done.stderr
    assert "current     1_count, 4_alone, 2_left, 3_right" in done.stdout
    assert "look at" in done.stdout


def test_a_wrong_parameter_is_one_message_and_exit_2(study: Any) -> None:
    done = standin(study, "all", "--seed", "seven")
    assert done.returncode == 2
    assert done.stderr == "standin: the parameter seed must be a whole number; it is 'seven'\n"
    assert done.stdout == ""


def test_what_the_study_finds_faulty_is_one_message_and_exit_2_and_nothing_is_touched(study: Any) -> None:
    before = study.published()
    study.edit("src/standin/study.py", "prints=", 'check="standin.checking:check",\n    prints=')
    study.write("src/standin/checking.py", CHECK)
    assert standin(study, "all").returncode == 0  # nothing is stale: nothing is looked at
    study.edit("data/registry/cedar/patients.csv", "0001", "0002")
    done = standin(study, "all")
    assert done.returncode == 2
    assert done.stderr == "standin: data/registry, seed 1: PI0002 is unknown\n"
    assert study.published() == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("paper",), "there is nothing to make the paper from: paper/manuscript.md is missing"),
        (("site",), "this study has no site"),
        (("all", "--style", "apa"), "there is no citation style apa; paper/styles holds no .csl file"),
        (("paper", "--style", "apa"), "there is nothing to make the paper from: paper/manuscript.md is missing"),
    ],
)
def test_a_paper_that_cannot_be_made_as_asked_is_one_message_and_exit_2(
    study: Any, words: tuple[str, ...], message: str
) -> None:
    done = standin(study, *words)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"standin: {message}\n")


def test_tidy_check_exits_1_where_there_is_something_to_do(study: Any) -> None:
    assert standin(study, "tidy", "--check").returncode == 0
    study.edit("notebooks/1_count.md", "Some prose.", "Better prose.")
    done = standin(study, "tidy", "--check")
    assert done.returncode == 1
    assert "1_count.ipynb: taken from 1_count.md, which was edited" in done.stdout


def test_clean_says_how_many_files_it_removed(study: Any) -> None:
    made = len(study.published())
    assert f"removed {made} files that the build had made" in standin(study, "clean").stdout


STOPPED = "standin: stopped; everything published is whole, and the next run goes on from here"


def start(study: Any) -> subprocess.Popen[str]:
    """Start the command as from a terminal: in a process group of its own."""
    # a shell that starts the tests in the background has them ignore Ctrl-C
    heed = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    run = f"{heed} import sys; from press.command.command import main; sys.exit(main(['all']))"
    return subprocess.Popen(
        [sys.executable, "-c", run],
        cwd=study.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def in_a_long_cell(study: Any) -> tuple[subprocess.Popen[str], psutil.Process]:
    """Start a build, and return it and its kernel when the kernel is in the middle of a cell of ten minutes."""
    marker = study.root.parent / "pid.txt"  # in the project it would be refused
    code = f"import os, time\n\nopen({str(marker)!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)"
    study.edit("notebooks/4_alone.md", 'path.write_text("alone")', code)
    process = start(study)
    while not (marker.is_file() and marker.read_text()):
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    return process, psutil.Process(int(marker.read_text()))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "a request to end"])
def test_stopping_by_hand_says_one_line_and_leaves_no_kernel(study: Any, number: signal.Signals) -> None:
    before = study.published()
    process, kernel = in_a_long_cell(study)
    os.killpg(process.pid, number)
    _, errors = process.communicate()
    assert process.returncode == 130
    assert errors.splitlines() == [STOPPED]
    assert not kernel.is_running() or kernel.status() == psutil.STATUS_ZOMBIE
    assert study.published() == before


def in_its_imports(child: psutil.Process) -> bool:
    """Whether this is the server from which workers fork, at a time when Ctrl-C would be thrown into its imports."""
    try:
        return "forkserver" in " ".join(child.cmdline()) and child.memory_info().rss > 25_000_000  # Python alone: 10 MB
    except psutil.Error:  # it has just ended
        return False


def test_ctrl_c_at_the_start_says_one_line(study: Any) -> None:
    study.edit("notebooks/4_alone.md", '"alone")', '"lonely")')
    process = start(study)
    while not any(in_its_imports(child) for child in psutil.Process(process.pid).children()):
        assert process.poll() is None, process.communicate()
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate()
    assert errors.splitlines() == [STOPPED]


def test_a_killed_build_leaves_no_kernel_that_the_next_could_mistake_for_its_own(study: Any) -> None:
    before = study.published()
    process, kernel = in_a_long_cell(study)
    process.kill()
    process.communicate()
    until = time.monotonic() + 60
    while kernel.is_running() and kernel.status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < until, "it goes on"
        time.sleep(0.1)
    study.edit("notebooks/4_alone.md", "time.sleep(600)", 'path.write_text("alone")')
    assert study.ran() == {"4_alone"}
    assert {name for name, content in study.published().items() if content != before[name]} == {
        "notebooks/4_alone.ipynb"
    }


def test_an_option_must_be_written_out(study: Any) -> None:
    done = standin(study, "all", "--rep", "5")
    assert done.returncode == 2
    assert "unrecognized arguments: --rep 5" in done.stderr


@pytest.mark.parametrize("jobs", ["0", "-1"])
def test_fewer_than_one_notebook_side_by_side_is_refused(study: Any, jobs: str) -> None:
    done = standin(study, "all", f"--jobs={jobs}")
    assert (done.returncode, done.stderr) == (2, f"standin: --jobs must be 1 or more; it is {jobs}\n")
