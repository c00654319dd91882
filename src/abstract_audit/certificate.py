"""The certificate of an audit: what an editor reads on one page, as plain data, from which page and PDF are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from abstract_audit.abstract import Abstract
from abstract_audit.audit import Audit
from abstract_audit.finding import AGREES, CANNOT, CHECKS, INCONSISTENT, Finding, Repair

_UNREAD = (
    "It holds the printed numbers against each other, and nothing else: not the article, not the data, not the design. "
    "A number that agrees can still be wrong, and one that does not is, first of all, a question to the authors."
)


def certificate(audit: Audit) -> dict[str, Any]:
    """Return the certificate as values for JSON; every printed number stays the text that was printed.

    >>> from abstract_audit.audit import audit
    >>> from abstract_audit.reading import abstract_of
    >>> text = "title: A trial\\npatients: 40\\nclaims: [{id: women, kind: percent, percent: 52.5%}]"
    >>> found = certificate(audit(abstract_of(text, "a.yaml")))
    >>> found["headline"]
    '2 numbers are printed. 1 of them can be checked, and it agrees. The other 1 cannot be told from these numbers.'
    >>> [(each["check"], each["answer"]) for each in found["inspect_sr"]]
    [('4.6', 'unclear'), ('4.8', 'no'), ('4.9', 'unclear')]
    """
    abstract = audit.abstract
    return {
        "title": abstract.title,
        "source": abstract.source,
        "patients": abstract.patients.printed,
        "groups": [{"name": group.name, "n": group.n, "printed": group.printed} for group in abstract.groups],
        "headline": _headline(audit),
        "numbers": {"printed": audit.printed, **{each: audit.numbers(each) for each in (AGREES, INCONSISTENT, CANNOT)}},
        "under_no_reading": audit.under_none,
        "readings": sum(len(each.readings) for each in audit.findings),
        "findings": [
            _line(each, abstract) for check in CHECKS for each in audit.findings if each.printed and each.check == check
        ],
        "without_a_number": [each.says or each.claim for each in audit.findings if not each.printed],
        "inspect_sr": [
            {"check": check, "question": question, "answer": audit.answer(check), "because": _because(audit, check)}
            for check, question in CHECKS.items()
        ],
        "limits": _limits(audit),
    }


def _headline(audit: Audit) -> str:
    checked = audit.numbers(AGREES) + audit.numbers(INCONSISTENT)
    wrong, none = audit.numbers(INCONSISTENT), audit.under_none
    words = [f"{audit.printed} number{'s are' if audit.printed != 1 else ' is'} printed."]
    if not checked:
        return f"{words[0]} None of them can be checked against the others."
    can = f"{checked} of them can be checked"
    if wrong:
        right = checked - wrong
        words.append(
            f"{can}: {right} agree{'s' * (right == 1)}, {wrong} {_do(wrong)} not as printed{_under(wrong, none)}."
        )
    else:
        agree = {1: "it agrees", 2: "both agree"}.get(checked, f"all {checked} agree")
        words.append(f"{can}, and {agree}.")
    if cannot := audit.numbers(CANNOT):
        words.append(f"The other {cannot} cannot be told from these numbers.")
    return " ".join(words)


def _do(count: int) -> str:
    return "does" if count == 1 else "do"


def _under(wrong: int, none: int) -> str:
    """What was found of numbers that do not agree: under a reading that was tried, or under none."""
    if none == wrong:
        return f", and no reading that was tried reconciles {'it' if wrong == 1 else 'them'}"
    if none:
        return f", {none} of them under no reading that was tried"
    return f", though {'it does' if wrong == 1 else 'they do'} under a reading that is not stated"


def _line(finding: Finding, abstract: Abstract) -> dict[str, Any]:
    """A finding as values, with its smallest repair in words, and where else an inconsistent p-value is printed."""
    line = asdict(finding)
    line["same_elsewhere"] = _same_elsewhere(finding, abstract) if finding.verdict == INCONSISTENT else ""
    line["fitting"] = [reading.name for reading in finding.readings if reading.fits]
    line["repair"] = _repair_in_words(finding.repairs)
    return line


def _same_elsewhere(finding: Finding, abstract: Abstract) -> str:
    """The other claims with the same p-value: a number copied from there would not be this claim's own."""
    own = next((claim.p for claim in abstract.claims if claim.id == finding.claim), None)
    if own is None or own.bound or finding.printed != (own.text,):
        return ""
    others = (each for each in abstract.claims if each.id != finding.claim and each.p and each.p.text == own.text)
    return "; ".join(each.says or each.id for each in others)


def _repair_in_words(repairs: Sequence[Repair]) -> str:
    """What one number would have to be, in the fewest digits: "p-value 0.021 or 0.020 (1 digit)".

    >>> _repair_in_words([Repair("p-value", "0.023", "0.021", 1), Repair("p-value", "0.023", "0.020", 1)])
    'p-value 0.021 or 0.020 for 0.023 (1 digit)'
    """
    if not repairs:
        return ""
    digits = f"({repairs[0].digits} digit{'s' if repairs[0].digits > 1 else ''})"
    numbers = {(each.number, each.printed): [] for each in repairs}  # type: dict[tuple[str, str], list[str]]
    for each in repairs:
        numbers[each.number, each.printed].append(each.instead)
    parts = [f"{name} {' or '.join(instead)} for {printed}" for (name, printed), instead in numbers.items()]
    return f"{', or '.join(parts)} {digits}"


def _because(audit: Audit, check: str) -> str:
    """The claims on which the answer rests."""
    found = [each for each in audit.findings if each.check == check and each.printed]
    wrong = [each for each in found if each.verdict == INCONSISTENT]
    if wrong:
        return "; ".join(f"{each.says or each.claim} ({', '.join(each.printed)})" for each in wrong)
    agree = sum(len(each.printed) for each in found if each.verdict == AGREES)
    return (
        f"{agree} number{'s' if agree != 1 else ''} agree{'s' if agree == 1 else ''}" if agree else "nothing to check"
    )


def _limits(audit: Audit) -> list[str]:
    tried = sum(len(each.readings) for each in audit.findings)
    words = "1 reading was tried" if tried == 1 else f"{tried} readings were tried"
    return [
        _UNREAD,
        f"{words}. The more are tried, the likelier one fits by chance: that a reading fits does not show that it is "
        "the right one.",
        "An interval is taken for one of 95% where nothing else is said. Tests other than those named, and what a test "
        "was adjusted for, cannot be seen from these numbers.",
    ]
