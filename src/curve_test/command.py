"""The verb `extra`: deal out the responses anew many times, and see what the whole curve of analyses says then."""

from __future__ import annotations

import argparse
import os

from press.ground.fault import Fault
from press.ground.paths import project_root
from press.study import Verb


def extra(asked: argparse.Namespace) -> int:
    """Bring the test of the curve of analyses up to date."""
    from press.run.environment import fixed_settings

    os.environ.update(fixed_settings())  # before numpy is loaded, and for the workers: one thread, one kind of sums
    from compendium.exhibits.curve_by_chance import RESULT
    from curve_test.kept import bring_up_to_date, number_kept
    from error_rates.running import workers
    from press.build.lock import only_one
    from press.project import Project

    project = Project(project_root())
    permutations = number_kept(project) if asked.permutations is None else asked.permutations
    for name, number in (("permutations", permutations), ("workers", asked.workers)):
        if number < 1:
            raise Fault(f"--{name} must be 1 or more; it is {number}")
    with only_one(project), workers(asked.workers, asked.dask) as parallel:
        done = bring_up_to_date(project, permutations, parallel)
    print(f"{permutations} permutations; the result is {RESULT}" if done else f"{RESULT} is current")
    return 0


VERB = Verb(
    extra,
    examples=("extra", "extra --permutations 1000 --workers 4", "extra --dask tcp://host:8786"),
    arguments={
        "--permutations": {
            "type": int,
            "help": "how often responses are dealt anew (default: as in what is kept)",
        },
        "--workers": {"type": int, "default": os.cpu_count() or 1, "help": "processes (default: one a processor)"},
        "--dask": {"metavar": "ADDRESS", "help": "scheduler of a Dask cluster that works instead of processes here"},
    },
)
