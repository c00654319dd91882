"""A number worked out by hand in a notebook, set beside the row that it must be equal to."""

from __future__ import annotations

import math
from collections.abc import Sequence

from compendium.clinical.cohort import Cohort
from press.exhibits.passage import Passage
from press.exhibits.publishing import answer
from press.rows import Ledger

P_VALUES = ("p", "p_t")
ONLY_RESULTS = (
    "Nothing is worked by hand here: the numbers it would start from may be among those that are kept back. {}"
)


def numbers(cohort: Cohort, results: Ledger, *names: str, result: str) -> list[float]:
    """Return the values of rows to reckon with; NaN of real patients, so that nothing is told but the results.

    result: the id of the row that they lead to; where it could not be computed, neither can it by hand, and all are
    NaN. Raises KeyError for an id that no row has.
    """
    can = cohort.simulated and math.isfinite(results.value(result))
    return [results.value(name) if can else math.nan for name in names]


def equal(worked: Sequence[float], names: Sequence[str], results: Ledger, cohort: Cohort) -> Passage:
    """Say that numbers worked by hand are those of the rows. Raises ValueError where one is not.

    Of real patients it says what the results are.
    """
    rows = " and ".join(f"{{{name}:{'p0' if name.rpartition('.')[2] in P_VALUES else 'd3'}}}" for name in names)
    if not cohort.simulated:
        return answer(ONLY_RESULTS.format(f"The results: {rows}."), results, cohort.origin)
    if any(map(math.isnan, map(results.value, names))):
        return answer(f"There is nothing to work by hand here: {rows}.", results, cohort.origin)
    for each, name in zip(worked, names, strict=True):
        if not math.isclose(each, results.value(name), rel_tol=1e-8):
            raise ValueError(f"{name}: worked by hand it is {each:.10g}, and the row says {results.value(name):.10g}")
    return answer(f"Worked by hand: {rows}. The results of this run are the same.", results, cohort.origin)
