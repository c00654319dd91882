"""Rule: whatever goes wrong is one clear message and an exit code, and everything published stays as it was."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil
import pytest

from press.build.glance import Glance
from press.build.lock import only_one
from press.build.manifest import Manifest
from press.build.release import recover
from press.command.inquiry import status
from press.run import server

from .. import command_line
from ..command_line import SRC

ALONE = 'path.write_text("alone")'
NEXT = '\n```\n\n```{code-cell} ipython3\npath.write_text("lonely")'  # a cell that finds no kernel any more


def press(study: Any, *words: str, **around: str) -> subprocess.CompletedProcess[str]:
    return command_line.press(study.root, *(words or ("all",)), **around)


def refused(study: Any, *messages: str, before: dict[str, bytes] | None = None, code: int = 2) -> str:
    """Build; it must fail with these words, without a traceback, and leave what was published."""
    before = study.published() if before is None else before
    done = press(study)
    said = done.stdout + done.stderr
    assert done.returncode == code, said
    for message in messages:
        assert message in said
    assert "Traceback" not in said
    assert study.published() == before
    return said


def stale(study: Any, code: str = 'path.write_text("lonely")') -> None:
    """Have the notebook that stands alone do something else."""
    study.edit("notebooks/4_alone.md", ALONE, code)


@contextlib.contextmanager
def mounted(*words: str) -> Iterator[None]:
    """Have something mounted; skip the test where that is not allowed."""
    target = words[-1]
    if subprocess.run(["mount", *words], capture_output=True).returncode:
        pytest.skip("nothing can be mounted here, and permissions do not bind who runs the tests")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", target], check=True)


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    with mounted("--bind", str(folder), str(folder)):
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
        yield


@pytest.mark.parametrize(
    ("folder", "message"),
    [
        ("", ".build cannot be written (Read-only file system)"),
        (".build", ".build cannot be written (Read-only file system)"),
        ("data/analysis", "data/analysis/alone.txt cannot be written, so nothing of 4_alone was published: Read-only"),
    ],
    ids=["the project", "the build's own folder", "where a file goes"],
)
def test_a_read_only_folder(study: Any, folder: str, message: str) -> None:
    stale(study)
    with read_only(study.root / folder):
        said = refused(study, message)
    if folder != "data/analysis":
        assert len(said.splitlines()) == 1


@pytest.mark.parametrize("free", [0, 30_000, 150_000])
def test_a_full_disk(study: Any, tmp_path: Path, free: int) -> None:
    stale(study, 'path.write_text("lonely " * 30_000)')
    small = tmp_path / "small"
    small.mkdir()
    with mounted("-t", "tmpfs", "-o", "size=6m", "tmpfs", str(small)):
        study.root = Path(shutil.copytree(study.root, small / "study"))
        with contextlib.suppress(OSError), (small / "full").open("wb", buffering=0) as full:
            while full.write(b"0" * 4096):
                pass
        os.truncate(small / "full", (small / "full").stat().st_size - free)
        before, done = study.published(), press(study)
        said = done.stdout + done.stderr
        assert done.returncode in (1, 2), said
        assert "No space left on device" in said or "the disk is full" in said
        assert "Traceback" not in said
        assert study.published() == before
        (small / "full").unlink()
        assert press(study).returncode == 0
        assert study.read("data/analysis/alone.txt").startswith("lonely lonely")


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_link(to: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(to)


@pytest.mark.parametrize("folder", ["data/registry/cedar", "data/definitions"])
@pytest.mark.parametrize(
    ("put", "message"),
    [
        (a_pipe, "odd.csv is no file that holds something, but a pipe, a device or the like: remove it"),
        (a_link("/dev/zero"), "odd.csv is no file that holds something, but a pipe, a device or the like: remove it"),
        (a_link("nowhere.csv"), "odd.csv is a link that leads nowhere: remove it, or put back what it leads to"),
        (a_link("odd.csv"), "odd.csv cannot be read (Too many levels of symbolic links)"),
        (a_link(".."), "odd.csv is a link that leads back to where it lies: remove it"),
        (a_link("/proc/self/mem"), "odd.csv cannot be read (Input/output error)"),
    ],
    ids=["a pipe", "a device", "a broken link", "a link to itself", "a loop of folders", "unreadable"],
)
def test_something_odd_in_a_folder_of_data(study: Any, folder: str, put: Callable[[Path], None], message: str) -> None:
    put(study.root / folder / "odd.csv")
    said = refused(study, message)
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import os\n\nos.kill(os.getpid(), 9)", "the kernel was killed in the middle of this cell - was it out of"),
        (f"exit(){NEXT}", "the cell leaves the kernel, as exit() and quit() do: a notebook runs to its last cell"),
        (f"quit(){NEXT}", "the cell leaves the kernel, as exit() and quit() do: a notebook runs to its last cell"),
        ("import os\n\nos._exit(3)", "the kernel ended in the middle of this cell, with exit status 3"),
        ("import os\n\nos.kill(os.getpid(), 11)", "the kernel ended in the middle of this cell, by the signal SIGSEGV"),
        ('Path("../../x.txt").write_text("")', ""),
    ],
    ids=["-9", "exit()", "quit()", "_exit", "SIGSEGV", "elsewhere"],
)
def test_a_cell_that_ends_its_kernel(study: Any, code: str, message: str) -> None:
    if not message:
        code = 'Path("data/registry/cedar/patients.csv").write_text("")'
        code, message = f"from pathlib import Path\n\n{code}", "data/registry/cedar/patients.csv may not be written"
    stale(study, code)
    said = refused(study, "4_alone stopped", message, "cell     1, which begins: from press", code=1)
    assert ("out of memory" in said) == ("killed" in message)


WITH_FOLDERS = """
import os
import shutil
import tempfile
from pathlib import Path

