"""The floor under the build: the code cells of all notebooks, one after another, as one plain process without Jupyter.

    python tests/bench/plain_process.py OUT            # writes what the notebooks publish to the folder OUT
    python tests/bench/plain_process.py OUT --profile  # keeps the profile of each notebook beside it, for pstats
    python tests/bench/plain_process.py OUT --printed  # only makes the table of the printed figures

Every cell is executed as it stands, each notebook's in a namespace of its own, and the value of its last line is asked
for the same forms that a kernel would ask for. Printed are seconds of processor time, by notebook and by what they
were spent on, and of the clock.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import cProfile
import io
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
INSIDE = "PLAIN_PROCESS"  # set where the surroundings are already those of a build
IMPORTS, CODE, TABLES, FIGURES, TEXTS = "imports", "analysis", "tables", "figures", "texts"
SHOWN = "shown: {}"
# What IPython's formatter asks an object for, one after another; the first says that it shows itself.
FORMS = ("html", "markdown", "svg", "png", "pdf", "jpeg", "latex", "json", "javascript")


def surroundings(out: Path) -> dict[str, str]:
    """Return the environment of a build that writes to `out`."""
    from press.run.environment import fixed_settings

    own = {"PRESS_ROOT": str(ROOT), "PRESS_OUT": str(out), "PYTHONPATH": str(ROOT / "src"), INSIDE: "yes"}
    return {**os.environ, **own, "MPLCONFIGDIR": str(ROOT / ".build" / "matplotlib"), **fixed_settings()}


def code_cells(notebook: Path) -> list[str]:
    """Return the code of a notebook's cells, in order."""
    import jupytext

    return [cell.source for cell in jupytext.read(notebook).cells if cell.cell_type == "code"]


class Clock:
    """Seconds of processor time by what they were spent on."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()

    @contextlib.contextmanager
    def on(self, *kinds: str) -> Iterator[list[str]]:
        """Count what happens within for a kind; whoever learns only meanwhile which it is appends it to the list."""
        said, begun = list(kinds), time.process_time()
        yield said
        self.spent[said[-1]] += time.process_time() - begun


def run_cell(source: str, names: dict[str, Any], clock: Clock) -> None:
    """Execute a cell line by line and show the value of its last one."""
    value = None
    for line in ast.parse(source).body:
        imports = isinstance(line, ast.Import | ast.ImportFrom)
        with clock.on(IMPORTS if imports else CODE) as kind:
            if isinstance(line, ast.Expr):
                value = eval(compile(ast.Expression(line.value), "<cell>", "eval"), names)
                kind.append(kind_of(value))
            else:
                exec(compile(ast.Module([line], []), "<cell>", "exec"), names)
                value = None
    with clock.on(SHOWN.format(kind_of(value))):
        show(value)


def kind_of(value: object) -> str:
    """Return what a cell made, by its last value."""
    return {"ShownTable": TABLES, "Exhibit": FIGURES, "Passage": TEXTS, "Markdown": TEXTS}.get(
        type(value).__name__, CODE
    )


def show(value: object) -> None:
    """Ask a value for every form that a kernel asks for."""
    if value is None:
        return
    if itself := getattr(value, "_ipython_display_", None):
        with contextlib.redirect_stdout(io.StringIO()):
            itself()
        return
    repr(value)
    for form in FORMS:
        if asked := getattr(value, f"_repr_{form}_", None):
            asked()


def write_table_of_printed_figures(out: Path) -> None:
    """Make the table that no notebook makes, from the rows that are committed: those of `out` are the same."""
    from compendium.exhibits.printed_table import write_printed
    from press.rows.provenance import Provenance

    write_printed(ROOT, out, Provenance({}))


def run(out: Path, *, profiled: bool) -> None:
    """Run all notebooks of the project in the order of their names, and print the table."""
    by_notebook: dict[str, float] = {}
    started, whole, seconds = time.process_time(), Clock(), time.perf_counter()
    notebooks = [(path.stem, code_cells(path)) for path in sorted((ROOT / "notebooks").glob("*.md"))]
    reading = time.process_time() - started
    for name, cells in notebooks:
        clock, profile = Clock(), cProfile.Profile()
        with profile if profiled else contextlib.nullcontext():
            names: dict[str, Any] = {"__name__": "__main__"}
            for source in cells:
                run_cell(source, names, clock)
        if profiled:
            profile.dump_stats(out.parent / f"{out.name}.{name}.prof")
        by_notebook[name] = clock.spent.total()
        whole.spent.update(clock.spent)
    with whole.on(TABLES):
        write_table_of_printed_figures(out)
    for what, spent in [*by_notebook.items(), *sorted(whole.spent.items())]:
        print(f"{what:16}{spent:8.2f}")
    print(f"{'all cells':16}{whole.spent.total():8.2f}")
    print(f"{'process':16}{time.process_time():8.2f}  (the interpreter, and {reading:.2f} to read the notebooks, too)")
    print(f"{'by the clock':16}{time.perf_counter() - seconds:8.2f}")


def main() -> int:
    """Run in the surroundings of a build: a process takes its hash seed when it starts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="the folder to write to")
    parser.add_argument("--profile", action="store_true", help="keep the profile of each notebook beside the folder")
    parser.add_argument("--printed", action="store_true", help="only make the table of the printed figures")
    given = parser.parse_args()
    if os.environ.get(INSIDE):
        os.chdir(ROOT)
        if given.printed:
            write_table_of_printed_figures(given.out)
        else:
            run(given.out, profiled=given.profile)
        return 0
    sys.path.insert(0, str(ROOT / "src"))
    out = given.out.resolve()
    again = [sys.executable, "-P", __file__, str(out), *sys.argv[2:]]
    return subprocess.run(again, env=surroundings(out), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
