"""Adverse events: patients and events of every kind, class and term, and what a reader knows to hold between them."""

from __future__ import annotations

from compendium.clinical.interest import read_interest
from compendium.disclosure.event_counts import CLASSES, SUMMARY, TERMS, EventCounts
from compendium.disclosure.groups import Groups, find_row
from compendium.disclosure.policy import Policy
from compendium.disclosure.stages import JOINT, NEVER, Table
from press.rows import Ledger, slug
from press.rows.row import Row

_CLASS = "class_"
_COUNTED = "safety.any.patients.count"
_WORST = ("grade_1", "grade_2", "grade_3_or_more")


_GRADES = tuple(f"grade_{grade}" for grade in range(1, 6))
_ANY = tuple(f"any {grade}" for grade in (*_GRADES, "no grade"))
_ANY_EVENTS = tuple(f"events {grade}" for grade in (*_GRADES, "no grade"))
_KINDS = ("related", "relatedness_unknown", "serious", "leading_to_stop")


def event_table(ledger: Ledger, groups: Groups, policy: Policy) -> Table | None:
    """Return the linked counts of adverse events, or None where the ledger has none, or no event was recorded anywhere.

    Looked at in this order: the summary, classes, terms, events of interest and those of the rates. Beside what adds up
    (worst grades, the events of the terms of a class) a reader knows that patients are no more than events, a term no
    more than its class, and a class no more than its terms together.
    """
    if _COUNTED not in ledger:
        return None
    made = EventCounts()
    _summary(made, ledger, groups)
    _kinds(made, ledger)
    for organ_class in _classes(ledger):
        _class(made, ledger, organ_class, policy)
    every_term = tuple(f"{name}.{level} events" for name, levels in _classes(ledger).items() for level in levels)
    made.limit(every_term, _ANY_EVENTS)
    made.limit(_ANY_EVENTS, every_term)
    _interest(made, ledger)
    _inside_window(made, ledger, groups)
    return made.table()


def _row(ledger: Ledger, *parts: str) -> Row | None:
    name = ".".join(filter(None, ("safety", *parts)))
    return find_row(ledger, name)


def _summary(made: EventCounts, ledger: Ledger, groups: Groups) -> None:
    made.count(_ANY, _row(ledger, "any", "patients", "count"), SUMMARY)
    made.follows("without an event", ("none",), groups.n - int(ledger.value(_COUNTED)))
    made.follows("patients", (*_ANY, "none"), groups.n, known=True)
    made.count(_ANY_EVENTS, _row(ledger, "any", "events", "count"), SUMMARY)
    any_patients, any_events = (_row(ledger, "any", each, "count") for each in ("patients", "events"))
    made.apart(any_events, _ANY_EVENTS, any_patients, _ANY, SUMMARY)
    for grade in _GRADES:
        made.count((f"any {grade}",), _row(ledger, "grade", grade, "patients", "count"), SUMMARY)
        made.count((f"events {grade}",), _row(ledger, "grade", grade, "events", "count"), SUMMARY)
    made.count(_ANY[2:5], _row(ledger, "grade_3_or_more", "patients", "count"), SUMMARY)
    made.count(_ANY_EVENTS[2:5], _row(ledger, "grade_3_or_more", "events", "count"), SUMMARY)
    made.limit(_ANY[2:5], _ANY_EVENTS[2:5])
    _of_all_events(made, ledger)


def _of_all_events(made: EventCounts, ledger: Ledger) -> None:
    """The mild ones and the transitory ones, and so those that were not."""
    for name, atoms in (("mild", _ANY_EVENTS[:1]), ("transitory", ("transitory count",))):
        count, total = (_row(ledger, name, each) for each in ("count", "total"))
        made.count(atoms, count, SUMMARY)
        made.count(_ANY_EVENTS, total, SUMMARY)
        made.apart(total, _ANY_EVENTS, count, atoms, SUMMARY)
    made.count(("transitory unresolved",), _row(ledger, "transitory", "unresolved"), SUMMARY)
    made.limit(("transitory count", "transitory unresolved"), _ANY_EVENTS)


def _kinds(made: EventCounts, ledger: Ledger) -> None:
    for kind in _KINDS:
        patients, events = (f"{kind} patients",), (f"{kind} events",)
        of_patients, of_events = (_row(ledger, kind, each, "count") for each in ("patients", "events"))
        made.count(patients, of_patients, SUMMARY)
        made.count(events, of_events, SUMMARY)
        made.apart(of_events, events, of_patients, patients, SUMMARY)
        made.apart(_row(ledger, "any", "patients", "count"), _ANY, of_patients, patients, SUMMARY)
        made.apart(_row(ledger, "any", "events", "count"), _ANY_EVENTS, of_events, events, SUMMARY)


def _classes(ledger: Ledger) -> dict[str, list[str]]:
    """Return the terms of each class."""
    found: dict[str, list[str]] = {}
    for row in ledger.find(analysis="safety", group="patients", statistic="count"):
        if row.variable.startswith(_CLASS):
            found.setdefault(row.variable, []).extend(filter(None, [row.level]))
    return found


