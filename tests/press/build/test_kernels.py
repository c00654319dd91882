"""Rule: a kernel forked from a server that has libraries loaded is as one started from nothing, to the byte."""

from __future__ import annotations

import json
import multiprocessing.process
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from press.run import environment, server

from ..command_line import press

# Each cell shows something that a library loaded too early, or a process that was copied, would show otherwise.
CELLS = {
    "a frame wider than a terminal": """
        import pandas as pd

        print(pd.DataFrame({f"column {n}": [n * 1_000_000] for n in range(30)}).to_html()[:200])
        pd.DataFrame({f"column {n}": [n * 1_000_000] for n in range(18)})
    """,
    "options of libraries": """
        import matplotlib as mpl

        print(pd.get_option("display.max_columns"), pd.get_option("display.width"), mpl.get_backend())
        print({name: mpl.rcParams[name] for name in ("figure.dpi", "savefig.dpi", "interactive", "backend")})
    """,
    "a figure that the cell shows by itself": """
        import matplotlib.pyplot as plt
        import seaborn as sns

        sns.lineplot(x=[1, 2, 3], y=[2, 1, 3])
    """,
    "a figure that is shown": """
        figure, axes = plt.subplots(figsize=(3, 2))
        axes.hist([1, 2, 2, 3, 3, 3])
        plt.show()
    """,
    "no figure is left over": "print(plt.get_fignums())",
    "what warns": """
        import warnings

        print(*sorted({(each[0], each[2].__name__, each[4]) for each in warnings.filters}), sep="\\n")
        with warnings.catch_warnings(record=True) as caught:
            warnings.warn("old", DeprecationWarning)
        print(len(caught))
    """,
    "the order of a set": "print(list({'Cedar', 'Alder', 'Birch', 'Elm'}))",
    "where modules come from": """
        import sys
        from pathlib import Path

        known = {str(Path(sys.prefix)): "environment", str(Path(sys.base_prefix)): "python"}
        where = [[what for folder, what in known.items() if path.startswith(folder)][:1] for path in sys.path]
        print(where, [Path(word).name for word in sys.argv][:2])
        print(sorted(name for name in sys.modules if name.partition(".")[0] in ("press", "standin")))
    """,
    "the surroundings": """
        import os, signal, threading

        print(sorted(name for name in os.environ if name.startswith(("PYTHON", "OMP", "PRESS", "MPL"))))
        print(signal.getsignal(signal.SIGTERM), Path.cwd() == Path(os.environ["PRESS_ROOT"]))
        print(os.getpgid(0) == os.getpid())
    """,
    "a pool of processes": """
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        from joblib import Parallel, delayed

        print(multiprocessing.get_start_method(allow_none=True), multiprocessing.current_process().name)
        print(multiprocessing.parent_process(), multiprocessing.active_children())
        with ProcessPoolExecutor(2) as pool:
            print(list(pool.map(abs, [-1, -2])))
        print(Parallel(n_jobs=2)(delayed(abs)(n) for n in (-1, -2)))
    """,
    "a module in no package": """
        try:
            import helper_at_root
        except ModuleNotFoundError as error:
            print(error)
    """,
    "who runs the cells": "print(__name__, type(get_ipython()).__name__, sorted(set(dir()))[:5])",
}
HEAD = """\
---
jupytext:
  formats: ipynb,md:myst
kernelspec: {{display_name: Python 3, language: python, name: python3}}
press:
  needs: []
  writes: {{}}
---

# Alike?
{cells}
"""


def notebook() -> str:

    cells = [
        f"\n## {title}\n\n```{{code-cell}} ipython3\n{dedent(code).strip()}\n```\n" for title, code in CELLS.items()
    ]
    return HEAD.format(cells="".join(cells))


forked = pytest.mark.skipif(not server.FORKS_KERNELS, reason="kernels are forked on Linux alone")
LIBRARIES = 'preload=("pandas", "seaborn", "matplotlib.backends.backend_agg", "scipy.stats"),'


@pytest.fixture
def alone(make_study: Callable[[dict[str, str]], Any]) -> Any:
    """A study of one notebook, whose libraries are loaded beforehand."""
    study = make_study({"notebooks/5_alike.md": notebook()})
    study.write("helper_at_root.py", "")
    for name in ("1_count", "2_left", "3_right", "4_alone"):
        (study.root / f"notebooks/{name}.md").unlink()
    study.edit("src/standin/study.py", "parameters={", f"{LIBRARIES}\n    parameters={{")
    return study


def outputs(study: Any) -> list[Any]:
    cells = json.loads(study.read("notebooks/5_alike.ipynb"))["cells"]
    return [cell["outputs"] for cell in cells if cell["cell_type"] == "code"]


