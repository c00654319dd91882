"""Which 2 x 2 tables give a printed odds ratio, its interval and its p-value: every table is tried, by every method."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from abstract_audit.log_interval import Z95
from abstract_audit.printed import Printed
from abstract_audit.table_tests import chi_squared, conditional, likelihood_ratio, mean_first, p_values
from abstract_audit.tables import Flags, Tables, log_error, odds_ratio

WOOLF = "odds ratio with Wald's interval (Woolf)"
_LEVEL = 0.05
_CRITICAL = float(chi2.isf(_LEVEL, 1))
_SLACK = 1e-9  # relative: a number half way between two printed ones is told from neither
_MANY = 3_000_000  # probabilities from which only tables are tried that are near by likelihood
_APART = 0.25  # how far the mean given the margins may be from `mean_first`


@dataclass(frozen=True)
class PrintedRatio:
    """A printed odds ratio with what stands beside it; what is not printed is None."""

    value: Printed
    low: Printed | None = None
    high: Printed | None = None
    p: Printed | None = None


def fitting(tables: Tables, printed: PrintedRatio) -> dict[str, Tables]:
    """Return, by the method of the interval, the tables of which ratio and limits can have been printed so.

    >>> from abstract_audit.printed import read_printed as read
    >>> from abstract_audit.tables import every_table
    >>> raynaud = PrintedRatio(read(".28"), read(".11"), read(".72"))
    >>> len(fitting(every_table(96, 27, 10), raynaud)["odds ratio with Wald's interval (Woolf)"].first)
    39
    """
    return {name: fits(tables, printed) for name, fits in INTERVALS.items()}


def with_p(fitting: Mapping[str, Tables], p: Printed) -> dict[tuple[str, str], Tables]:
    """Return, by the method of the interval and the test, those of the fitting tables that give a printed p-value."""
    return {
        (interval, test): tables.where(holds(p, values))
        for interval, tables in fitting.items()
        for test, values in p_values(tables).items()
    }


def holds(printed: Printed, values: np.ndarray) -> Flags:
    """Return which of these values can have been printed so."""
    low, high = float(printed.low), float(printed.high)
    slack = _SLACK * max(abs(low), abs(high))
    return np.asarray((values >= low - slack) & (values <= high + slack))


def _near(tables: Tables, printed: PrintedRatio) -> Tables:
    """The tables whose sample odds ratio is printed so."""
    ratio = odds_ratio(tables)
    return tables.where(holds(printed.value, ratio) & np.isfinite(ratio))


def _wald(tables: Tables, printed: PrintedRatio, add: float = 0.0) -> Tables:
    near = tables if add else _near(tables, printed)
    with np.errstate(divide="ignore", invalid="ignore"):  # an empty cell has no interval by Wald
        centre, reach = np.log(odds_ratio(near, add)), Z95 * log_error(near, add)
        ends = np.exp(centre - reach), np.exp(centre + reach)
    return near.where(
        holds(printed.value, np.exp(centre)) & _limit(printed.low, ends[0]) & _limit(printed.high, ends[1])
    )


def _haldane(tables: Tables, printed: PrintedRatio) -> Tables:
    return _wald(tables, printed, 0.5)


def _limit(printed: Printed | None, values: np.ndarray) -> Flags:
    return np.ones(len(values), dtype=bool) if printed is None else holds(printed, values)


def _by_statistic(statistic: Callable[[Tables, float], np.ndarray]) -> Callable[[Tables, PrintedRatio], Tables]:
    """The interval of all odds ratios from which a statistic does not part the table."""

    def fits(tables: Tables, printed: PrintedRatio) -> Tables:
        near = _near(tables, printed)
        for limit in (printed.low, printed.high):
            if limit is not None and len(near.first):
                none = _reaches_none(near, limit) if limit is printed.low else False
                near = near.where(_crosses(near, limit, statistic) | none)
        return near

    return fits


def _reaches_none(tables: Tables, lower: Printed) -> Flags:
    """Whether the lower limit is 0, as it is where nobody of one cell has the feature, and is printed so."""
    return np.asarray((odds_ratio(tables) == 0) & lower.holds(0))


def _crosses(tables: Tables, limit: Printed, statistic: Callable[[Tables, float], np.ndarray]) -> Flags:
    """Whether the statistic takes its critical value at an odds ratio that is printed as this limit."""
    ends = [max(float(end), 1e-12) for end in (limit.low, limit.high)]
    at_low, at_high = (statistic(tables, end) - _CRITICAL for end in ends)
    return np.asarray(at_low * at_high <= 0)


def _exact_limits(tables: Tables, printed: PrintedRatio) -> Flags:
    kept = np.ones(len(tables.first), dtype=bool)
    for limit, tail in ((printed.low, "below"), (printed.high, "above")):
        if limit is None or not kept.any():
            continue
        # more of the second group have the feature the smaller the odds ratio: at the lower limit its count is small
        probable = []
        for end in (limit.low, limit.high):
            exact = conditional(tables, max(float(end), 1e-12))
            probable.append(exact.own + getattr(exact, tail) - _LEVEL / 2)
        crossed = np.asarray(probable[0] * probable[1] <= 0)
        kept &= crossed | _reaches_none(tables, limit) if tail == "below" else crossed
    return kept


def _not_far(tables: Tables, printed: PrintedRatio) -> Flags:
    """Where there are many tables: those of which the likelihood parts both limits about as the exact test does.

    Exact probabilities of so many take minutes; a factor of more than two in the likelihood ratio statistic is no
    matter of the method in tables so large.
    """
    kept = np.ones(len(tables.first), dtype=bool)
    if len(kept) * int(tables.of_second.max(initial=0)) < _MANY:
        return kept
    for limit in (printed.low, printed.high):
        if limit is not None and limit.low > 0:
            ends = [likelihood_ratio(tables, float(end)) for end in (limit.low, limit.high)]
            least, most = np.minimum(*ends), np.maximum(*ends)
            kept &= (most >= _CRITICAL / 2) & (least <= _CRITICAL * 2)
    return kept


def _exact(tables: Tables, printed: PrintedRatio) -> Tables:
    near = _near(tables, printed)
    near = near.where(_not_far(near, printed))
    return near.where(_exact_limits(near, printed)) if len(near.first) else near


def _conditional_estimate(tables: Tables, printed: PrintedRatio) -> Tables:
    ends = [max(float(end), 1e-12) for end in (printed.value.low, printed.value.high)]
    nearly = [tables.first + tables.second - mean_first(tables, end) for end in ends]
    near = tables.where((tables.second <= nearly[0] + _APART) & (tables.second >= nearly[1] - _APART))
    near = near.where(_not_far(near, printed))
    if not len(near.first):
        return near
    expected = [conditional(near, end).mean for end in ends]
    near = near.where((near.second <= expected[0] + _SLACK) & (near.second >= expected[1] - _SLACK))
    return near.where(_exact_limits(near, printed)) if len(near.first) else near


INTERVALS: dict[str, Callable[[Tables, PrintedRatio], Tables]] = {
    WOOLF: _wald,
    "odds ratio with profile-likelihood interval": _by_statistic(likelihood_ratio),
    "odds ratio with score interval": _by_statistic(chi_squared),
    "odds ratio with exact conditional interval": _exact,
    "conditional odds ratio with exact interval": _conditional_estimate,
    "odds ratio and interval with one half added to each cell": _haldane,
}
