"""Kill builds at random moments, and look at what is left: `python -m tests.bench.kills` in the project's folder.

Each trial takes a copy of a study that was built whole (A), changes a source on which every step rests, starts a build
and kills something of it. What is published must then be of A or of B - a build of the changed source that nobody
killed - each step's files all of one of the two, nothing may still be at work, and the next build must give B.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psutil
from tests.copied import sums
from tests.press.build import conftest, printed_study

ROOT = Path(__file__).resolve().parents[2]
IN_A_ROW = 4  # kills, each of the build that follows the last
SOON = 5  # seconds within which nothing may be at work any more
AT_MOST = 180  # seconds that a build may take, whatever was killed of it
STOPPED = "stopped; everything published is whole, and the next run goes on from here"
# A cell and a step that each leave a child in a session of its own; one of them has not even the build's environment.
CHILD = """
import subprocess, time

for around in (None, {}):
    subprocess.Popen(["sleep", "600"], start_new_session=True, env=around)
time.sleep(0.3)
"""
MANY = 400  # pages of the site, so that to publish them takes a visible part of the build
PAGES = f"""
    number = (root / "paper/manuscript.pdf").read_text()
    for page in range({MANY}):
        write(out / f"site/pages/{{page:03d}}.html", f"page {{page}}: {{number}}")
