"""What the build says while it works, and the one screen with which it ends."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TextIO

from press.run.failure import Failure

_REASONS_SHOWN = 2
_ALWAYS = ("notebooks/*.ipynb", "paper/tables/", "paper/figures/", "paper/results/")  # where a reader looks besides


@dataclass
class _Running:
    since: float
    expected: float | None
    heading: str = ""


@dataclass
class Outcome:
    """What became of each step. order: all of them. summaries: lines that
    steps add to the last screen. shows: what is opened first."""

    ran: dict[str, float] = field(default_factory=dict)
    rendered: list[str] = field(default_factory=list)
    current: list[str] = field(default_factory=list)
    brought_back: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    blocked: dict[str, str] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    summaries: dict[str, str] = field(default_factory=dict)
    shows: list[str] = field(default_factory=list)

    @property
    def settled(self) -> list[str]:
        """The steps of which everything published is as it must be."""
        return [*self.ran, *self.rendered, *self.current, *self.brought_back]

    @property
    def published(self) -> bool:
        """Whether anything is other than it was before."""
        return bool(self.ran or self.rendered or self.brought_back)

    def once_more(self) -> Outcome:
        """What a second build would say."""
        return Outcome(current=list(self.order), summaries=self.summaries, shows=self.shows)

    @property
    def exit_code(self) -> int:
        """0 where everything is current, 1 where a step stopped."""
        return 1 if self.failed else 0


class Screen:
    """Progress on `stream`: a line for each running step, or plain lines where it is no terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._live = stream.isatty()
        self._running: dict[str, _Running] = {}
        self._drawn = 0

    def say(self, *lines: str) -> None:
        """Write lines that stay."""
        self._erase()
        self._stream.writelines(f"{line}\n" for line in lines)
        self.draw()

    def started(self, name: str, reasons: Sequence[str], expected: float | None) -> None:
        """Tell that a step runs, why, and how long it took last time."""
        self._running[name] = _Running(time.monotonic(), expected)
        self.say(f"{name}  runs: {_some(reasons)}" + (f" ({_seconds(expected)} last time)" if expected else ""))

    def section(self, name: str, heading: str) -> None:
        """Tell which section a notebook has reached."""
        running = self._running[name]
        if heading and heading != running.heading:
            running.heading = heading
            if self._live:
                self.draw()
            else:
                self.say(f"{name}  {_elapsed(running)}  {heading}")

    def finished(self, name: str) -> float:
        """Tell that its files are published; return the seconds it took."""
        seconds = time.monotonic() - self._running.pop(name).since
        self.say(f"{name}  done in {_seconds(seconds)}")
        return seconds

    def stopped(self, failure: Failure, kept: str) -> None:
        """Tell where and why a step stopped."""
        self._running.pop(failure.name, None)
        where = [f"  kept in  {kept}"] if kept else []
        self.say(*failure.lines(), *where, "  What it had published is as it was.")

    def gave_up(self, name: str) -> None:
        """Tell that a step met a fault in what it reads; the fault's own message follows."""
        self._running.pop(name)
        self.say(f"{name}  stopped; what it had published is as it was")

    def brought_back(self, name: str, reasons: Sequence[str]) -> None:
        """Tell that what an earlier run had made stands again where it stood."""
        self.say(f"{name}  is brought back as an earlier run made it: {_some(reasons)}")

    def completed(self, name: str, files: Sequence[str]) -> None:
        """Tell that a publication that was cut short is completed now, and which files stood in the way meanwhile."""
        self.say(f"{name}  had been interrupted while being published; completed now")
        if files:
            self.replaced(name, files)

    def replaced(self, name: str, files: Sequence[str]) -> None:
        """Tell that files which no build had made stood in the way, and where they are now."""
        self.say(f"{name}  replaced what no build had made: {_some(files)}. What stood there is in .build/replaced.")

    def draw(self) -> None:
        """Bring the lines of the running notebooks up to date."""
        if self._live:
            self._erase()
            width = shutil.get_terminal_size().columns - 1
            lines = [f"{name}  {_elapsed(each)}  {each.heading}"[:width] for name, each in self._running.items()]
            self._stream.writelines(f"{line}\n" for line in lines)
            self._drawn = len(lines)
        self._stream.flush()

    def _erase(self) -> None:
        if self._drawn:
            self._stream.write(f"\x1b[{self._drawn}A\x1b[J")
            self._drawn = 0


def closing(outcome: Outcome, folder: str = "") -> list[str]:
    """Return the last screen: what ran, what was current, what stopped, what steps add, where to look.

    folder: where all of it lies, if that is not where the command was typed.

    >>> said = {"printed": "28 of 28 printed figures agree"}
    >>> print(*closing(Outcome(ran={"01_cohort": 3.2}, current=["02_efficacy"], summaries=said)), sep="\\n")
    <BLANKLINE>
    ran         01_cohort (3.2 s)
    current     02_efficacy
    printed     28 of 28 printed figures agree
    look at     notebooks/*.ipynb, paper/tables/, paper/figures/, paper/results/
    """
    entries = {
        "ran": ", ".join(f"{name} ({_seconds(seconds)})" for name, seconds in outcome.ran.items()),
        "re-rendered": f"{', '.join(outcome.rendered)} (only prose changed)" if outcome.rendered else "",
        "current": ", ".join(outcome.current),
        "brought back": ", ".join(outcome.brought_back),
        "stopped": ", ".join(failure.name for failure in outcome.failed),
        "not run": ", ".join(f"{name} (it needs {need})" for name, need in outcome.blocked.items()),
        **outcome.summaries,
        "all in": folder,
        "look at": ", ".join([*reversed(outcome.shows), *_ALWAYS]),
    }
    shown = (f"{name:<11} {text}" for name, text in entries.items() if text)
    return ["", *(text.replace("\n", f"\n{' ' * 12}") for text in shown)]


def _some(reasons: Sequence[str]) -> str:
    shown, more = reasons[:_REASONS_SHOWN], len(reasons) - _REASONS_SHOWN
    return "; ".join(shown) + (f"; and {more} more" if more > 0 else "")


def _elapsed(running: _Running) -> str:
    seconds = f"{time.monotonic() - running.since:.0f} s"
    return f"{seconds} of about {running.expected:.0f} s" if running.expected else seconds


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 60 else f"{seconds // 60:.0f} min {seconds % 60:.0f} s"
