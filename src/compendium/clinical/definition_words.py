"""The words of a response definition follow its threshold: what is filled into them, and what may not be typed."""

from __future__ import annotations

import math
import re
from collections.abc import Collection

from compendium.clinical.definition_review import Review
from press.ground.spreadsheet import Line

THRESHOLD, DEGREE = "{threshold}", "{degree}"
TEXTS = ("label", "definition")
_IN_BRACES = re.compile(r"\{.*?\}")
_IN_PARENTHESES = re.compile(r"\s*\([^()]*\{degree\}[^()]*\)")
_NUMBER_AT_END = re.compile(r"[0-9]+(_[0-9]+)?$")


def fill(text: str, threshold: float, degree: str) -> str:
    """Return a text with threshold and degree filled in; where there is no degree, without the parentheses around it.

    >>> fill("Score ≥ {threshold} ({degree})", 20.0, "minimal"), fill("Score ≥ {threshold} ({degree})", 25.0, "")
    ('Score ≥ 20 (minimal)', 'Score ≥ 25')
    """
    text = text if degree else _IN_PARENTHESES.sub("", text)
    return text.replace(THRESHOLD, f"{threshold:g}").replace(DEGREE, degree)


def aim(threshold: float, degree: str) -> str:
    """Return what is reached at a threshold of the improvement score, as it stands in the middle of a sentence.

    >>> aim(20.0, "minimal"), aim(25.0, "")
    ('minimal improvement', 'an improvement score of at least 25 points')
    """
    return f"{degree} improvement" if degree else f"an improvement score of at least {threshold:g} points"


def check_id(review: Review, line: Line, threshold: float) -> None:
    """Note an id that ends in another number than the threshold of its row; an id need not end in a number."""
    number, own = _NUMBER_AT_END.search(line["id"]), f"{threshold:g}".replace(".", "_")
    if number and number[0] != own and not math.isnan(threshold):
        name = line["id"][: number.start()]
        rule = f"a number at the end of an id is the threshold of its row, {own}"
        review.fault(line, "id", rule, f"rename it, such as {name}{own}; an id may do without a number")


def check_texts(review: Review, line: Line, *, has_threshold: bool, degrees: Collection[str]) -> None:
    """Note texts that would not follow the threshold, or the word for it, when it is changed.

    `degrees` are the words for a threshold of this row's rule: none, but for the improvement score.
    """
    allowed = [THRESHOLD] * has_threshold + [DEGREE] * bool(degrees)
    for column in TEXTS:
        if set(_IN_BRACES.findall(line[column])) - set(allowed):
            rule = (
                f"nothing in braces but {' and '.join(allowed)}"
                if allowed
                else "nothing in braces where no threshold is"
            )
            review.fault(line, column, rule, "correct it, or write the words out")
        elif DEGREE in _IN_PARENTHESES.sub("", line[column]):
            rule = f"{DEGREE} stands in parentheses, which are left out where the threshold has no word of its own"
            review.fault(line, column, rule, f"write ({DEGREE})")
        elif typed := [word for word in degrees if re.search(rf"\b{re.escape(word)}(ly)?\b", line[column], re.I)]:
            rule = f"{typed[0]} is not typed: the word for a threshold comes from improvement_degrees.csv"
            review.fault(line, column, rule, f"write {DEGREE} in its place, in parentheses")
    if has_threshold and re.search(r"[≥>=]\s*[0-9]", line["label"]):
        rule = f"the threshold stands in the label as {THRESHOLD}, not as a number"
        review.fault(line, "label", rule, f"write ≥ {THRESHOLD}, so that the label follows the threshold")
    if has_threshold and line["definition"] and THRESHOLD not in line["definition"]:
        rule = f"the definition says its threshold, as {THRESHOLD}"
        review.fault(line, "definition", rule, f"write {THRESHOLD} where the number belongs")
