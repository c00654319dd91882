"""Would another analysis have said the same? All that could as well have been made, and what they say together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from compendium.clinical.cohort import Cohort, open_registry
from compendium.clinical.curve_counts import is_tested
from compendium.clinical.decisions import AS_PUBLISHED, OURS_MARK, Choice, Decision, Multiverse, Specification
from compendium.clinical.decisions_file import FILE, multiverse
from compendium.clinical.many_estimates import BEYOND, FEW_IN_A_CELL, FEW_PATIENTS, Estimated, estimates
from compendium.clinical.many_frames import frames
from compendium.clinical.many_parts import FARTHEST, VARIANCE, WITHOUT, parts
from compendium.stats.statement import state, state_interval
from press.rows import Key, Ledger, Row
from press.rows.rounded import significant
from press.rows.row import FOLLOWS

ANALYSIS = Key("multiverse")
ONE_CHANGE, PART = "one_change", "part"  # groups: the published analysis with one choice changed; all with one choice
OURS = "ours_changed"  # the analysis that we would have chosen with one choice changed
SUMMARY = ("computed", "not_computed", "few", "same_sign", "excludes", "excludes_other")
MEDIAN = ("or_median", "or_lowest", "or_highest")
FEW = (
    f"fewer than {FEW_PATIENTS} patients, or fewer than {FEW_IN_A_CELL} in a cell of feature, as recorded, by response"
)
TESTED = "tested"  # group: all analyses of which the test of the whole curve is made
UNDECIDED = "undecided"  # the decision on a response that is not recorded
DIGITS = 4  # significant, of each of the many: more than a figure shows
NOT_RUN = "not made of a registry of patients: analyses of sets that differ by a few patients tell of these few"


def analyse(cohort: Cohort, *, seed: int) -> Ledger:
    """Return what all analyses of the list say together, then what each of them says; `seed` draws imputed values.

    Of a registry of patients none is made, and the rows are those of the list alone.
    """
    declared = multiverse()
    if not cohort.simulated:
        return Ledger(_declared(declared), _not_run(declared))
    return analysed(declared, _found(declared, cohort.registry, seed))


def _found(declared: Multiverse, registry: str, seed: int) -> dict[Specification, Estimated]:
    changed = [each for q in declared.questions for of in (_changed, _ours_changed) for each, *_ in of(declared, q)]
    wanted = {*declared.specifications, *changed}
    return estimates(frames(open_registry(registry), declared), declared, sorted(wanted), seed=seed)


def analysed(declared: Multiverse, found: Mapping[Specification, Estimated]) -> Ledger:
    """Return the rows of what was found: of all analyses together, and of each."""
    rows = Ledger(_declared(declared))
    for question in declared.questions:
        rows.add(_of_question(declared, question, found))
    rows.add(row for each in declared.specifications for row in _each(each, found[each], declared))
    return rows


def place(each: Specification, declared: Multiverse) -> Key:
    """Return the key of one analysis: its question, and what it has at each open decision in alphabetical order.

    >>> place(multiverse().mark("as_published", "skin"), multiverse())
    Key(analysis='multiverse', variable='skin', level='none_complete_ml_both', group='published_physician')
    """
    chosen = [each[name] for name in sorted(decision.id for decision in declared.open)]
    return ANALYSIS.at(variable=each.question, level="_".join(chosen[:-2]), group="_".join(chosen[-2:]))


def at_choice(question: str, decision: Decision, choice: Choice, group: str) -> Key:
    """Return the key of what belongs to one choice of a decision."""
    return ANALYSIS.at(variable=question, level=f"{decision.id}_{choice.id}", group=group)


def _declared(declared: Multiverse) -> Iterator[Row]:
    """State the list: how long it is, when it was frozen and by whom, and its hash."""
    yield ANALYSIS.row("specifications", len(declared.specifications), method=f"count of the list made from {FILE}")
    yield ANALYSIS.row("of_each", len(declared.specifications) / len(declared.questions), method="list of one question")
    yield ANALYSIS.row("decisions", len(declared.open), method="decisions with several equivalent choices")
    yield ANALYSIS.row("imputations", declared.imputations, method="imputed sets in each frame")
    how = "SHA-256 of the list of specifications in alphabetical order, each with what is done in it"
    yield ANALYSIS.at(variable="list").row("definition", None, method=how, note=declared.frozen)
    how = "the SHA-256 of the list in force, beside the one that its authors wrote into it"
    yield ANALYSIS.at(variable="frozen").row("definition", None, method=how, note=declared.state)
    said = f"{declared.by}, {declared.on}, {declared.when}"
    yield ANALYSIS.at(variable="decided").row("definition", None, method="who decided, and when", note=said)


def _not_run(declared: Multiverse) -> Iterator[Row]:
    """State in the place of every number that the texts ask for that it is not shown."""
    for question in declared.questions:
        at = ANALYSIS.at(variable=question)
        rows = [at.row(name, None, method=NOT_RUN) for name in (*SUMMARY, *MEDIAN)]
        for mark in declared.marked:
            rows += [at.at(group=mark.id).row(name, None, method=NOT_RUN) for name in ("or", "ci_low", "ci_high")]
        rows += [at.at(group=VARIANCE).row(name, None, method=NOT_RUN) for name in FARTHEST]
        for apart in (at.at(group=VARIANCE), at.at(group=WITHOUT)):
            rows.append(apart.row("largest", None, method=NOT_RUN))
            rows += [apart.at(level=each.id).row("percent", None, method=NOT_RUN) for each in declared.open]
        for _, decision, choice in _ours_changed(declared, question):
            changed = at_choice(question, decision, choice, OURS)
            rows += [changed.row(name, None, method=NOT_RUN) for name in ("or", "undecided")]
        yield from (replace(row, withheld=FOLLOWS) for row in rows)


def _of_question(declared: Multiverse, question: str, found: Mapping[Specification, Estimated]) -> Iterator[Row]:
    at, each = ANALYSIS.at(variable=question), declared.of(question)
    own, sign = [found[one] for one in each], declared.questions[question]
    yield from _together(own, sign, at)
    yield from parts(declared, question, found, at)
    tested = [found[one] for one in each if is_tested(one, declared)]
    yield from _together(tested, sign, at.at(group=TESTED))
    for mark in declared.marked:
        yield from _one(found[declared.mark(mark.id, question)], at.at(group=mark.id))
    for decision in declared.open:
        for choice in decision.equivalent:
            part = [found[one] for one in each if one[decision.id] == choice.id]
            yield from _together(part, sign, at_choice(question, decision, choice, PART))
    for one, decision, choice in _changed(declared, question):
        yield from _one(found[one], at_choice(question, decision, choice, ONE_CHANGE))
    for one, decision, choice in _ours_changed(declared, question):
        there, before = at_choice(question, decision, choice, OURS), found[declared.mark(OURS_MARK, question)]
        yield from _one(found[one], there)
        how = "patients more than in the analysis itself, as their response could not be decided"
        yield there.row("undecided", found[one].n - before.n, n=found[one].n, method=how)


def _together(own: Sequence[Estimated], sign: float, at: Key) -> Iterator[Row]:
    """State how many analyses there are, how many say what the published one says, and how far they lie apart."""
    logs = np.array([one.log for one in own])
    computed = logs[~np.isnan(logs)]
    interval = "count with a 95% interval that excludes 1 on"
    counts = (
        ("computed", computed.size, "count of specifications with an estimate"),
        ("not_computed", len(own) - computed.size, "count of specifications without an estimate"),
        ("few", sum(one.few for one in own if not math.isnan(one.log)), f"count of those with an estimate: {FEW}"),
        ("same_sign", int((sign * computed > BEYOND).sum()), "count with an odds ratio on the published side of 1"),
        ("excludes", sum(one.excludes(sign) for one in own), f"{interval} the published side"),
        ("excludes_other", sum(one.excludes(-sign) for one in own), f"{interval} the other side"),
    )
    for name, count, method in counts:
        yield at.row(name, count, n=len(own), method=method)
    method = "odds ratios of the specifications; no estimate of one analysis"
    ends = np.exp(np.quantile(computed, [0.5, 0.0, 1.0])) if computed.size else np.full(3, math.nan)
    why = "" if computed.size else "no specification has an estimate"
    yield from state(
        at, dict(zip(MEDIAN, map(float, ends), strict=True)), n=int(computed.size), method=method, note=why
    )


def _changed(declared: Multiverse, question: str) -> Iterator[tuple[Specification, Decision, Choice]]:
    """Yield the published analysis with one choice changed, for each choice of whatever kind that can be computed."""
    published = declared.mark(AS_PUBLISHED, question)
    for decision in declared.decisions:
        for choice in decision.choices:
            if (choice.means and decision.id in dict(published.chosen)) or _changes_patients(decision, choice):
                yield published.with_choice(decision.id, choice.id), decision, choice


def _ours_changed(declared: Multiverse, question: str) -> Iterator[tuple[Specification, Decision, Choice]]:
    """Yield the analysis that we would have chosen with undecided responses treated otherwise.

    The published definition is the physician's judgement, which leaves hardly any undecided; others leave more.
    """
    decision, ours = declared.decision(UNDECIDED), declared.mark(OURS_MARK, question)
    for choice in decision.choices:
        if choice.means and choice.id != ours[decision.id]:
            yield ours.with_choice(decision.id, choice.id), decision, choice


def _changes_patients(decision: Decision, choice: Choice) -> bool:
    return decision.id == "patients" and choice.means is not None


def _one(one: Estimated, at: Key) -> Iterator[Row]:
    """State one analysis in full."""
    yield from state_interval(at, one.odds, n=one.n, method=one.method, name="or")
    yield at.row("p", one.p, n=one.n, method=f"test in {one.method.split(',')[0]}", note=one.odds.note)
    yield at.row("events", one.events, n=one.n, method="count of responders in the model")


def _each(each: Specification, one: Estimated, declared: Multiverse) -> Iterator[Row]:
    """State one of the many, to the digits of a figure; the note says of few patients that they are few."""
    at, note = place(each, declared), one.odds.note or (FEW if one.few else "")
    method = declared.decision("model").choice(each["model"]).label
    for name, value in (("or", one.odds.value), ("ci_low", one.odds.low), ("ci_high", one.odds.high)):
        shown = value if math.isnan(value) or math.isinf(value) else significant(value, DIGITS)
        yield at.row(name, shown, n=one.n, method=method, note=note if name == "or" else "")
