"""The simulation study as a whole: what is current stays, the rest is run, and each scenario is kept once done."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import joblib

from error_rates.closure import Closure
from error_rates.every import every_scenario, topic_of
from error_rates.packages import Lock
from error_rates.rates import scenario_rows, summary_rows
from error_rates.running import SEED, run
from error_rates.sizes import PUBLISHED, SIZES
from press.project import Project, file_sha256, read_json, sha256, write_json
from press.rows import Ledger, Row

RESULT = "data/error_rates/error_rates.csv"
MADE_FROM = "data/error_rates/made_from.json"
# What judges and counts for every topic. The two that know of all topics are taken as files, without what they import:
# a change of one statistic must not have every scenario run anew.
_COMMON = ("error_rates.scenario", "error_rates.sizes", "compendium.stats.proportion")
_FILES = ("src/error_rates/running.py", "src/error_rates/rates.py", SIZES, PUBLISHED)
Say = Callable[[str], None]


@dataclass(frozen=True)
class SimulationStudy:
    """A project's simulation study: its result, and the checksum of all that each scenario's part was made from."""

    project: Project
    cohorts: int
    seed: int = SEED

    def bring_up_to_date(self, parallel: joblib.Parallel, say: Say) -> int:
        """Run every scenario that is not current; return how many were run. What is done survives an interruption."""
        wanted = self.made_from()
        kept = self._kept(wanted)
        done = 0
        for place, (name, scenario) in enumerate(every_scenario().items(), start=1):
            if name in kept:
                continue
            begun = monotonic()
            kept[name] = scenario_rows(scenario, run(parallel, name, self.cohorts, self.seed), self.seed)
            self._write(kept, wanted)
            seconds, done = monotonic() - begun, done + 1
            each = f"{1000 * seconds / self.cohorts:.1f} ms a cohort"
            say(f"{place:3} of {len(wanted)}  {name:<28}{self.cohorts} cohorts, {seconds:.0f} s ({each})")
        if not done:
            self._write(kept, wanted)  # a scenario may have been taken from the list
        return done

    def made_from(self) -> dict[str, str]:
        """Return for each scenario the checksum of what its part rests on.

        The code that it reaches, the packages that this code asks for and those that they need, the sizes, the printed
        figures, the number of cohorts and the seed.
        """
        closure, lock = Closure(self.project), Lock(self.project)
        files = {name: file_sha256(self.project.path(name)) for name in _FILES}
        made_of = {
            name: [scenario.number, self.cohorts, self.seed, files, *_that_calculate(closure, lock, name)]
            for name, scenario in every_scenario().items()
        }
        return {name: sha256(json.dumps(basis)) for name, basis in made_of.items()}

    def _kept(self, wanted: dict[str, str]) -> dict[str, list[Row]]:
        """Return the rows of each scenario that is as it would be made now."""
        path, made_from = self.project.path(RESULT), read_json(self.project.path(MADE_FROM)) or {}
        if not path.is_file():
            return {}
        rows = list(Ledger.read(path))
        current = [name for name, checksum in wanted.items() if made_from.get(name) == checksum]
        found = {name: [row for row in rows if row.variable == name] for name in current}
        return {name: of_name for name, of_name in found.items() if of_name}

    def _write(self, found: dict[str, list[Row]], wanted: dict[str, str]) -> None:
        rows = [row for name in every_scenario() for row in found.get(name, [])]
        write_ledger(Ledger(summary_rows(rows), rows), self.project.path(RESULT))
        write_json(self.project.path(MADE_FROM), {name: wanted[name] for name in wanted if name in found})


def _that_calculate(closure: Closure, lock: Lock, scenario: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return checksums of the code that a scenario reaches, and the versions of the packages that this code asks for.

    How the press keeps a row changes no error rate.
    """
    modules = [topic_of(scenario), *_COMMON]
    reached = closure.of_step(modules)
    own = {path: checksum for path, checksum in reached.items() if not path.startswith(("src/press/", "press/"))}
    return own, lock.of_imports(closure.imported(modules))


def write_ledger(ledger: Ledger, path: Path) -> None:
    """Write rows so that a crash leaves the former file or the new one, and nothing between."""
    partial = path.with_suffix(".partial")
    ledger.write(partial)
    partial.replace(path)