from press.ground.paths import project_root

root = project_root()
own = Path(tempfile.mkdtemp())
(own / "a").write_text("a")
(own / "link").symlink_to(root / "data/codebook.csv")
shutil.rmtree(own)
os.chdir(output_folder())
said = []
for destroy, what in ((shutil.rmtree, "keepsafe"), (os.remove, "inputs.csv"), (os.rmdir, "bare")):
    try:
        destroy(root / what)
    except PermissionError as error:
        said.append(str(error).partition(" may")[0])
folder = os.open(root, os.O_RDONLY)
try:
    os.rename("bare", "gone", src_dir_fd=folder, dst_dir_fd=folder)
except PermissionError as error:
    said.append(str(error).partition(" may")[0])
os.chdir(root)
path.write_text(" ".join(said))"""


def test_what_a_cell_removes_is_known_by_the_folder_in_which_it_lies(study: Any) -> None:
    study.write("keepsafe/a", "mine")
    (study.root / "bare").mkdir()
    (study.root / "inputs.csv").symlink_to("data/codebook.csv")
    stale(study, WITH_FOLDERS)
    assert study.ran() == {"4_alone"}, study.said
    assert study.read("data/analysis/alone.txt") == "keepsafe/a inputs.csv bare bare"
    assert (study.root / "keepsafe/a").is_file() and (study.root / "bare").is_dir()
    assert (study.root / "inputs.csv").is_symlink()


def test_an_endless_cell(study: Any) -> None:
    study.edit("src/standin/study.py", "prints=", "cell_seconds=2,\n    prints=")
    stale(study, "while True:\n    pass")
    refused(study, "4_alone stopped", "cell     1, which begins: from press.ground", "2 seconds", code=1)


ENDLESS = "import time\n\n\ndef check(root, parameters):\n    while True:\n        time.sleep(0.1)\n"


def test_an_endless_step_and_an_endless_check(study: Any) -> None:
    add_step(study, "paper/extra.txt", does="while True: pass")
    study.edit("src/standin/study.py", "prints=", "step_seconds=1,\n    prints=")
    refused(study, "extra stopped", "the step extra had not ended after 1 seconds\n", ".build/logs/extra.log", code=1)
    study.write("src/standin/checking.py", ENDLESS)
    study.edit("src/standin/study.py", "prints=", 'check="standin.checking:check",\n    prints=')
    stale(study)
    refused(study, "standin: the step check had not ended after 1 seconds\n")


def test_fifty_megabytes_printed(study: Any) -> None:
    stale(study, 'for _ in range(50):\n    print("x" * 1_000_000)')
    said = refused(study, "the cell printed more than 10 million characters", code=1)
    assert "timeout" not in said.lower() and "timed out" not in said.lower()
    assert (study.root / ".build/failed/4_alone.failed.ipynb").stat().st_size < 12_000_000


def test_the_build_folder_is_a_file(study: Any) -> None:
    shutil.rmtree(study.root / ".build")
    study.write(".build", "a file")
    said = refused(study, ".build is a file: the build keeps its own things in a folder of that name; remove it")
    assert len(said.splitlines()) == 1


SHAPES = [
    "[]",
    "7",
    "null",
    '"text"',
    "{}",
    "[[1]]",
    '{"format": 4, "records": []}',
    '{"format": 4, "records": {"4_alone": 7}}',
    '{"format": 4, "records": {"4_alone": [7]}}',
    '{"format": 4, "records": {"4_alone": [{"basis": null}]}}',
    '{"format": 1, "seen": [], "lines": 5}',
    '{"name": "4_alone", "staged": 5, "moves": 7, "removals": [], "record": {}}',
    '{"name": [], "staged": "..", "moves": ["x"], "removals": {}, "record": null}',
    '{"process": [], "since": {}, "words": [1, null]}',
    '{"words": 5}',
]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_file_of_the_builds_own_with_another_shape_is_as_none(study: Any, shape: str) -> None:
    before = study.published()
    for name in ("manifest", "publishing", "glance", "at_work"):
        study.write(f".build/{name}.json", shape)
    assert Manifest(study.project).records == {}
    assert recover(study.project, Manifest(study.project)) is None
    assert not (study.root / ".build/publishing.json").exists()
    assert Glance(study.project, {}, None, None).lines_if_current() is None
    with only_one(study.project):
        pass
    assert study.published() == before


def damaged(what: Any, place: tuple[Any, ...], value: Any) -> Any:
    """A copy of some JSON with one thing in it replaced."""
    copy = json.loads(json.dumps(what))
    inner = copy
    for each in place[:-1]:
        inner = inner[each]
    inner[place[-1]] = value
    return copy


@pytest.mark.parametrize("value", [None, 7, [], "text", {"a": 1}, [[1]]], ids=repr)
@pytest.mark.parametrize(
    "place",
    [
        ("basis",), ("outputs",), ("made",), ("git",), ("seconds",), ("basis", "inputs"), ("basis", "code"),
        ("basis", "environment"), ("basis", "environment", "packages"), ("basis", "parameters"), ("basis", "writes"),
        ("basis", "unread"),
    ],
    ids=".".join,
)  # fmt: skip
def test_a_damaged_record_is_as_none(study: Any, place: tuple[str, ...], value: Any) -> None:
    kept = json.loads(study.read(".build/manifest.json"))
    study.write(".build/manifest.json", json.dumps(damaged(kept, ("records", "4_alone", 0, *place), value)))
    assert any("4_alone" in line for line in status(study.project, {}, None))
    assert isinstance(Manifest(study.project).outputs(), dict)


def test_all_of_them_damaged_at_once(study: Any) -> None:
    before = study.published()
    for name in ("manifest", "publishing", "glance", "at_work"):
        study.write(f".build/{name}.json", "[[7]]")
    done = press(study)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert study.published() == before


@pytest.mark.parametrize("old", ["Some prose.", 'print(f"{n} were counted")'], ids=["prose", "code"])
def test_a_merge_that_was_not_finished(study: Any, old: str) -> None:
    study.edit("notebooks/1_count.md", old, f"<<<<<<< HEAD\n{old}\n=======\n{old}\n>>>>>>> other")
    lines = study.read("notebooks/1_count.md").splitlines()
    said = refused(study, f"notebooks/1_count.md, line {lines.index('<<<<<<< HEAD') + 1}: a merge left")
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    "path", ["src/x.py", "Makefile", "data/registry/cedar/patients.csv", ".git/hooks/pre-commit", "data/analysis/../x"]
)
def test_an_output_outside_its_room_is_refused_before_anything_runs(study: Any, path: str) -> None:
    study.edit("notebooks/4_alone.md", "data: [data/analysis/alone.txt]", f"data: [{path}]")
    message = f"notebooks/4_alone.md: {path} may not be written; what is named under `data:` lies in data/analysis/"
    assert refused(study, message) == f"standin: {message}\n"


STEP = """
    steps=(Step("extra", calls="standin.extra:write", reads=("data/codebook.csv",), writes={writes}),),
    prints="""
EXTRA = """
from pathlib import Path


