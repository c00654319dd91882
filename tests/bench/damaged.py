"""Give every kind of damaged registry to the study: `python -m tests.bench.damaged` in the project's folder.

The study has run before, on the registry as it was; each damaged one is then given to the same run. What cannot be true
must be refused in its own words, without a traceback, and every file made before must be as it was. What may be true is
built to the end, several kinds in one registry, and `check` must list it. Twenty minutes and more.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Queue

from tests.compendium.registry.damage import damages
from tests.compendium.registry.damage.as_sent import Damage, Tables, undamaged
from tests.compendium.sources.damage import BYTES, SHAPE
from tests.copied import sums

from compendium.registry.sent import FILE, ROW

ROOT = Path(__file__).resolve().parents[2]
EVERY = 25  # trials after which it says how far it is
AT_MOST = 900  # seconds that a run may take
TOGETHER = 8  # kinds that may be true, in one registry


@dataclass
class Trial:
    """One run on a damaged registry: what was damaged, what came of it, and all that is not as it must be."""

    kind: str
    names: Sequence[str]
    exit_code: int
    wrong: list[str]
    told: str = ""


def write(sent: Tables, folder: Path) -> Path:
    """Write the tables as a folder of centres, each row into the file that it says it is of."""
    for table in sent.values():
        for name, rows in table.groupby(FILE, sort=False):
            path = folder / str(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            kept = rows.drop(columns=[FILE, ROW])
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([kept.columns, *kept.to_numpy().tolist()])
    return folder


def run(registry: Path, name: str) -> tuple[int, str]:
    """Build the study of a registry, as a user does; return the exit code and what was said."""
    return words_of(["make", "all", f"REGISTRY={registry}", f"NAME={name}"])


def words_of(command: list[str]) -> tuple[int, str]:
    """Run a command in the project's folder; return the exit code and what was said."""
    around = {key: value for key, value in os.environ.items() if not key.startswith(("PRESS_", "PYTHON", "VIRTUAL"))}
    done = subprocess.run(command, cwd=ROOT, env=around, capture_output=True, text=True, timeout=AT_MOST, check=False)
    return done.returncode, done.stdout + done.stderr


def refused(name: str, says: str, make: Callable[[Path], Path], place: str, before: dict[str, str]) -> Trial:
    """Give to the run what cannot be true."""
    with tempfile.TemporaryDirectory() as folder:
        code, said = run(make(Path(folder)), place)
    trial = Trial("refused", [name], code, [], said)
    if code != 2:
        trial.wrong.append(f"it ended with {code}")
    if says not in said:
        trial.wrong.append(f"it does not say {says!r}")
    trial.wrong += unclear(said)
    now = sums(ROOT / "runs" / place)
    if changed := sorted(each for each in {*now, *before} if now.get(each) != before.get(each)):
        trial.wrong.append(f"{len(changed)} files are not as they were: {', '.join(changed[:3])}")
        before.clear()
        before.update(now)
    return trial


def damaged(damage: Damage, folder: Path) -> Path:
    """Write the registry with one kind of damage."""
    sent = undamaged()
    damage.change(sent)
    return write(sent, folder)


def unclear(said: str) -> Iterator[str]:
    """Yield what nobody should read on a screen."""
    if "Traceback" in said:
        yield f"a traceback: {said.strip().splitlines()[-1]}"
    if 'File "' in said:
        yield "a place in the program"


def accepted(some: Sequence[Damage], place: str) -> Trial:
    """Build the paper of a registry in which several things are odd, each of which may be true."""
    sent = undamaged()
    for damage in some:
        damage.change(sent)
    made = ROOT / "runs" / place
    with tempfile.TemporaryDirectory() as folder:
        registry, listed = write(sent, Path(folder) / "registry"), Path(folder) / "listed.csv"
        code, said = run(registry, place)
        flagged, told = checked(registry, listed)
        said = told + said  # what is shown of a failure is the end of it, and that is the build's
    trial = Trial("accepted", [each.name for each in some], code, [*unclear(said)], said)
    if code != 0:
        trial.wrong.append(f"it ended with {code}")
    elif not (made / "paper/report.pdf").is_file():
        trial.wrong.append("there is no paper")
    else:
        silent = [each for each in some if each.outcome == "flag" and each.says not in flagged]
        trial.wrong += [f"not listed: {each.name}" for each in silent if not listed_alone(each)]
    shutil.rmtree(made, ignore_errors=True)
    return trial


def checked(registry: Path, listed: Path) -> tuple[str, str]:
    """Return what `check` lists of a registry, and what it said."""
    said = words_of([sys.executable, "-P", "-m", "press", "check", str(registry), "--csv", str(listed)])[1]
    return listed.read_text(encoding="utf-8") if listed.is_file() else "", said


