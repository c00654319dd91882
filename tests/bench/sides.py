"""The sides of the bench of the build: fresh copies of the sources, and what is run in each of them and timed."""

from __future__ import annotations

import io
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from press.run.environment import fixed_settings

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
AS_FAR_AS_NOTEBOOKS = """
import sys; from pathlib import Path; from press.project import Project; from press.run import server
from press.run.environment import kernel_environment
project = Project(Path.cwd())
server.start(kernel_environment(project, project.build / "draft"))  # before the build is loaded, as the command does
from press.build.build import build; from press.build.screen import Screen
sys.exit(build(project, {}, Screen(sys.stdout), last="printed").exit_code)
"""  # the table of the printed figures, which no notebook makes, comes with them, on every side
RECIPE = """\
notebooks := 01_cohort 02_efficacy 03_predictors 04_safety
all: $(notebooks:%=recipe/%.html) recipe/printed
recipe/02_efficacy.ipynb recipe/03_predictors.ipynb recipe/04_safety.ipynb: recipe/01_cohort.ipynb
recipe/%.ipynb: notebooks/%.md
\tjupytext --quiet --to ipynb --output recipe/$*.source.ipynb $<
\tpapermill --no-progress-bar --kernel python3 recipe/$*.source.ipynb $@
recipe/%.html: recipe/%.ipynb
\tjupyter nbconvert --log-level ERROR --to html $<
recipe/printed: $(notebooks:%=recipe/%.ipynb)
\tpython -P tests/bench/plain_process.py out --printed
.SECONDARY:
"""
NOT_MADE_TWICE = ("parameters", "injected-parameters")  # tags of cells that papermill puts in or marks


@dataclass(frozen=True)
class Time:
    """Seconds of the clock, and of the processor in all processes."""

    wall: float
    cpu: float


def timed(words: list[str], folder: Path, environment: Mapping[str, str]) -> tuple[Time, str]:
    """Run a command to its end, with all that it started; return what it took and what it said.

    The bench must have adopted orphans: the processor time of a process counts where that is waited for.
    """
    begun, before = time.perf_counter(), _spent()
    done = subprocess.run(words, cwd=folder, env=dict(environment), capture_output=True, text=True, check=False)
    wall = time.perf_counter() - begun
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    if done.returncode:
        raise RuntimeError(f"{words} ended with {done.returncode}:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return Time(wall, _spent() - before), done.stdout


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def surroundings(copy: Path) -> dict[str, str]:
    """Return the environment that every side has: the project's own interpreter first, this copy's code."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PRESS_", "MAKE"))}
    return kept | {"PATH": f"{BIN}{os.pathsep}{kept['PATH']}", "PYTHONPATH": str(copy / "src"), "PYTHONUTF8": "1"}


def plainly(copy: Path) -> dict[str, str]:
    """Return what a notebook needs that the build does not run: the settings of the build, and where to write."""
    own = {"PRESS_ROOT": str(copy), "PRESS_OUT": str(copy / "out"), "PLAIN_PROCESS": "yes"}
    return surroundings(copy) | own | {"MPLCONFIGDIR": str(copy / ".build" / "matplotlib")} | fixed_settings()


def sources(folder: Path, commit: str | None = None) -> Path:
    """Copy what git has of the project, as it lies here or as it was at a commit, to a new folder, and compile it.

    Bytecode and matplotlib's list of the machine's fonts, which only a first run ever makes, are there for every side.
    """
    if commit:
        packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
    else:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
        for name in filter(None, listed.split("\0")):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)
    fonts = folder / ".build" / "matplotlib"
    fonts.mkdir(parents=True)
    listing = "import matplotlib.font_manager"
    if not (kept := folder.parent / "fonts").is_dir():
        subprocess.run([sys.executable, "-c", listing], env={**os.environ, "MPLCONFIGDIR": str(kept)}, check=True)
    shutil.copytree(kept, fonts, dirs_exist_ok=True)
    subprocess.run([sys.executable, "-m", "compileall", "-q", "src"], cwd=folder, check=True)
    return folder


def ours(copy: Path) -> Time:
    """(a) As far as the notebooks, with this build."""
    took, said = timed([sys.executable, "-P", "-c", AS_FAR_AS_NOTEBOOKS], copy, surroundings(copy))
    assert ran(said) == 5, said
    return took


def recipe(copy: Path) -> Time:
    """(b) With the commands that a user would type, under make."""
    (copy / "recipe").mkdir()
    (copy / "recipe.mk").write_text(RECIPE, encoding="utf-8")
    return timed(["make", "-j2", "-f", "recipe.mk", "all"], copy, plainly(copy))[0]


def floor(copy: Path) -> Time:
    """(c) The same cells as one plain process."""
    return timed([sys.executable, "-P", "tests/bench/plain_process.py", "out"], copy, plainly(copy))[0]


def everything(copy: Path, *options: str, python: str | Path = sys.executable) -> tuple[Time, str]:
    """(d) The whole build, with paper and site; and what it said."""
    return timed([str(python), "-P", "-m", "press", "all", *options], copy, surroundings(copy))


def ran(said: str, name: str = "") -> int:
    """Return how many steps a build has run, of those whose name begins so."""
    return len(re.findall(rf"^{name}\w*  runs: ", said, re.MULTILINE))


def refuse_other_bytes(built: Path, plain: Path) -> int:
    """Return how many files a side without the build has made; AssertionError where one is not as the build's."""
    made = [path.relative_to(plain / "out") for path in (plain / "out").rglob("*.*") if path.parts[-1][0] != "."]
    shown = [name for name in made if name.parts[0] in ("paper", "data")]
    for name in shown:
        assert (plain / "out" / name).read_bytes() == (built / name).read_bytes(), f"{name} differs"
    assert shown, "nothing was made"
    return len(shown)


def refuse_other_outputs(built: Path, recipe: Path) -> None:
    """AssertionError where the recipe's executed notebooks show anything else than the build's, metadata aside."""
    for path in sorted((recipe / "notebooks").glob("*.md")):
        one, other = (shown(folder / f"{path.stem}.ipynb") for folder in (built / "notebooks", recipe / "recipe"))
        assert one == other, f"{path.stem} shows other outputs"


def shown(notebook: Path) -> list[Any]:
    """Return code and outputs of the cells of a notebook, without their metadata and counts."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = [each for each in cells if each["cell_type"] == "code" and not _tagged(each)]
    return [
        ("".join(each["source"]), [_without(output, "execution_count", "metadata") for output in each["outputs"]])
        for each in code
    ]


def _tagged(cell: Mapping[str, Any]) -> bool:
    return any(tag in NOT_MADE_TWICE for tag in cell["metadata"].get("tags", []))


def _without(output: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in output.items() if name not in names}


def environment_of_links(copy: Path) -> Path:
    """Give a copy the project's environment, of links, as its Makefile looks for one; return the interpreter."""
    own, target = BIN.parent, copy / ".venv"
    (target / "bin").mkdir(parents=True)
    shutil.copy(own / "pyvenv.cfg", target)
    (target / "bin" / "python").symlink_to(Path(sys.executable).resolve())
    for packages in own.glob("lib/python*/site-packages"):
        there = target / packages.relative_to(own)
        there.mkdir(parents=True)
        for path in packages.iterdir():
            (there / path.name).symlink_to(path)
    said = subprocess.run(["cksum", "requirements.lock", "pyproject.toml"], cwd=copy, capture_output=True, text=True)
    (target / "made_from").write_text(f"{' '.join(said.stdout.split())} {copy}\n", encoding="utf-8")
    return target / "bin" / "python"