"""
SHEETS = f"""    for sheet in range({MANY // 4}):
        write(out / f"paper/a.{{sheet:03d}}", f"sheet {{sheet}}: {{said}}")
"""


@dataclass(frozen=True)
class Subject:
    """A study to kill: what was published of it before (A) and after (B) the change, and how long that takes."""

    name: str
    built: Path
    change: Callable[[Path], None]
    a: Mapping[str, str]
    b: Mapping[str, str]
    seconds: list[float]  # that the last whole builds took: other work on the machine changes it


@dataclass
class Trial:
    """What was done, when, as a share of the build's length, and everything that was not as it must be."""

    study: str
    kind: str
    moment: float
    victim: str = ""
    exit_code: int | None = None
    found: str = ""
    then: str = ""
    wrong: list[str] = field(default_factory=list)

    def line(self) -> str:
        """The trial as a line of the table."""
        faults = f"  WRONG: {'; '.join(self.wrong)}" if self.wrong else ""
        told = f"{self.study:<8}{self.moment:>5.0%}  {self.kind:<18}{self.victim:<14}{self.exit_code!s:>5}  "
        return f"{told}{self.found:<42} {self.then}{faults}"


def start(folder: Path, tool: Path) -> subprocess.Popen[str]:
    """Start a build in a session of its own, as from a terminal."""
    around = {name: value for name, value in os.environ.items() if not name.startswith(("PRESS_", "PYTHON"))}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "press", "all"],
        cwd=folder,
        env=around | {"PYTHONPATH": str(tool)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # whatever whoever started this ignores
    )


def finished(folder: Path, tool: Path) -> tuple[int, str, str]:
    """Build to the end; return the exit code and what was said."""
    process = start(folder, tool)
    said, errors = process.communicate(timeout=AT_MOST)
    return process.returncode, said, errors


def at_work(folder: Path, sessions: Iterable[psutil.Process]) -> list[psutil.Process]:
    """Every process that belongs to a folder: by its environment, its place, its files, or as one that was met."""
    found, inside = [], f"{folder}{os.sep}"
    met = {each.pid for each in sessions if each.is_running()}
    for process in psutil.process_iter():
        try:
            if process.status() == psutil.STATUS_ZOMBIE or process.pid == os.getpid():
                continue
            around = process.environ()
            places = [around.get("PRESS_ROOT", ""), around.get("PRESS_OUT", ""), process.cwd()]
            if (
                process.pid in met
                or any(f"{place}{os.sep}".startswith(inside) for place in places)
                or any(each.path.startswith(inside) for each in process.open_files())
            ):
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """A build and all that descends from it."""
    try:
        head = psutil.Process(process.pid)
        return [head, *head.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def called(process: psutil.Process) -> str:
    """What a process of a build is: the server and what is forked from it are told apart by whose child they are."""
    try:
        words = " ".join(process.cmdline())
        if "resource_tracker" in words:
            return "tracker"
        if "forkserver" in words:
            parent = " ".join(process.parent().cmdline()) if process.parent() else ""
            if "forkserver" not in parent:
                return "server"
            return "kernel" if len(process.threads()) > 4 else "worker or kernel"
        return Path(process.cmdline()[0]).name
    except (psutil.Error, IndexError, AttributeError):
        return "?"


def send(process: psutil.Process, number: int) -> None:
    """Send a signal to what may be gone."""
    with contextlib.suppress(psutil.Error):
        process.send_signal(number)


def the_build(number: int, process: subprocess.Popen[str], _: random.Random) -> str:
    """A signal to the build alone."""
    process.send_signal(number)
    return signal.Signals(number).name


def ctrl_c(process: subprocess.Popen[str], _: random.Random) -> str:
    """As Ctrl-C: to every process of the terminal's group."""
    os.killpg(process.pid, signal.SIGINT)
    return "SIGINT"


def a_child(process: subprocess.Popen[str], chance: random.Random) -> str:
    """One process that the build has started."""
    children = family(process)[1:]
    if not children:
        return "none yet"
    victim = chance.choice(sorted(children, key=lambda each: each.pid))
    name = called(victim)
    send(victim, signal.SIGKILL)
    return name


def everything(process: subprocess.Popen[str], _: random.Random) -> str:
    """The build and all that it has started, as when the machine loses its power."""
    victims = family(process)
    for each in victims:
        send(each, signal.SIGSTOP)
    for each in {*victims, *family(process)}:
        send(each, signal.SIGKILL)
    return f"{len(victims)} processes"


KINDS: dict[str, Callable[[subprocess.Popen[str], random.Random], str]] = {
    "build SIGKILL": partial(the_build, signal.SIGKILL),
    "build SIGTERM": partial(the_build, signal.SIGTERM),
    "Ctrl-C": ctrl_c,
    "a child SIGKILL": a_child,
    "all SIGKILL": everything,
    "publishing, build": partial(the_build, signal.SIGKILL),
    "publishing, all": everything,
    "publishing, Ctrl-C": ctrl_c,
}


def wait_for_publication(folder: Path, process: subprocess.Popen[str], which: int) -> None:
    """Wait until the step of this number (from 1) begins to be published."""
    journal, seen, there = folder / ".build/publishing.json", 0, False
    while process.poll() is None:
        now = journal.exists()
        seen += now and not there
        there = now
        if seen == which:
            return
        time.sleep(0.0005)


def state(folder: Path, subject: Subject, trial: Trial) -> None:
    """Compare what is published with A and B, file by file and step by step, and with the manifest."""
    now = sums(folder)
    published = {*subject.a, *subject.b}
    for name in sorted(published | now.keys()):
        if now.get(name) not in (subject.a.get(name), subject.b.get(name)):
            trial.wrong.append(f"{name} is neither of A nor of B")
    journal = folder / ".build/publishing.json"
    being = json.loads(journal.read_text())["name"] if journal.exists() else None
    manifest = json.loads((folder / ".build/manifest.json").read_text())["records"]
    states = []
    for step, runs in manifest.items():
        outputs = {path for run in runs for path in run["outputs"]}
        of = {"A" if now.get(each) == subject.a.get(each) else "B" for each in outputs if differs(subject, each)}
        if step == being:
            of = {f"{'+'.join(sorted(of))}, being completed"}
        elif len(of) > 1:
            trial.wrong.append(f"{step} is partly of A and partly of B")
        elif any(now.get(path) != checksum for path, checksum in runs[0]["outputs"].items()):
            trial.wrong.append(f"the manifest does not say of {step} what is there")
        states.append(f"{step} {'+'.join(sorted(of)) or '='}")
    trial.found = ", ".join(states)


def differs(subject: Subject, path: str) -> bool:
    """Whether a file tells A from B."""
    return subject.a.get(path) != subject.b.get(path)


def leftovers(folder: Path) -> list[str]:
    """What a finished build must not leave."""
    build = folder / ".build"
    names = [each for each in ("staging", "publishing.json", "at_work.json") if (build / each).exists()]
    return names + [f"tmp/{each.name}" for each in (build / "tmp").glob("*")]


def chain(subject: Subject, kinds: list[str], chance: random.Random, tool: Path, folder: Path) -> list[Trial]:
    """Kill a build, and the build after it, and so on; judge what each kill leaves, and what is made of the last."""
    shutil.copytree(subject.built, folder, symlinks=True)
    subject.change(folder)
    trials: list[Trial] = []
    for kind in kinds:
        trials.append(attempt(subject, kind, chance, tool, folder))
        if trials[-1].exit_code == 0:
            break
        trials[-1].then = "killed again"
    next_build(subject, trials[-1], folder, tool)
    shutil.rmtree(folder)
    return trials


def attempt(subject: Subject, kind: str, chance: random.Random, tool: Path, folder: Path) -> Trial:
    """Kill one build, and judge what is left."""
    moment = chance.random()
    trial = Trial(subject.name, kind, moment)
    length = subject.seconds[-1]
    began, process = time.monotonic(), start(folder, tool)
    if kind.startswith("publishing"):
        wait_for_publication(folder, process, chance.randint(1, 3))
        time.sleep(chance.choice((0, 0, 0.002, 0.01, 0.03)))
        trial.moment = min(1.0, (time.monotonic() - began) / length)
    else:
        while process.poll() is None and time.monotonic() < began + moment * length:
            time.sleep(0.002)
    met = family(process)
    trial.victim = KINDS[kind](process, chance) if process.poll() is None else "had ended"
    try:
        _, errors = process.communicate(timeout=AT_MOST)
    except subprocess.TimeoutExpired:
        trial.wrong.append("the build hangs")
        everything(process, chance)
        _, errors = process.communicate()
    trial.exit_code = process.returncode
    judge_words(trial, errors)
    until = time.monotonic() + SOON
    while (left := at_work(folder, met)) and time.monotonic() < until:
        time.sleep(0.1)
    for each in left:
        trial.wrong.append(f"still at work: {called(each)} {each.pid}")
        send(each, signal.SIGKILL)
    state(folder, subject, trial)
    return trial


def judge_words(trial: Trial, errors: str) -> None:
    """Whoever stops a build by hand hears one line; nobody ever sees a traceback."""
    if "Traceback" in errors:
        trial.wrong.append(f"a traceback: {errors.strip().splitlines()[-1]}")
    if trial.victim in ("SIGINT", "SIGTERM") and trial.exit_code not in (0, 130, -signal.SIGTERM, -signal.SIGINT):
        trial.wrong.append(f"it was stopped and ended with {trial.exit_code}: {errors.strip()[-200:]}")


def next_build(subject: Subject, trial: Trial, folder: Path, tool: Path) -> None:
    """Build to the end after a kill; the result is B, and nothing else is left."""
    began = time.monotonic()
    code, said, errors = finished(folder, tool)
    if "ran " in said and trial.found.count("B") == 0:
        subject.seconds.append(time.monotonic() - began)
    now = sums(folder)
    if code != 0 or errors:
        trial.wrong.append(f"the next build ended with {code}: {errors.strip()[-300:] or said.strip()[-300:]}")
    if now != subject.b:
        others = [name for name in {*now, *subject.b} if now.get(name) != subject.b.get(name)]
        trial.wrong.append(f"the next build did not give B: {sorted(others)[:3]}")
    if left := leftovers(folder):
        trial.wrong.append(f"the next build left {', '.join(left)}")
    words = [line for line in said.splitlines() if line.startswith(("ran ", "current ", "brought back"))]
    completed = ["completed; "] if "completed now" in said else []
    trial.then = "".join(completed) + "; ".join(" ".join(line.split()) for line in words)


def standin(folder: Path, tool: Path) -> Subject:
    """The printed stand-in study, with many small files and with children that sleep."""
    files = {name: text for name, text in conftest.FILES.items() if not name.startswith("notebooks/")}
    files |= printed_study.SOURCES
    printing = files["src/standin/printing.py"].replace("    # BEFORE THE END\n", SHEETS)
    files["src/standin/printing.py"] = printing.replace("    around = [", f"{PAGES}    around = [")
    cell = f"```{{code-cell}} ipython3{CHILD}```\n\n## What is kept"
    files["notebooks/1_count.md"] = files["notebooks/1_count.md"].replace("## What is kept", cell)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "jupytext.toml", folder)
    return subject("standin", folder, partial(edit, "src/standin/count.py", "return 4", "return 5"), tool)


def toy(folder: Path, tool: Path) -> Subject:
    """The toy study, with its real paper and its real site."""
    source = ROOT / "tests/press/toy_study"
    shutil.copytree(source, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", ".build"))
    return subject("toy", folder, partial(edit, "data/rain.csv", "Cedar,January,", "Cedar,January,1"), tool)


def edit(name: str, old: str, new: str, folder: Path) -> None:
    """Change a source."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def subject(name: str, folder: Path, change: Callable[[Path], None], tool: Path) -> Subject:
    """Build a study twice: as it is, and in a copy with its source changed."""
    code, said, errors = finished(folder, tool)
    assert code == 0, said + errors
    changed = folder.with_name(f"{folder.name}_b")
    shutil.copytree(folder, changed)
    change(changed)
    began = time.monotonic()
    code, said, errors = finished(changed, tool)
    assert code == 0, said + errors
    seconds = time.monotonic() - began
    return Subject(name, folder, change, sums(folder), sums(changed), [seconds])


def summary(trials: list[Trial]) -> list[str]:
    """By kind: how many kills, and in how many something was wrong."""
    kills = Counter(trial.kind for trial in trials if trial.victim not in ("had ended", "none yet"))
    wrong = Counter(trial.kind for trial in trials if trial.wrong)
    lines = [f"{'killed':<20}{'kills':>6}{'of them mixed by then':>24}{'wrong':>7}"]
    for kind in KINDS:
        mixed = sum("A" in t.found and "B" in t.found for t in trials if t.kind == kind)
        lines.append(f"{kind:<20}{kills[kind]:>6}{mixed:>24}{wrong[kind]:>7}")
    return [*lines, f"{'all':<20}{sum(kills.values()):>6}{'':>24}{sum(wrong.values()):>7}"]


def main() -> int:
    """Print the table of trials and the summary; return 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=110, help="of the stand-in study")
    parser.add_argument("--toy", type=int, default=10, help="of the toy study, with its real paper and site")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--beside", type=int, default=2, help="builds side by side")
    parser.add_argument("--minutes", type=float, default=60, help="begin no other trial after so many")
    asked = parser.parse_args()
    chance, until = random.Random(asked.seed), time.monotonic() + 60 * asked.minutes
    trials: list[Trial] = []
    with tempfile.TemporaryDirectory(prefix="kills_") as temporary:
        place = Path(temporary).resolve()
        tool = place / "tool"
        shutil.copytree(ROOT / "src/press", tool / "press", ignore=shutil.ignore_patterns("__pycache__"))
        for make, count in ((standin, asked.kills), (toy, asked.toy)):
            folder = place / make.__name__
            folder.mkdir()
            if not count:
                continue
            studied = make(folder, tool)
            print(f"{studied.name}: a whole build takes {studied.seconds[0]:.1f} s, {len(studied.b)} files", flush=True)
            kinds = [list(KINDS)[number % len(KINDS)] for number in range(count)]
            chance.shuffle(kinds)

            def one(first: int, studied: Subject = studied, kinds: list[str] = kinds) -> list[Trial]:
                if time.monotonic() > until:
                    return []
                done = chain(
                    studied,
                    kinds[first : first + IN_A_ROW],
                    random.Random(f"{asked.seed} {first}"),
                    tool,
                    place / f"{studied.name}{first}",
                )
                print(*(trial.line() for trial in done), sep="\n", flush=True)
                return done

            with ThreadPoolExecutor(asked.beside) as pool:
                for done in pool.map(one, range(0, count, IN_A_ROW)):
                    trials += done
    print("", *summary(trials), sep="\n")
    return 1 if any(trial.wrong for trial in trials) else 0


if __name__ == "__main__":
    sys.exit(main())
