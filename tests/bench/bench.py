"""What the study's statistics cost beside what is otherwise used: ratios of processor time, measured in one run."""

from __future__ import annotations

import math
import subprocess
import sys
import tempfile
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent
TABLEONE = HERE.parents[1] / ".build" / "bench" / "bin" / "python"
REPLICATES = 1000


@dataclass(frozen=True)
class Line:
    """What was measured, here and by others, and the limit that it must keep."""

    what: str
    here: float
    other: float
    ratio: float
    limit: float
    at_least: bool = True

    @property
    def kept(self) -> bool:
        """Whether the ratio keeps its limit."""
        return self.ratio >= self.limit if self.at_least else self.ratio <= self.limit


def two_features() -> tuple[pd.Series, pd.DataFrame]:
    """Return the response and two features of 116 invented patients, with the cells of the committed registry."""
    kinds = [(False, False), (True, False), (False, True), (True, True)]
    with_response, without = (35, 10, 27, 17), (2, 3, 10, 12)
    features = [
        kind for counts in (with_response, without) for kind, n in zip(kinds, counts, strict=True) for _ in range(n)
    ]
    response = [True] * sum(with_response) + [False] * sum(without)
    return pd.Series(response), pd.DataFrame(features, columns=["raynaud", "skin"])


def optimism_here() -> float:
    """Return the processor time of the batched bootstrap."""
    from compendium.stats.optimism import BY_LIKELIHOOD, optimism
    from press.rows import Key

    response, features = two_features()
    optimism(response, features, Key("bench"), seed=1, replicates=10, fitting=BY_LIKELIHOOD)
    begun = time.process_time()
    optimism(response, features, Key("bench"), seed=1, replicates=REPLICATES, fitting=BY_LIKELIHOOD)
    return time.process_time() - begun


def optimism_by_loop() -> float:
    """Return the processor time of the same by maximum likelihood with statsmodels and scikit-learn, model by model."""
    import statsmodels.api as sm
    from sklearn.metrics import brier_score_loss, roc_auc_score

    warnings.simplefilter("ignore")  # of separated replicates; statsmodels puts its own warnings first at import
    response, features = two_features()
    outcome, design = response.to_numpy(dtype=float), sm.add_constant(features.to_numpy(dtype=float))

    def judged(line: np.ndarray, outcome: np.ndarray) -> list[float]:
        again = sm.Logit(outcome, sm.add_constant(line)).fit(disp=0)
        shifted = sm.GLM(outcome, np.ones_like(line), family=sm.families.Binomial(), offset=line).fit()
        chance = 1 / (1 + np.exp(-line))
        return [roc_auc_score(outcome, line), brier_score_loss(outcome, chance), again.params[-1], shifted.params[0]]

    rng, differences = np.random.default_rng(1), []
    begun = time.process_time()
    for _ in range(REPLICATES):
        drawn = rng.integers(0, outcome.size, outcome.size)
        try:
            model = sm.Logit(outcome[drawn], design[drawn]).fit(disp=0)
            line = design @ model.params
            differences.append(np.subtract(judged(line[drawn], outcome[drawn]), judged(line, outcome)))
        except (np.linalg.LinAlgError, ValueError):  # a separated replicate
            continue
    np.mean(differences, axis=0)
    return time.process_time() - begun


def table_one(by: str, patients: Path) -> tuple[float, int, int]:
    """Return the processor time of one table, the bytes of its frame and the most held beside it."""
    python = str(TABLEONE) if by == "tableone" else sys.executable
    said = _run(python, by, f"{patients}.{by}").split()
    return float(said[0]), int(said[1]), int(said[2])


def _run(python: str, *arguments: str) -> str:
    command = [python, "-W", "ignore", str(HERE / "table_one.py"), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def lines() -> list[Line]:
    """Measure everything."""
    here, other = optimism_here(), optimism_by_loop()
    found = [Line(f"optimism bootstrap, B = {REPLICATES}, and by a loop of statsmodels", here, other, other / here, 20)]
    seconds = {}
    for n in (10**5, 10**6):
        with tempfile.TemporaryDirectory() as folder:
            patients = Path(folder) / "patients"
            _run(str(TABLEONE), "patients", str(n), str(patients))
            seconds[n], frame, beside = table_one("compendium", patients)
            by_tableone = table_one("tableone", patients)[0]
        found.append(
            Line(f"Table 1 of {n:,} patients, and by tableone", seconds[n], by_tableone, by_tableone / seconds[n], 15)
        )
    small, large = seconds
    growth, order = seconds[large] / seconds[small], large * math.log(large) / (small * math.log(small))
    found.append(Line("its growth, by that of n log n", growth, order, growth / order, 1.25, at_least=False))
    words = f"memory beside the frame of {large:,} patients, and the frame (MB)"
    found.append(Line(words, beside / 1e6, frame / 1e6, beside / frame, 3, at_least=False))
    return found


def main() -> int:
    """Print the table; return 1 where a limit is not kept."""
    found = lines()
    print(f"{'':66}{'here':>9}{'other':>10}{'ratio':>8}  must be")
    for line in found:
        limit = f"{'at least' if line.at_least else 'at most'} {line.limit:g}{'' if line.kept else '  NOT KEPT'}"
        print(f"{line.what:66}{line.here:9.2f}{line.other:10.2f}{line.ratio:8.2f}  {limit}")
    return 0 if all(line.kept for line in found) else 1


if __name__ == "__main__":
    sys.exit(main())