def _patients(line: str) -> tuple[str, ...]:
    return tuple(f"{line} {grade}" for grade in (*_WORST, "no grade"))


def _class(made: EventCounts, ledger: Ledger, organ_class: str, policy: Policy) -> None:
    terms = _terms(ledger, organ_class)
    events = tuple(f"{term} events" for term in terms)
    _line(made, ledger, (organ_class, ""), organ_class, events, CLASSES, policy)
    made.limit(_patients(organ_class), _ANY)
    made.limit(events, _ANY_EVENTS)
    for term, level in terms.items():
        _line(made, ledger, (organ_class, level), term, (f"{term} events",), TERMS, policy)
        of_class, of_term = (_row(ledger, organ_class, each, "patients", "count") for each in ("", level))
        made.limit(_patients(term), _patients(organ_class))
        if len(terms) > 1:  # of a class with one term listed, nobody has another
            made.apart(of_class, _patients(organ_class), of_term, _patients(term), TERMS)
        for kind in ("serious", "related"):
            made.limit((f"{term} {kind}",), (f"{organ_class} {kind}",))
    made.limit(_patients(organ_class), tuple(atom for term in terms for atom in _patients(term)))
    for kind in ("serious", "related"):
        made.limit((f"{organ_class} {kind}",), (f"{kind} patients",))
        made.limit((f"{organ_class} {kind}",), tuple(f"{term} {kind}" for term in terms))


def _terms(ledger: Ledger, organ_class: str) -> dict[str, str]:
    return {f"{organ_class}.{level}": level for level in _classes(ledger)[organ_class]}


def _line(
    made: EventCounts,
    ledger: Ledger,
    place: tuple[str, str],
    line: str,
    events: tuple[str, ...],
    stage: int,
    policy: Policy,
) -> None:
    """One class or term. Where it is a handful of patients, nothing is said of their grades, nor even that none is."""
    patients = _patients(line)
    counted = _row(ledger, *place, "patients", "count")
    inner = NEVER if counted is not None and policy.small(counted.value) else stage
    made.count(patients, counted, stage)
    of_events = _row(ledger, *place, "events", "count")
    made.count(events, of_events, stage)
    made.apart(of_events, events, counted, patients, stage)
    for grade in _WORST:
        made.count((f"{line} {grade}",), _row(ledger, *place, grade, "count"), inner)
    for kind in ("serious", "related"):
        of_kind = _row(ledger, *place, kind, "count")
        made.count((f"{line} {kind}",), of_kind, inner)
        made.apart(counted, patients, of_kind, (f"{line} {kind}",), inner)


def _interest(made: EventCounts, ledger: Ledger) -> None:
    lines = {level: f"{name}.{level}" for name, levels in _classes(ledger).items() for level in levels}
    for interest in read_interest():
        patients: tuple[str, ...] = (f"{interest.id} patients",)
        events: tuple[str, ...] = (f"{interest.id} events",)
        if interest.rule == "grade_5":
            patients, events = _ANY[4:5], _ANY_EVENTS[4:5]
        made.count(patients, _row(ledger, "interest", interest.id, "patients", "count"), JOINT)
        made.count(events, _row(ledger, "interest", interest.id, "events", "count"), JOINT)
        made.limit(patients, events)
        terms = [lines[slug(term)] for term in interest.terms if slug(term) in lines]
        if terms:
            made.limit(patients, tuple(atom for term in terms for atom in _patients(term)))
            made.limit(events, tuple(f"{term} events" for term in terms))
            made.limit(tuple(f"{term} events" for term in terms), events)
            for term in terms:
                made.limit(_patients(term), patients)


def _inside_window(made: EventCounts, ledger: Ledger, groups: Groups) -> None:
    """The events inside the risk window, by kind, and all of them by response and by centre."""
    responses, centres = list(groups.response) or ["all"], list(groups.centre) or ["all"]
    inside = tuple(f"inside {response} {centre}" for response in responses for centre in centres)
    outside = ("outside",)
    made.count(outside, _row(ledger, "outside_window", "count"), SUMMARY)
    made.limit((*inside, *outside), _ANY_EVENTS)
    made.limit(_ANY_EVENTS, (*inside, *outside))
    for unit in ("per_100_infusions", "per_100_patient_years"):
        made.count(inside, _row(ledger, "any", unit, "events"), JOINT)
        for kind, events in {
            "grade_3_or_more": _ANY_EVENTS[2:5],
            **{kind: (f"{kind} events",) for kind in _KINDS},
        }.items():
            within = (f"inside {kind}",)
            made.count(within, _row(ledger, kind, unit, "events"), JOINT)
            made.limit(within, events)
            made.limit(events, (*within, *outside))
        for place, names in (("any_by_response", responses), ("any_by_centre", centres)):
            for name in names:
                of_group = tuple(atom for atom in inside if name in atom.split(" "))
                made.count(of_group, _row(ledger, place, name, unit, "events"), JOINT)
