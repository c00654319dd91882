"""What a reader with a pencil does: takes one number from another that holds it. The rows alone are read.

Each kind gave numbers of a handful of patients back from the files of a whole run before it was closed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from press.rows import Ledger
from press.rows.rounded import rounded_from
from press.rows.row import Row

RESPONSES = ("responder", "non_responder")


class Told(NamedTuple):
    """A number of patients or events that follows, by which kind of subtraction, and of what."""

    kind: str
    what: str
    number: int


def told(ledger: Ledger, fewest: int) -> list[Told]:
    """Every number from 1 to fewer than `fewest` that follows from two that are shown."""
    steps = (_visits, _courses, _pairs, _totals, _ranges, _curve, _events, _flow, _sizes)
    return [each for step in steps for each in step(ledger) if 0 < each.number < fewest]


def _whole(ledger: Ledger) -> int:
    return int(ledger.value("cohort.n"))


def _shown(ledger: Ledger, *parts: str) -> int | None:
    name = ".".join(filter(None, parts))
    value = ledger.value(name) if name in ledger else math.nan
    return None if math.isnan(value) else int(value)


def _of_share(count: Row, percent: Row, most: int) -> set[int]:
    """Of how many a count is this percentage, as it is printed."""
    if math.isnan(count.value) or math.isnan(percent.value) or not count.value:
        return set()
    low, high = rounded_from(percent.value)
    return {of for of in range(int(count.value), most + 1) if low <= 100 * count.value / of <= high}


def seen(ledger: Ledger, visit: str) -> int | None:
    """How many were seen at a visit: said, beside another number, or as of how many a percentage is."""
    if (said := _shown(ledger, "cohort", "seen", visit, "count")) is not None:
        return said
    possible: set[int] | None = None
    for count in ledger.find(variable="missing", group=visit, statistic="count"):
        if count.n is not None:
            return count.n
        of = _of_share(count, ledger[count.id.removesuffix("count") + "percent"], _whole(ledger))
        possible = of if possible is None or not of else possible & of or possible
    return next(iter(possible)) if possible is not None and len(possible) == 1 else None


def _visits(ledger: Ledger) -> Iterator[Told]:
    for visit in {row.group for row in ledger.find(variable="missing")}:
        if (there := seen(ledger, visit)) is not None:
            yield Told("not seen", visit, _whole(ledger) - there)


def _courses(ledger: Ledger) -> Iterator[Told]:
    """Those seen less those in a model's mean; and those of both responses less the responders."""
    for row in ledger.find(analysis="efficacy", group="change", statistic="n"):
        outcome, n = row.variable.removesuffix("_course"), _shown(ledger, row.id)
        there = seen(ledger, row.level)
        if n is not None and there is not None:
            yield Told("lacking at a visit", f"{outcome} at {row.level}", there - n)
        at = f"efficacy.{row.variable}.{row.level}"
        both = {
            ledger[name].n for name in (f"{at}.change_difference.mean", f"{at}.change_difference.n") if name in ledger
        }
        for one in RESPONSES:
            own = ledger[f"{at}.change_{one}.mean"].n if f"{at}.change_{one}.mean" in ledger else None
            yield from (Told("the other response", row.id, n - own) for n in both - {None} if own is not None and n)
        means = [f"{at}.change_{one}.mean" for one in (*RESPONSES, "difference")]
        if all(name in ledger for name in means):
            secret = [name for name in means if ledger[name].withheld]
            if len(secret) == 1:  # a mean of a few is as good as their number
                yield Told("mean of the other response", secret[0], 1)


def _pairs(ledger: Ledger) -> Iterator[Told]:
    for row in ledger.find(analysis="efficacy", group="change", statistic="n_pairs"):
        pairs, before = _shown(ledger, row.id), _shown(ledger, "cohort", "missing", row.variable, "baseline", "count")
        end = _shown(ledger, "efficacy", f"{row.variable}_course", "end", "change", "n")
        if pairs is not None:
            yield from (Told("before alone", row.id, _whole(ledger) - each - pairs) for each in {before} - {None})
            yield from (Told("at the end alone", row.id, each - pairs) for each in {end} - {None})


def _totals(ledger: Ledger) -> Iterator[Told]:
    for row in ledger:
        count, _, of = row.statistic.partition("_")
        if count in ("count", "events") and row.variable not in ("response_agreement",):
            total = _shown(ledger, *row.key[:4], f"total_{of}" if of else "total")
            if total is not None and not math.isnan(row.value):
                yield Told("all but", row.id, total - int(row.value))


def _ranges(ledger: Ledger) -> Iterator[Told]:
    """Between the lowest and the highest share of responders over all definitions lie those who are known not to be."""
    n = _whole(ledger)
    for name, of in (("lowest", "responders"), ("highest", "others")):
        row = ledger[f"efficacy.response_definitions.{name}"]
        if not math.isnan(row.value) and row.n is not None:
            low, high = rounded_from(row.value)
            possible = {each for each in range(n + 1) if low <= 100 * each / n <= high}
            if len(possible) == 1:
                yield Told("range of shares", of, possible.pop() if name == "lowest" else n - possible.pop())


def _curve(ledger: Ledger) -> Iterator[Told]:
    before, followed = 0, _whole(ledger)
    for row in sorted(ledger.find(variable="first_event", statistic="percent"), key=lambda row: int(row.level)):
        at_risk = _shown(ledger, "safety", "first_event", row.level, "at_risk")
        if not math.isnan(row.value) and at_risk is not None:
            events = round(row.value * _whole(ledger) / 100)
            yield Told("a step", row.id, events - before)
            yield Told("lost in a step", row.id, followed - at_risk - (events - before))
            before, followed = events, at_risk


def _events(ledger: Ledger) -> Iterator[Told]:
    for row in ledger.find(analysis="safety", group="patients", statistic="count"):
        patients = _shown(ledger, row.id)
        line = row.id.removesuffix(".patients.count")
        events = _shown(ledger, line, "events", "count")
        whole = None if row.level or row.variable == "any" else _shown(ledger, "safety.any.patients.count")
        if patients is None or row.variable == "grade":
            continue
        yield from (Told("more than one event", line, each - patients) for each in {events} - {None})
        kinds = row.variable.startswith("class_")
        for kind in ("related", "serious") if kinds else ():
            some = _shown(ledger, line, kind, "count")
            yield from (Told(f"none {kind}", line, patients - each) for each in {some} - {None})
        if not kinds and row.variable not in ("interest", "grade_3_or_more"):
            yield from (Told("another kind alone", line, each - patients) for each in {whole} - {None})


def _flow(ledger: Ledger) -> Iterator[Told]:
    screened = _shown(ledger, "cohort.flow.screened.remaining")
    yield from (Told("excluded in all", "flow", each - _whole(ledger)) for each in {screened} - {None})


def _sizes(ledger: Ledger) -> Iterator[Told]:
    """A number beside a value that is not shown is that value; and a remark with numbers is a table."""
    for row in ledger:
        own = ("n", "n_pairs", "n_observations", *(["events"] if row.analysis == "safety" else []))
        if row.withheld and row.statistic in own:
            yield from (Told("n beside what is hidden", row.id, 1) for n in {row.n} - {None, _whole(ledger)} if n)
        if row.statistic == "warning" and ("/" in row.note or "same in everyone" in row.note):
            yield Told("a remark", row.id, 1)
        if "without both values" in row.note:
            yield Told("a remark", row.id, int(row.note.split()[0]))