def write(root, out, provenance):
    {does}
    for name in {writes}:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text("extra")
"""


def add_step(study: Any, *writes: str, does: str = "pass", declares: tuple[str, ...] = ()) -> None:
    text = STEP.format(writes=repr(declares or writes)).strip()
    study.edit("src/standin/study.py", "prints=", text)
    study.edit("src/standin/study.py", "import Parameter, Study", "import Parameter, Step, Study")
    study.write("src/standin/extra.py", EXTRA.format(does=does, writes=writes))


@pytest.mark.parametrize("path", ["src/x.py", "data/codebook.csv", "README.md", "*", "paper/.hidden"])
def test_a_step_that_writes_elsewhere_is_refused_before_anything_runs(study: Any, path: str) -> None:
    add_step(study, path)
    assert "the step extra may not write " + path in refused(study)


def test_a_step_does_not_write_what_another_reads(study: Any) -> None:
    study.write("paper/own.md", "text")
    add_step(study, "paper/own.md")
    study.edit("src/standin/study.py", "prints=", 'paper_reads=("paper/own.md",),\n    prints=')
    study.edit("notebooks/4_alone.md", "press:\n", "press:\n  reads: [paper/own.md]\n")
    refused(study, "extra may not write paper/own.md: a step reads that, and does not wait for it")
    study.edit("src/standin/study.py", "writes=('paper/own.md',)", "writes=('paper/own*',)")
    done = press(study)
    assert done.returncode == 1
    assert "it wrote paper/own.md, which is what it reads" in done.stdout
    assert study.read("paper/own.md") == "text"


def test_a_hidden_file_of_the_project_is_read_where_it_is_declared_alone(study: Any) -> None:
    study.write("data/.secret", "1")
    study.edit("notebooks/4_alone.md", "path = output_folder()", 'open("data/.secret").close()\npath = output_folder()')
    assert press(study).returncode == 1
    study.edit("notebooks/4_alone.md", "press:\n", "press:\n  reads: [data/.secret]\n")
    assert study.ran() == {"4_alone"}
    study.write("data/.secret", "2")
    study.build()
    assert "data/.secret changed" in study.said


def test_a_file_outside_the_project_is_read_where_it_is_declared_alone(study: Any) -> None:
    """A note of somebody's beside the project, which no record would hold."""
    study.write("../notes/factor.txt", "1")
    note = study.root.parent / "notes/factor.txt"
    study.edit("notebooks/4_alone.md", "path = output_folder()", f"open({str(note)!r}).close()\npath = output_folder()")
    said = refused(study, code=1)
    assert f"it read {note}, which it does not declare under `reads:`, so a change of it would go unseen" in said
    study.edit("src/standin/study.py", "reads=(", "reads=('../notes', ")
    for content in "12":
        note.write_text(content)
        done = press(study)
        assert "4_alone (" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("declares", ["paper/results/right.csv", "paper/results/r*"])
