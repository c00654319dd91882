"""How long the build takes, beside commands that a user would type, one plain process, and an earlier build.

    python tests/bench/build.py                     # four rounds of everything; writes tests/bench/build.md
    python tests/bench/build.py --rounds 1 --only a,c

Sides take turns, each in a fresh copy of the sources in a temporary folder, in one run on one machine.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import sides
from sides import ROOT, Time, everything, ran, timed

from press.run.families import adopt_orphans

BASE = "800f95d"  # before the build was made faster
GOALS = {"a/b": 0.4, "a/c": 0.8, "d": 0.6, "f": 0.5}
NOTHING_TO_DO = 0.25  # seconds
IDLE = 0.3  # load average of the last minute
CHANGED = "02_efficacy"
OTHER_RESPONSE = "mmt15"
Taken = dict[str, list[Time]]


@dataclass(frozen=True)
class Line:
    """A line of the table: two sides, the ratio of their seconds by the clock, and what it must be at most."""

    what: str
    one: Time
    other: Time
    ratio: float
    goal: float | None = None

    def __str__(self) -> str:
        kept = "" if self.goal is None else "yes" if self.ratio <= self.goal else "NO"
        cells = [
            *(f"{each:.2f}" for each in (self.one.wall, self.one.cpu, self.other.wall, self.other.cpu, self.ratio))
        ]
        return f"| {' | '.join([self.what, *cells, '' if self.goal is None else f'{self.goal:g}', kept])} |"


def middle(times: list[Time]) -> Time:
    """Return the medians."""
    return Time(statistics.median(each.wall for each in times), statistics.median(each.cpu for each in times))


def compared(what: str, one: list[Time], other: list[Time], goal: float | None = None) -> Line:
    """Return the line of two sides: the median over the rounds of each round's ratio."""
    ratio = statistics.median(first.wall / second.wall for first, second in zip(one, other, strict=True))
    return Line(what, middle(one), middle(other), ratio, goal)


def rounds(folder: Path, count: int, only: set[str], base: str) -> Taken:
    """Measure the sides in turn, each round beginning with another; hold what they made against each other."""
    taken: Taken = defaultdict(list)
    measured: dict[str, Callable[[Path], Time]] = {"a": sides.ours, "b": sides.recipe, "c": sides.floor}
    measured |= {"d": lambda copy: everything(copy)[0], "base": lambda copy: everything(copy)[0]}
    wanted = [name for name in measured if name in only or (name == "base" and "d" in only)]
    for number in range(count if wanted else 0):
        copies: dict[str, Path] = {}
        for name in [*wanted[number % len(wanted) :], *wanted[: number % len(wanted)]]:
            copies[name] = sides.sources(folder / f"{number}{name}", base if name == "base" else None)
            taken[name].append(measured[name](copies[name]))
            print(
                f"round {number + 1}  {name:5}{taken[name][-1].wall:8.2f} s{taken[name][-1].cpu:8.2f} CPU s", flush=True
            )
        for plain in {"b", "c"} & set(copies):
            if "a" in copies:
                sides.refuse_other_bytes(copies["a"], copies[plain])
        if {"a", "b"} <= set(copies):
            sides.refuse_other_outputs(copies["a"], copies["b"])
        for copy in copies.values():
            subprocess.run(["rm", "-rf", str(copy)], check=True)
    return taken


