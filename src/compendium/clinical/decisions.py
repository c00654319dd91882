"""Which analyses could as well have been made: every decision, its choices, and the list of all of them, frozen."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

EQUIVALENT, NOT_EQUIVALENT, UNCERTAIN = "equivalent", "not equivalent", "uncertain"
KINDS = (EQUIVALENT, NOT_EQUIVALENT, UNCERTAIN)
AS_PUBLISHED, OURS_MARK = "as_published", "pre_specified"
MARKS = (AS_PUBLISHED, OURS_MARK)
Chosen = tuple[tuple[str, str], ...]  # the id of what was chosen at each decision


@dataclass(frozen=True)
class Choice:
    """One way to decide: its id, its kind, how exhibits call it, why it is of that kind, and what is then done.

    means: what is then done, by key; None where nothing can be computed of it from a registry.
    """

    id: str
    kind: str
    label: str
    why: str
    means: Mapping[str, tuple[str, ...]] | None

    @property
    def equivalent(self) -> bool:
        """Whether a reasonable colleague could choose it as well."""
        return self.kind == EQUIVALENT


@dataclass(frozen=True)
class Decision:
    """Something that had to be decided, and its choices in the order of the exhibits."""

    id: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def equivalent(self) -> tuple[Choice, ...]:
        """The choices that are crossed with those of the other decisions."""
        return tuple(choice for choice in self.choices if choice.equivalent)

    def choice(self, name: str) -> Choice:
        """Return a choice by its id. Raises KeyError where there is none such."""
        return {choice.id: choice for choice in self.choices}[name]


@dataclass(frozen=True, order=True)
class Specification:
    """One analysis: the question, and the id of what was chosen at each decision, by decision in alphabetical order."""

    question: str
    chosen: Chosen

    def __getitem__(self, decision: str) -> str:
        return dict(self.chosen)[decision]

    def with_choice(self, decision: str, choice: str) -> Specification:
        """Return the same analysis, decided otherwise at one place.

        >>> Specification("skin", (("model", "ml"),)).with_choice("model", "firth").chosen
        (('model', 'firth'),)
        """
        return Specification(self.question, tuple(sorted({**dict(self.chosen), decision: choice}.items())))


@dataclass(frozen=True)
class Marked:
    """An analysis that is marked among the others: how it is called, what is chosen in it, and why it is marked."""

    id: str
    label: str
    chosen: Chosen
    why: str


@dataclass(frozen=True)
class Multiverse:
    """All that is declared: by whom and when, the questions, the decisions and the marked analyses.

    hash: the `frozen` of the list that was decided. resolved: what the definitions that it rests on say.
    questions: for each feature 1.0 or -1.0, the sign of the published log odds ratio. imputations: sets of values.
    """

    by: str
    on: str
    when: str
    hash: str
    questions: Mapping[str, float]
    imputations: int
    decisions: tuple[Decision, ...]
    marked: tuple[Marked, ...]
    resolved: tuple[str, ...] = ()

    def decision(self, name: str) -> Decision:
        """Return a decision by its id. Raises KeyError where there is none such."""
        return {decision.id: decision for decision in self.decisions}[name]

    @property
    def open(self) -> tuple[Decision, ...]:
        """The decisions that could as well have fallen otherwise: those with several equivalent choices."""
        return tuple(decision for decision in self.decisions if len(decision.equivalent) > 1)

    @cached_property
    def specifications(self) -> tuple[Specification, ...]:
        """Every combination of equivalent choices for every question, in an order that is not that of the file."""
        decisions = sorted(self.decisions, key=lambda decision: decision.id)
        ways = [[(decision.id, choice.id) for choice in decision.equivalent] for decision in decisions]
        return tuple(sorted(Specification(q, chosen) for q in self.questions for chosen in itertools.product(*ways)))

    def of(self, question: str) -> tuple[Specification, ...]:
        """Return the specifications of one question."""
        return tuple(each for each in self.specifications if each.question == question)

    def mark(self, name: str, question: str) -> Specification:
        """Return a marked analysis of a question. Raises KeyError where none is marked so."""
        return Specification(question, {each.id: each.chosen for each in self.marked}[name])

    def others(self) -> Iterator[tuple[Decision, Choice]]:
        """Yield each choice that is not equivalent, with its decision."""
        yield from ((one, choice) for one in self.decisions for choice in one.choices if not choice.equivalent)

    @cached_property
    def frozen(self) -> str:
        """The SHA-256 of the list of specifications, each with all that its choices say is done.

        It holds the marked analyses, the published signs and the definitions, too. It changes where an analysis is
        added, left out or declared otherwise. Labels, reasons and the order of the file do not count.
        """
        said = [*map(self._in_full, self.specifications), *self.resolved, f"imputations={self.imputations}"]
        said += [f"published {question}={sign:g}" for question, sign in self.questions.items()]
        said += [f"marked {mark.id}: {', '.join(self._named(mark.chosen))}" for mark in self.marked]
        return hashlib.sha256("\n".join(sorted(said)).encode()).hexdigest()

    @property
    def state(self) -> str:
        """How exhibits call the list: frozen, or changed since, and how it would be frozen anew."""
        if self.frozen == self.hash:
            return f"frozen as SHA-256 {self.frozen}"
        anew = "write the first as decided.hash into the file of decisions to freeze the list anew"
        return f"changed since it was frozen: its SHA-256 is {self.frozen}, not {self.hash} ({anew})"

    def _named(self, chosen: Chosen) -> list[str]:
        """Return the open decisions with what was chosen; one that has a single choice has no name that counts."""
        several = {decision.id for decision in self.open}
        return [f"{name}={choice}" for name, choice in chosen if name in several]

    def _in_full(self, each: Specification) -> str:
        said = [f"question={each.question}", *self._named(each.chosen)]
        for name, chosen in each.chosen:
            means = self.decision(name).choice(chosen).means or {}
            said += [f"{key} of {name}={'|'.join(sorted(set(values)))}" for key, values in sorted(means.items())]
        return ", ".join(said)