def test_two_steps_do_not_write_one_file(study: Any, declares: str) -> None:
    add_step(study, declares)
    refused(study, "3_right and extra may not both write paper/results/right.csv: one would undo the other")


def test_what_another_step_removes_of_what_was_published_is_told(study: Any) -> None:
    before = study.published()
    gone = "import os; os.remove(root / 'data/analysis/alone.txt')"
    add_step(study, "paper/extra.txt", does=gone)
    refused(study, "extra stopped", "data/analysis/alone.txt may not be written", before=before, code=1)
    study.edit(
        "src/standin/extra.py", gone, "import subprocess; subprocess.run(['rm', str(root / 'data/analysis/alone.txt')])"
    )
    done = press(study)
    assert done.returncode == 2
    assert "data/analysis/alone.txt is missing while the build ran" in done.stderr
    assert press(study).returncode in (0, 2)
    assert "Traceback" not in done.stderr


CHANGE = """import subprocess

subprocess.run(["sh", "-c", "{}"])
{}"""


@pytest.mark.parametrize(
    "how",
    [
        "echo PI0009 >> data/registry/cedar/patients.csv",
        "cp data/registry/cedar/patients.csv /tmp/$$; echo PI9 >> data/registry/cedar/patients.csv;"
        " cat /tmp/$$ > data/registry/cedar/patients.csv; rm /tmp/$$",
    ],
    ids=["changed", "changed and put back"],
)
def test_an_input_that_changes_while_it_is_read(study: Any, how: str) -> None:
    before = study.published()
    study.edit("notebooks/1_count.md", "n = how_many(seed)", CHANGE.format(how, "n = how_many(seed) + 1"))
    refused(study, "data/registry/cedar/patients.csv changed while it ran", before=before, code=1)