def test_both_kinds_of_kernel_give_the_same_cell_by_cell_pictures_too(
    alone: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert alone.ran() == {"5_alike"}, alone.said
    assert "started from nothing" not in alone.said
    forked, whole = outputs(alone), alone.published()
    monkeypatch.setattr(environment, "FORKS_KERNELS", False)
    monkeypatch.setattr(server, "FORKS_KERNELS", False)
    for path in (alone.root / ".build").glob("*.json"):
        path.unlink()
    assert alone.ran() == {"5_alike"}, alone.said
    for title, one, other in zip(CELLS, forked, outputs(alone), strict=True):
        assert one == other, title
    assert alone.published() == whole
    pictures = [output for cell in forked for output in cell if "image/png" in output.get("data", {})]
    assert len(pictures) == 2


def test_a_forked_kernel_is_forked(study: Any) -> None:
    study.edit(
        "notebooks/4_alone.md",
        'path.write_text("alone")',
        'import sys\n\npath.write_text(" ".join(sys.orig_argv))',
    )
    assert study.ran() == {"4_alone"}
    words = study.read("data/analysis/alone.txt")
    assert ("forkserver" in words) is server.FORKS_KERNELS


def test_kernels_do_not_share_what_is_random(study: Any) -> None:
    draws = 'import random, numpy\n\npath.write_text(f"{random.random()} {numpy.random.random()}")'
    study.edit("notebooks/4_alone.md", 'path.write_text("alone")', draws)
    found = set()
    for seconds in range(2):
        study.edit("notebooks/4_alone.md", "# The notebook", f"# The notebook {seconds}")
        study.edit("notebooks/4_alone.md", "path.parent.mkdir", "path.parent.mkdir".replace("path", "path"))
        study.edit("notebooks/4_alone.md", "import random", f"# {seconds}\nimport random")
        study.build()
        found |= set(study.read("data/analysis/alone.txt").split())
    assert len(found) == 4


@forked
def test_where_a_fork_is_not_possible_the_kernel_is_started_from_nothing_and_the_build_says_so(
    study: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = study.published()
    study.edit("notebooks/4_alone.md", '"alone")', '"lonely")')
    monkeypatch.setattr(
        server, "FORKS_KERNELS", False
    )  # the build forks none, so the provisioner must find its own way
    assert study.ran() == {"4_alone"}, study.said
    assert "4_alone  its kernel was started from nothing, which takes longer: none was ready for it" in study.said
    assert {name for name, content in study.published().items() if content != before[name]} == {
        "data/analysis/alone.txt",
        "notebooks/4_alone.ipynb",
    }


def test_a_library_that_cannot_be_loaded_beforehand_costs_time_alone(tmp_path: Path) -> None:
    script = (
        "from press.run import preload; preload.load(); print(preload.unfit()); "
        "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start(); "
        "preload.count_threads(); print(preload.unfit())"
    )
    (tmp_path / "broken.py").write_text("raise RuntimeError('no licence')", encoding="utf-8")
    (tmp_path / "leaving.py").write_text("raise SystemExit(3)", encoding="utf-8")
    environment = os.environ | {
        "PRESS_PRELOAD": "json,broken,leaving",
        "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path]),
    }
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    first, second = done.stdout.splitlines()
    assert first == (
        "broken cannot be loaded beforehand (RuntimeError: no licence); "
        "leaving cannot be loaded beforehand (SystemExit: 3)"
    )
    assert "has started 1 threads" in second


@pytest.fixture
def own_server() -> Iterator[None]:
    """A server that starts within the test, in the test's surroundings."""
    from multiprocessing import forkserver

    forkserver._forkserver._stop()
    yield
    forkserver._forkserver._stop()


def _interrupted_before_it_left(line: Any) -> None:
    os.kill(os.getpid(), signal.SIGINT)
    server.detach(None)
    line.send(signal.getsignal(signal.SIGINT) is signal.default_int_handler)


@pytest.mark.usefixtures("own_server")
def test_ctrl_c_before_a_process_has_left_the_terminal_is_for_the_build_alone() -> None:
    """It lies blocked until then: 4_alone's kernel once ended in a traceback of KeyboardInterrupt."""
    server.start({**os.environ, "PRESS_PRELOAD": ""})
    process, line = server.fork(_interrupted_before_it_left)
    assert line.recv()
    process.join()
    assert process.exitcode == 0


def preloads(study: Any, module: str) -> None:
    study.write("src/odd.py", module)
    study.edit("src/standin/study.py", "parameters={", 'preload=("odd",),\n    parameters={')


@forked
@pytest.mark.usefixtures("own_server")
def test_where_a_library_ends_whatever_loads_it_nothing_is_loaded_beforehand_and_the_build_says_so(study: Any) -> None:
    preloads(study, "import os\n\nos._exit(3)\n")
    study.edit("notebooks/4_alone.md", '"alone")', '"lonely")')
    done = press(study.root, "all")
    assert done.returncode == 0, done.stderr
    assert study.read("data/analysis/alone.txt") == "lonely"
    assert (
        "4_alone  its kernel was started from nothing, which takes longer: whatever loads the libraries" in done.stdout
    )


@forked
@pytest.mark.usefixtures("own_server")
def test_a_kernel_that_was_started_from_nothing_is_not_said_to_have_ended_as_another_did(study: Any) -> None:
    preloads(study, "import threading\n\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n")
    study.edit("notebooks/4_alone.md", 'path.write_text("alone")', "import os\n\nos.kill(os.getpid(), 9)")
    done = press(study.root, "all")
    assert done.returncode == 1
    assert "what is loaded beforehand has started 1 threads" in done.stdout
    assert "the kernel ended in the middle of this cell" in done.stdout + done.stderr
    assert "exit status" not in done.stdout + done.stderr


@pytest.mark.usefixtures("own_server")
def test_a_long_name_of_the_folder_for_temporary_files(
    study: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A socket's path has at most some hundred bytes."""
    (tmp_path / ("job" * 40)).mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / ("job" * 40)))
    monkeypatch.setenv("TMPDIR", str(tmp_path / ("job" * 40)))
    process: Any = multiprocessing.process.current_process()
    monkeypatch.delitem(process._config, "tempdir", raising=False)
    study.edit("notebooks/4_alone.md", '"alone")', '"lonely")')
    assert study.ran() == {"4_alone"}, study.said