def listed_alone(damage: Damage) -> bool:
    """Whether a kind is listed by itself: another may have changed what it is told by, as the age of its twin."""
    with tempfile.TemporaryDirectory() as folder:
        registry = damaged(damage, Path(folder) / "registry")
        return damage.says in checked(registry, Path(folder) / "listed.csv")[0]


def groups(some: Sequence[Damage], size: int) -> Iterator[list[Damage]]:
    """Yield the kinds that go into one registry, none of which changes a cell that another of them changes."""
    several: list[tuple[list[Damage], set[tuple[str, object, object]]]] = []
    for each in some:
        cells = changed_by(each)
        own, taken = next(
            ((kinds, taken) for kinds, taken in several if len(kinds) < size and not taken & cells), ([], set())
        )
        if not own:
            several.append((own, taken))
        own.append(each)
        taken |= cells
    yield from (kinds for kinds, _ in several)


def changed_by(damage: Damage) -> set[tuple[str, object, object]]:
    """Return the cells that a kind of damage changes: table, row and column; of rows put in or taken out the table."""
    before, after = undamaged(), undamaged()
    damage.change(after)
    cells: set[tuple[str, object, object]] = set()
    for name, table in after.items():
        if not (table.index.equals(before[name].index) and table.columns.equals(before[name].columns)):
            cells.add((name, "rows", ""))
            continue
        differ = (table != before[name]).stack()
        cells |= {(name, *place) for place in differ[differ].index}
    return cells


def trials(asked: argparse.Namespace) -> Iterator[Callable[[str, dict[str, str]], Trial]]:
    """Yield every trial asked for: what makes it of the name of a run and of what was there before."""
    kinds = [each for each in damages() if asked.only in each.name]
    if "refused" in asked.kinds:
        for each in kinds:
            if each.outcome == "fault":
                yield partial(refused, each.name, each.says, partial(damaged, each))
    if "files" in asked.kinds:
        for name, of_file in (BYTES | SHAPE).items():
            if asked.only in name:
                says = of_file.told or of_file.refused or "mapping"  # what is read right has no columns of the codebook
                yield partial(refused, name, says, of_file.make)
    if "accepted" in asked.kinds:
        may_be = [each for each in kinds if each.outcome != "fault"]
        for number, some in enumerate(groups(may_be, asked.together)):
            yield lambda place, _, number=number, some=some: accepted(some, f"{place}-{number}")


def made_before(place: str) -> dict[str, str]:
    """Run the study on the registry as it was; return what there is then. Raises RuntimeError where it does not end."""
    with tempfile.TemporaryDirectory() as folder:
        code, said = run(write(undamaged(), Path(folder)), place)
    if code:
        raise RuntimeError(said)
    return sums(ROOT / "runs" / place)


def main() -> int:
    """Print what was wrong as it is found, and the counts; return 1 where anything was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinds", nargs="*", default=["refused", "files", "accepted"], help="which of these three")
    parser.add_argument("--only", default="", metavar="WORDS", help="the kinds in whose name this stands")
    parser.add_argument("--together", type=int, default=TOGETHER, metavar="N", help="kinds accepted in one registry")
    parser.add_argument("--runs", type=int, default=2, metavar="N", help="that are tried side by side")
    asked = parser.parse_args()
    began, free = time.monotonic(), Queue[tuple[str, dict[str, str]]]()
    for number in range(asked.runs):
        place = f"damaged-{os.getpid()}-{number}"
        free.put((place, made_before(place)))
    of_study, counts = sums(ROOT / "paper"), Counter[tuple[str, bool]]()

    def tried(trial: Callable[[str, dict[str, str]], Trial]) -> Trial:
        of_run = free.get()
        try:
            return trial(*of_run)
        finally:
            free.put(of_run)

    with ThreadPoolExecutor(asked.runs) as pool:
        for trial in pool.map(tried, trials(asked)):
            counts[trial.kind, bool(trial.wrong)] += len(trial.names)
            if trial.wrong:
                told = "\n    ".join(trial.told.strip().splitlines()[-12:])
                print(f"WRONG {'; '.join(trial.names)}: {'; '.join(trial.wrong)}\n    {told}", flush=True)
            elif not sum(counts.values()) % EVERY:
                print(f"{sum(counts.values())} tried", flush=True)
    if sums(ROOT / "paper") != of_study:
        print("WRONG: the study's own paper was changed")
        counts["the study itself", True] += 1
    while not free.empty():
        shutil.rmtree(ROOT / "runs" / free.get()[0], ignore_errors=True)
    for (kind, wrong), number in sorted(counts.items()):
        print(f"{kind:<18}{number:>5}  {'WRONG' if wrong else 'as it must be'}")
    print(f"{time.monotonic() - began:.0f} s")
    return int(any(wrong for _, wrong in counts))


if __name__ == "__main__":
    sys.exit(main())