def test_a_linked_folder_of_data(study: Any, tmp_path: Path) -> None:
    centre = tmp_path / "alder"
    centre.mkdir()
    (centre / "patients.csv").write_text("patient_id\nBS0001\n", encoding="utf-8")
    (study.root / "data/registry/alder").symlink_to(centre)
    study.edit("src/standin/count.py", "return 4 + seed", "return 4 + seed + text.count('BS')")
    study.edit("src/standin/count.py", "    for path", "    text = ''\n    for path")
    study.edit("src/standin/count.py", "        path.read_text()", "        text += path.read_text()")
    assert "1_count" in study.ran()
    (centre / "patients.csv").write_text("patient_id\nBS0001\nBS0002\n", encoding="utf-8")
    assert "1_count" in study.ran(), study.said
    assert "data/registry/alder/patients.csv changed" in study.said


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("src/outside.py", "import outside\n\npath.write_text(str(outside.N))"),
        ("src/bare/inner.py", "from bare import inner\n\npath.write_text(str(inner.N))"),
        ("src/standin/late.py", "from standin.lazy import n\n\npath.write_text(str(n()))"),
    ],
    ids=["a module outside any package", "a package without __init__", "imported inside a function"],
)
def test_every_module_that_a_notebook_reaches_counts(study: Any, path: str, code: str) -> None:
    study.write(path, "N = 1\n")
    study.write("src/standin/lazy.py", "def n():\n    from standin.late import N\n\n    return N\n")
    stale(study, code)
    assert "4_alone" in study.ran(), study.said
    study.write(path, "N = 2\n")
    assert study.ran() == {"4_alone"}, study.said
    assert f"{path} changed" in study.said
    assert study.read("data/analysis/alone.txt") == "2"


def test_what_a_child_process_reads_counts(study: Any) -> None:
    study.write("data/definitions/x.csv", "one\n")
    stale(study, 'said = !cat data/definitions/x.csv\npath.write_text("".join(said))')
    assert "4_alone" in study.ran(), study.said
    study.write("data/definitions/x.csv", "two\n")
    assert "4_alone" in study.ran(), study.said
    assert study.read("data/analysis/alone.txt") == "two"


def test_links_within_the_project_and_a_name_in_no_utf_8_are_no_fault(study: Any) -> None:
    (study.root / "adata").symlink_to("data")
    (study.root / "src/astandin").symlink_to("standin")
    Path(os.fsdecode(os.fsencode(study.root / "data/registry/donn") + b"\xe9es.txt")).write_text("lying there")
    for _ in range(2):
        done = press(study)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert json.loads(study.read(".build/glance.json"))["lines"]
    named = press(study, "why", "data/registry/donn\udce9es.txt", PYTHONUTF8="1")
    assert (named.returncode, named.stderr) == (0, "")
    assert named.stdout.startswith("data/registry/donn\\udce9es.txt is a source")


