"""The verb `simulate-study`: how often intervals and tests err at this study's sizes, in many simulated cohorts."""

from __future__ import annotations

import argparse
import os

from press.ground.fault import Fault
from press.ground.paths import project_root
from press.study import Verb


def simulate_study(asked: argparse.Namespace) -> int:
    """Bring the simulation study up to date: coverage of intervals and size of tests."""
    from press.run.environment import fixed_settings

    os.environ.update(fixed_settings())  # before numpy is loaded, and for the workers: one thread, one kind of sums
    from error_rates.running import workers
    from error_rates.study import RESULT, SimulationStudy
    from press.build.lock import only_one
    from press.project import Project

    for name in ("cohorts", "workers"):
        if getattr(asked, name) < 1:
            raise Fault(f"--{name} must be 1 or more; it is {getattr(asked, name)}")
    project = Project(project_root())
    with only_one(project), workers(asked.workers, asked.dask) as parallel:
        done = SimulationStudy(project, asked.cohorts).bring_up_to_date(parallel, print)
    print(f"{done} scenarios were run; the result is {RESULT}" if done else f"{RESULT} is current")
    return 0


VERB = Verb(
    simulate_study,
    examples=("simulate-study", "simulate-study --cohorts 200 --workers 4", "simulate-study --dask tcp://host:8786"),
    arguments={
        "--cohorts": {"type": int, "default": 10_000, "help": "cohorts of each scenario (default: 10000)"},
        "--workers": {"type": int, "default": os.cpu_count() or 1, "help": "processes (default: one a processor)"},
        "--dask": {"metavar": "ADDRESS", "help": "scheduler of a Dask cluster that works instead of processes here"},
    },
)
