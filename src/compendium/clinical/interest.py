"""The known risks of IVIg, counted even if none occurred, as data/definitions/events_of_interest.csv lists them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from compendium.clinical.definition_review import Review
from compendium.registry.terms import TERMS, known_terms
from press.ground.nearest import closest
from press.ground.spreadsheet import Line

RULES = ("terms", "grade_5")


@dataclass(frozen=True)
class Interest:
    """One event of interest: by its adverse event terms, or every event of CTCAE grade 5 (death)."""

    id: str
    label: str
    rule: str
    terms: tuple[str, ...]

    def among(self, events: pd.DataFrame) -> pd.Series:
        """Return which of the events are meant, whatever the case of their term.

        >>> events = pd.DataFrame({"preferred_term": ["Haemolysis", "Rash"], "ctcae_grade": [2.0, 5.0]})
        >>> Interest("death", "Death", "grade_5", ()).among(events).tolist()
        [False, True]
        """
        if self.rule == "grade_5":
            return events["ctcae_grade"] == 5
        return events["preferred_term"].str.casefold().isin([term.casefold() for term in self.terms])


def read_interest(folder: Path | None = None) -> tuple[Interest, ...]:
    """Return the events of interest in the file's order. Raises SpreadsheetFault with all that is wrong.

    >>> [interest.id for interest in read_interest() if interest.rule == "grade_5"]
    ['death']
    """
    review = Review.of("events_of_interest", folder)
    known = {term.casefold(): term for term in known_terms()}
    for line in review.lines:
        review.identifier(line)
        review.filled(line, "label")
        if review.choice(line, "rule", RULES):
            _check_terms(review, line, known)
    review.finish()
    return tuple(Interest(line["id"], line["label"], line["rule"], _terms(line)) for line in review.lines)


def _check_terms(review: Review, line: Line, known: dict[str, str]) -> None:
    if line["rule"] == "grade_5":
        if line["terms"]:
            review.fault(line, "terms", "empty where the rule is grade_5", "empty it, or write the rule terms")
        return
    for term in _terms(line):
        if term.casefold() not in known:
            near = closest(term.casefold(), known)
            hint = f"write {known[near]}, if that is meant" if near else "correct it, or add it to that file"
            shown = f'terms of {TERMS}, separated by |; "{term}" is none'
            review.fault(line, "terms", shown, hint)


def _terms(line: Line) -> tuple[str, ...]:
    return tuple(term.strip() for term in line["terms"].split("|")) if line["rule"] == "terms" else ()