def test_programs_that_libraries_would_use_are_not_asked(study: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The lock decides what runs: a library asked the machine's pandoc for its version when it was loaded."""
    stale(study)
    folder = tmp_path_factory.mktemp("bin")
    for name in ("pandoc", "fc-list", "latex", "pdflatex", "xelatex", "kpsewhich", "quarto", "marimo", "dot", "node"):
        (folder / name).write_text(f'#!/bin/sh\necho {name} >> "{folder}/asked"\n', encoding="utf-8")
        (folder / name).chmod(0o755)
    done = press(study, PATH=f"{folder}{os.pathsep}{os.environ['PATH']}")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert not (folder / "asked").exists(), (folder / "asked").read_text(encoding="utf-8")


# As `python -m press all`, which says when Python itself has started: until then Ctrl-C is Python's.
_ONCE_PYTHON_RUNS = """
import runpy, sys
sys.argv = ["press", "all"]
print("running", flush=True)
runpy.run_module("press", run_name="__main__", alter_sys=True)
"""


@pytest.mark.parametrize("delay", [0.1 + 0.2 * n for n in range(10)])
def test_ctrl_c_in_the_first_two_seconds(study: Any, delay: float) -> None:
    stale(study, "import time\n\ntime.sleep(600)")
    before = study.published()
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", _ONCE_PYTHON_RUNS],
        cwd=study.root,
        env=os.environ | {"PYTHONPATH": str(SRC)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "running\n"
    time.sleep(delay)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 130, errors
    assert len(errors.splitlines()) <= 1 and "Traceback" not in errors
    assert study.published() == before


@pytest.mark.parametrize("words", [("--help",), ("all", "--help"), ("status",), ("all",)])
def test_whoever_reads_goes_away(study: Any, words: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "press", *words],
        cwd=study.root,
        env=os.environ | {"PYTHONPATH": str(SRC)},
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(writing)
    assert done.returncode in (0, 141)
    assert done.stderr == ""


def test_help_where_python_is_told_to_leave_out_docstrings(study: Any) -> None:
    done = press(study, "all", "--help", PYTHONOPTIMIZE="2")
    assert done.returncode == 0
    assert "None" not in done.stdout
    assert "Bring the whole study up to date" in done.stdout


def test_whatever_the_shell_says_of_letters_no_word_stops_the_build(study: Any) -> None:
    study.edit("notebooks/4_alone.md", "# The notebook", "## Years 1\N{EN DASH}2")
    stale(study)
    done = press(study, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "Years 1\N{EN DASH}2" in done.stdout


def test_what_a_cell_leaves_running_ends_with_its_notebook(study: Any, tmp_path: Path) -> None:
    """In a session of its own, without the build's environment: nothing but its descent tells whose it is."""
    marker = tmp_path / "pid.txt"
    code = 'import subprocess\n\nleft = subprocess.Popen(["sleep", "600"], start_new_session=True, env={})\n'
    stale(study, code + f"open({str(marker)!r}, 'w').write(str(left.pid))\n" + 'path.write_text("lonely")')
    others = subprocess.Popen(["sleep", "600"])
    assert study.ran() == {"4_alone"}, study.said
    pid = int(marker.read_text())
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    assert others.poll() is None  # what is no child of the build's steps goes on
    others.kill()
    others.wait()


@pytest.mark.parametrize("of", ["a cell", "a step"])
def test_what_a_step_leaves_running_ends_though_the_build_be_killed_when_the_step_is_done(
    study: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, of: str
) -> None:
    """Found by killing builds at random: between a kernel's end and the build's word there was nobody to end it."""
    for name in ("end_family", "end_children", "end_writers"):
        monkeypatch.setattr(f"press.run.runner.{name}", lambda *_, **__: None)
    marker = tmp_path / "pid.txt"
    code = 'import subprocess\n\nleft = subprocess.Popen(["sleep", "600"], start_new_session=True, env={})\n'
    code += f"open({str(marker)!r}, 'w').write(str(left.pid))\n"
    if of == "a cell":
        stale(study, code + 'path.write_text("lonely")')
    else:
        add_step(study, "paper/extra.txt", does=code.replace("\n", ";").replace(";;", ";"))
    study.build()
    left = psutil.Process(int(marker.read_text())) if psutil.pid_exists(int(marker.read_text())) else None
    assert left is None or left.wait(timeout=5) is None or not left.is_running()


def test_nothing_is_left_of_what_only_a_build_at_work_needs(study: Any) -> None:
    stale(study)
    for name in (".build/.manifest.json", "notebooks/.1_count.md", ".build/jupyter/kernels/python3/.kernel.json"):
        study.write(f"{name}.{uuid4().hex}", "half of it")  # of a build, and of a `tidy`, that were killed
    study.write("notebooks/.mine", "text")
    study.build()
    assert {each.name for each in study.root.rglob(".*")} == {".build", ".mine"}
    assert not {"staging", "tmp", "publishing.json", "at_work.json"} & {
        each.name for each in (study.root / ".build").iterdir()
    }


def test_a_server_that_is_killed_while_a_step_is_started_is_replaced(
    study: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale(study)
    fork, killed = server.fork, []

    def killing(*what: Any, **how: Any) -> Any:
        if not killed:
            killed.append(True)
            raise EOFError("unexpected EOF")  # as multiprocessing has it
        return fork(*what, **how)

    monkeypatch.setattr(server, "fork", killing)
    assert study.ran() == {"4_alone"}
    assert killed
