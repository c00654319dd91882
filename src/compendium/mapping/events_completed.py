"""What centres seldom record of an adverse event: a name of its own, and the system organ class of its term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from compendium.mapping.mapped import MappedTable
from compendium.registry.terms import TERMS
from press.ground.fault import FaultRecord
from press.ground.nearest import nearest
from press.rows.row import slug


def number_events(events: MappedTable, positions: Collection[int]) -> None:
    """Name each event at these positions after its patient and its number among the patient's: P1-1, P1-2."""
    seen: Counter[str] = Counter()
    for position, patient in enumerate(events.frame["patient_id"]):
        seen[patient] += 1
        if position in positions:
            events.put(position, "event_id", f"{patient}-{seen[patient]}", "patient_id")


def class_events(
    events: MappedTable, positions: Collection[int], known: Mapping[str, str], others: Mapping[str, str]
) -> Iterator[FaultRecord]:
    """Give each event at these positions the class of its term; yield one fault for each term that is not listed.

    known: the class of each term. others: by slug, the term that is meant by another way of saying it.
    """
    told: set[str] = set()
    for position in positions:
        term = str(events.frame.at[position, "preferred_term"])
        meant = term if term in known else others.get(slug(term), "")
        events.put(position, "system_organ_class", known.get(meant, ""), "preferred_term")
        if term and meant not in known and term not in told:
            told.add(term)
            rule = f"a term of {TERMS}, which gives its system organ class"
            action = f"write it as the list does, recode it in the mapping, or add it to the list{nearest(term, known)}"
            yield events.fault(position, "preferred_term", rule, action)
