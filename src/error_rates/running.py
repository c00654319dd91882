"""Cohorts are drawn and judged in blocks, side by side; what comes out does not depend on how many work at it.

A cohort's seed is that of its scenario and its own number, blocks come back in order, and sums are exact, so one
process, many, or a Dask cluster give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import joblib
import numpy as np

from compendium.stats.recorded import Floats, Integers
from error_rates.every import every_scenario
from press.ground.fault import Fault

SEED = 2021
BLOCK = 50  # cohorts that a worker takes at a time


@dataclass(frozen=True)
class Judged:
    """What every measure of a scenario did in each cohort: outcomes and widths, cohorts x measures."""

    outcomes: Integers
    widths: Floats


def judge_cohorts(name: str, first: int, last: int, seed: int = SEED) -> Judged:
    """Draw and judge the cohorts from `first` up to, without, `last`. Raises RuntimeError, naming one that failed.

    >>> judge_cohorts("share", 0, 3).outcomes.shape
    (3, 2)
    """
    scenario = every_scenario()[name]
    outcomes = np.zeros((last - first, len(scenario.measures)), dtype=np.int64)
    widths = np.full(outcomes.shape, np.nan)
    for place, k in enumerate(range(first, last)):
        try:
            found = scenario.cohort(k, seed)
            for column, measure in enumerate(scenario.measures):
                outcomes[place, column], widths[place, column] = measure.judge(found)
        except Exception as error:
            raise RuntimeError(f"scenario {name}, cohort {k}, seed {seed}: {type(error).__name__}: {error}") from error
    return Judged(outcomes, widths)


def run(parallel: joblib.Parallel, name: str, cohorts: int, seed: int = SEED) -> Judged:
    """Judge so many cohorts of a scenario, block by block, with the workers of `parallel`."""
    starts = range(0, cohorts, BLOCK)
    blocks = parallel(joblib.delayed(judge_cohorts)(name, first, min(first + BLOCK, cohorts), seed) for first in starts)
    return Judged(np.concatenate([each.outcomes for each in blocks]), np.concatenate([each.widths for each in blocks]))


@contextmanager
def workers(number: int, dask: str | None = None) -> Iterator[joblib.Parallel]:
    """Give so many processes of this machine, or the workers of the Dask cluster whose scheduler has this address.

    Each worker of a cluster must be able to import this project. Raises Fault where Dask is not installed, or where no
    scheduler answers.
    """
    if dask is None:
        with joblib.Parallel(n_jobs=number) as parallel:
            yield parallel
        return
    try:
        from distributed import Client  # only for who has a cluster: the study itself does not need it
    except ImportError:
        raise Fault("Dask is not installed here: install the package distributed, or leave --dask out") from None
    try:
        client = Client(dask, timeout="10s")
    except (OSError, ValueError) as error:
        raise Fault(f"no Dask scheduler answers at {dask}: {error}") from error
    with client, joblib.parallel_config(backend="dask"), joblib.Parallel(n_jobs=-1) as parallel:
        yield parallel
