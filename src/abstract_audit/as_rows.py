"""The audit of an abstract as result rows: how many of its numbers agree, and why an odds ratio does not."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from abstract_audit.abstract import ODDS_RATIO, Claim
from abstract_audit.audit import Audit
from abstract_audit.finding import AGREES, CANNOT, INCONSISTENT
from abstract_audit.given_counts import tables_of, unrecorded_of
from abstract_audit.log_interval import interval_implied, p_implied
from abstract_audit.tables import Tables, different
from abstract_audit.together import Joint
from abstract_audit.two_by_two import WOOLF, PrintedRatio, fitting, with_p
from abstract_audit.wald_ratio import interval_of
from press.rows import Key, Ledger, Row, slug

ANALYSIS = Key("abstract")
_TOGETHER = "both odds ratios of one logistic model by Wald, each p-value of its feature alone"


def as_rows(audit: Audit) -> Ledger:
    """Return the counts of numbers by verdict; of each odds ratio without counts, what was searched; of two, together.

    >>> from abstract_audit.audit import audit
    >>> from abstract_audit.reading import abstract_of
    >>> text = "title: A trial\\npatients: 40\\nclaims: [{id: women, kind: percent, percent: 52.5%}]"
    >>> as_rows(audit(abstract_of(text, "a.yaml"))).value("abstract.numbers.agreeing")
    1.0
    """
    ratios = [claim for claim in audit.abstract.claims if claim.kind == ODDS_RATIO and not claim.parts]
    rows = [row for claim in ratios for row in _of_ratio(claim)]
    return Ledger(
        _numbers(audit), _sizes_stated(audit), rows, [row for joint in audit.together for row in _of_two(joint)]
    )


def _numbers(audit: Audit) -> list[Row]:
    agreeing, inconsistent, untold = (audit.numbers(verdict) for verdict in (AGREES, INCONSISTENT, CANNOT))
    counts = {
        "printed": (audit.printed, "count of printed numbers"),
        "checked": (agreeing + inconsistent, "count of printed numbers that can be held against others"),
        "agreeing": (agreeing, "count of printed numbers that agree with the others"),
        "inconsistent": (inconsistent, "count of printed numbers that do not agree with the others as printed"),
        "under_none": (audit.under_none, "count of printed numbers that no reading tried reconciles"),
        "untold": (untold, "count of printed numbers that cannot be told from the others"),
    }
    numbers = ANALYSIS.at(variable="numbers")
    which = [each for each in audit.findings if each.verdict == INCONSISTENT]
    names = "; ".join(f"{each.says or each.claim}, {', '.join(each.printed)}" for each in which)
    tried = sum(len(each.readings) for each in audit.findings)
    statements = audit.printed + sum(not each.printed for each in audit.findings)
    return [
        *(
            numbers.row(name, count, n=audit.printed, method=method, note=names if name == "inconsistent" else "")
            for name, (count, method) in counts.items()
        ),
        ANALYSIS.at(variable="readings").row("count", tried, method="count of readings tried"),
        ANALYSIS.at(variable="statements").row(
            "count", statements, n=statements, method="count of printed numbers and of claims in words"
        ),
    ]


def _sizes_stated(audit: Audit) -> list[Row]:
    return [
        ANALYSIS.at(variable=slug(group.name)).row("size", group.n, n=group.n, method="count of patients as printed")
        for group in (audit.abstract.patients, *audit.abstract.groups)
    ]


def _of_ratio(claim: Claim) -> Iterator[Row]:
    """What interval and p-value imply of each other, and how many tables give them."""
    key, numbers = ANALYSIS.at(variable=slug(claim.id)), interval_of(claim)
    for name, printed in zip(("or", "ci_low", "ci_high", "p"), (*numbers, claim.p), strict=True):
        if printed is not None and not printed.bound:
            yield key.at(group="printed").row(name, float(printed.value), method="as printed")
    implied, wald = p_implied(*numbers), "by Wald from the printed odds ratio and limits, over their rounding"
    yield key.row("p_lowest", implied.low, method=f"least p-value {wald}")
    yield key.row("p_highest", implied.high, method=f"greatest p-value {wald}")
    at_90 = p_implied(*numbers, level=90)
    yield key.at(level="interval_90").row("p_lowest", at_90.low, method=f"least p-value {wald}, as one of 90%")
    yield key.at(level="interval_90").row("p_highest", at_90.high, method=f"greatest p-value {wald}, as one of 90%")
    low, high = interval_implied(numbers[0], claim.p) if claim.p else (math.nan, math.nan)
    none = "" if math.isfinite(low) else "no p-value is printed, or a bound only"
    of_p = "of 95% by Wald from the printed odds ratio and p-value"
    yield key.row("ci_low_implied", low, method=f"lower limit {of_p}", note=none)
    yield key.row("ci_high_implied", high, method=f"upper limit {of_p}", note=none)
    given, words = tables_of(claim)
    if given is None:
        yield key.at(level="tables").row("tried", None, note=words)
        return
    yield from _of_tables(claim, given, key.at(level="tables"))


def _of_tables(claim: Claim, given: Tables, key: Key) -> Iterator[Row]:
    fits = fitting(given, PrintedRatio(*interval_of(claim)))
    agreeing: Mapping[tuple[str, str], Tables] = with_p(fits, claim.p) if claim.p else {}
    tests = len({test for _, test in agreeing})
    total = len(given.first)
    complete = int((given.of_first + given.of_second == sum(_sizes(claim))).sum())
    yield key.row("tried", total, method="count of two-by-two tables of both groups")
    yield key.row("tried_complete", complete, n=total, method="count of such tables, nobody unrecorded")
    yield key.row("unrecorded", unrecorded_of(claim), n=total, method="most patients whose feature is not recorded")
    yield key.row("intervals", len(fits), method="count of methods of the interval tried")
    yield key.row("tests", tests, method="count of tests tried")
    yield key.row("pairs", len(fits) * tests, method="count of pairs of an interval and a test")
    interval, both = different(list(fits.values())), different(list(agreeing.values()))
    for name, found, what in (("", interval, "odds ratio and limits"), ("_and_p", both, "all four numbers")):
        whole = found.where(found.of_first + found.of_second == sum(_sizes(claim)))
        method = f"count of tables that give {what} by some method"
        yield key.row(f"interval{name}", len(found.first), n=total, method=method)
        yield key.row(f"interval{name}_complete", len(whole.first), n=total, method=f"{method}, nobody unrecorded")
    by_wald = fits[WOOLF]
    whole = by_wald.where(by_wald.of_first + by_wald.of_second == sum(_sizes(claim)))
    method = "count of tables that give odds ratio and limits by Wald, nobody unrecorded"
    yield key.row("interval_by_wald_complete", len(whole.first), n=total, method=method)


def _sizes(claim: Claim) -> tuple[int, int]:
    assert claim.between, "two groups are compared"
    return claim.between[0].n, claim.between[1].n


def _of_two(joint: Joint) -> Iterator[Row]:
    """How many cohorts give all numbers of two odds ratios; where there is one, its tables."""
    key = ANALYSIS.at(variable=slug(f"{joint.one.id} and {joint.other.id}"))
    yield key.row("unrecorded", joint.found.unrecorded, method="most patients whose two features are not recorded")
    fit = {test: pairs for test, pairs in joint.found.found.items() if len(pairs.both)}
    by = f"{_TOGETHER}, by {' or '.join(fit)}" if fit else _TOGETHER
    yield key.row("cohorts", joint.cohorts, method=f"count of cohorts: {by}")
    if joint.cohorts != 1:
        return
    (pairs,) = fit.values()
    assert joint.one.between, "two groups are compared"
    for claim, tables in ((joint.one, pairs.one), (joint.other, pairs.other)):
        counts = (tables.first, tables.of_first), (tables.second, tables.of_second)
        for group, (having, of) in zip(joint.one.between, counts, strict=True):
            place = ANALYSIS.at(variable=slug(claim.id), level="together", group=slug(group.name))
            yield place.row("count", int(having[0]), n=int(of[0]), method="count in the one cohort that fits")
            yield place.row("total", int(of[0]), n=int(of[0]), method="count of those recorded in that cohort")
    yield key.row("both", int(pairs.both[0]), method="count of patients with both features in that cohort")