def again(folder: Path, only: set[str]) -> Iterator[Line]:
    """Measure builds after a first one: nothing to do, code or prose changed, another response and back."""
    copy = sides.sources(folder / "again")
    python = sides.environment_of_links(copy)
    cold, _ = everything(copy, python=python)
    unit = middle([timed([sys.executable, "-c", "pass"], copy, sides.surroundings(copy))[0] for _ in range(5)])
    everything(copy, python=python)
    if "e" in only:
        said, nothing = "", list[Time]()
        for _ in range(6):  # the first loads make's own files
            took, said = timed(["make", "all"], copy, sides.surroundings(copy))
            assert ran(said) == 0, said
            nothing.append(took)
        best = middle(nothing[1:])
        yield Line(
            f"nothing to do, seconds of `make all`, and of `python -c pass`: {best.wall:.2f} s",
            best,
            unit,
            best.wall,
            NOTHING_TO_DO,
        )
    if "f" not in only:
        return
    text = copy / "notebooks" / f"{CHANGED}.md"
    before = text.read_text(encoding="utf-8")
    head, cell, tail = before.partition("publish(")  # in a code cell, below its imports
    text.write_text(f"{head}# a comment\n{cell}{tail}", encoding="utf-8")
    took, said = everything(copy, python=python)
    assert ran(said, CHANGED) == 1, said
    yield Line(f"a comment in a code cell of {CHANGED}, and cold", took, cold, took.wall / cold.wall, GOALS["f"])
    text.write_text(before, encoding="utf-8")
    took, said = everything(copy, python=python)
    assert ran(said, r"\d") == 0, said
    yield Line("the comment taken out again, and cold", took, cold, took.wall / cold.wall)
    text.write_text(f"{before}\nA sentence more.\n", encoding="utf-8")
    took, said = everything(copy, python=python)
    assert ran(said, r"\d") == 0, said
    yield Line(f"prose of {CHANGED} changed (no notebook ran), and cold", took, cold, took.wall / cold.wall)
    text.write_text(before, encoding="utf-8")
    everything(copy, python=python)
    took, said = everything(copy, f"--response={OTHER_RESPONSE}", python=python)
    yield Line(f"the response {OTHER_RESPONSE}, and cold", took, cold, took.wall / cold.wall)
    took, said = everything(copy, python=python)
    assert ran(said) == 0, said
    yield Line("and back (nothing ran), and cold", took, cold, took.wall / cold.wall)


def lines(folder: Path, count: int, only: set[str], base: str) -> list[Line]:
    """Measure what is asked for."""
    taken, found = rounds(folder, count, only, base), list[Line]()
    if {"a", "b"} <= set(taken):
        found.append(compared("notebooks, and by commands under `make -j2`", taken["a"], taken["b"], GOALS["a/b"]))
    if {"a", "c"} <= set(taken):
        found.append(compared("notebooks, and as one plain process", taken["a"], taken["c"], GOALS["a/c"]))
    if "d" in taken:
        found.append(compared(f"all, with paper and site, and at {base}", taken["d"], taken["base"], GOALS["d"]))
    return [*found, *(again(folder, only) if {"e", "f"} & only else ())]


def machine(load: float) -> str:
    """Say when and on what this was measured."""
    info = Path("/proc/cpuinfo")
    told = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    models = [line.partition(":")[2].strip() for line in told if line.startswith("model name")]
    asked = ["git", "describe", "--always", "--dirty"]
    commit = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    idle = "idle" if load <= IDLE else f"NOT idle (load average {load:.2f} before the run), so measure again"
    return (
        f"On {datetime.now(UTC):%d %B %Y} at commit {commit}, on {models[0] if models else platform.processor()} with "
        f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}; the machine was {idle}."
    )


def main() -> int:
    """Write the table; return 1 where a goal is not kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=4, help="rounds of the sides a to d (default: 4)")
    parser.add_argument("--only", default="a,b,c,d,e,f", help="sides, with commas: a,b,c,d,e,f")
    parser.add_argument("--base", default=BASE, help=f"the commit to compare the whole build with (default: {BASE})")
    given = parser.parse_args()
    said, begun = machine(os.getloadavg()[0]), time.perf_counter()
    adopt_orphans()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        found = lines(Path(folder).resolve(), given.rounds, set(given.only.split(",")), given.base)
    minutes = f"{(time.perf_counter() - begun) / 60:.0f} minutes"
    table = [
        "# How long the build takes",
        "",
        f"Written by `make bench`. {said}",
        f"{given.rounds} rounds in which sides took turns; {minutes} in all. Seconds are medians, of the clock and",
        "of the processor in all processes; a ratio is of the clock, the median over the rounds.",
        "",
        "| What, and beside what | s | CPU s | other s | other CPU s | ratio | at most | kept |",
        "| --- | --: | --: | --: | --: | --: | --: | --- |",
        *map(str, found),
    ]
    print(*table, sep="\n")
    (ROOT / "tests" / "bench" / "build.md").write_text("\n".join(table) + "\n", encoding="utf-8")
    return 0 if all(line.goal is None or line.ratio <= line.goal for line in found) else 1


if __name__ == "__main__":
    sys.exit(main())
