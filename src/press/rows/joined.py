"""Passages that are not told, in as few sentences as there are reasons: twenty such sentences are read by nobody."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from press.rows.placed import Passage
from press.rows.sentence import capital

NOT_SHOWN = " cannot be shown: a small number of patients could then be worked out."
_BETWEEN = re.compile(r"(?:\s|\[\]\{#[^{}]*\})*")  # two passages that belong to one sentence: places may lie between
# Where what is said is of something else: a heading, the item of a list, or a paragraph that opens with emphasis.
_SECTION = re.compile(r"^#{1,6} |^[-*] |(?:\A|\n)[ \t]*\n(?:\[\]\{#[^{}]*\}|[ \t])*(?=\*)", re.MULTILINE)
_ENDED = re.compile(r"(?:\A|\n[ \t]*\n|[.?!][*”)\]]*|\?\}|\{\.authors\})(?:\s|\[\]\{#[^{}]*\})*\Z")
_GOES_ON = re.compile(r"[a-z,;.)]")


@dataclass(frozen=True)
class Found:
    """A passage by itself: the place of all of it and of what it tells, what it is about, and what is wrong.

    wrong: the end of the sentence that says why it is not told, "" where nothing is said; None where it is told. why:
    the reason in that sentence, by which two are joined.
    """

    span: tuple[int, int]
    told: tuple[int, int]
    about: str
    wrong: str | None
    why: str = ""


def by_reason(found: Sequence[Found], text: str) -> Iterator[Passage]:
    """Yield the passages of a text, in order, each that is not told with the sentence that stands in its place.

    One sentence a section says what is not shown, where the last such passage stood; one sentence is shared by those
    that follow one another and could not be computed for the same reason.
    """
    run = list[Found]()
    for each in _of_sections(found, text):
        if run and not _goes_on(run, each, text):
            yield from _joined(run)
            run = []
        run.append(each)
    yield from _joined(run)


def _of_sections(found: Sequence[Found], text: str) -> list[Found]:
    """Return the passages so that in a section the last one that is not shown says so of all that can do without."""
    starts, named, last = [match.start() for match in _SECTION.finditer(text)], dict[int, list[str]](), dict[int, int]()
    said = list(found)
    for place, each in enumerate(found):
        if each.wrong == NOT_SHOWN and _by_itself(each, text):
            section = bisect_right(starts, each.span[0])
            if section in last:
                said[last[section]] = replace(found[last[section]], about="", wrong="", why="")
            named.setdefault(section, []).append(each.about)
            last[section] = place
    for section, place in last.items():
        said[place] = replace(found[place], about=_listed(list(dict.fromkeys(named[section]))))
    return said


def _by_itself(each: Found, text: str) -> bool:
    """Whether the sentences before a passage and after it stay whole without it."""
    before, after = text[: each.span[0]], _BETWEEN.match(text, each.span[1])
    goes_on = _GOES_ON.match(text, after.end()) if after else None
    return bool(_ENDED.search(before)) and not goes_on


def _goes_on(run: Sequence[Found], each: Found, text: str) -> bool:
    """Whether a passage is not told for the reason of those before it, with nothing but places in between."""
    between = text[run[-1].span[1] : each.span[0]]
    if each.wrong is None or run[-1].wrong is None or not _BETWEEN.fullmatch(between) or re.search(r"\n\s*\n", between):
        return False
    said = [one.why for one in run if one.wrong]
    return not (each.wrong and said) or each.why == said[0]


def _joined(run: Sequence[Found]) -> Iterator[Passage]:
    """Yield passages that are told, or that share a sentence, which stands in the place of the first that has one."""
    untold = [each for each in run if each.wrong]
    sentence = f"{capital(_listed([each.about for each in untold]))}{untold[0].wrong}" if untold else ""
    for each in run:
        yield Passage(*each.span, each.told, each.wrong is None, sentence if untold and each is untold[0] else "")


def _listed(abouts: Sequence[str]) -> str:
    """Write what several passages are about as one sentence lists it.

    >>> _listed(["age"]), _listed(["age", "sex"]), _listed(["age and sex", "skin", "ILD"])
    ('age', 'age and sex', 'age and sex, skin, and ILD')
    """
    *first, last = abouts
    apart = ";" if any("," in each for each in abouts) else ","
    comma = apart if apart == ";" or any(" and " in each for each in abouts) else ""
    return f"{f'{apart} '.join(first)}{comma} and {last}" if first else last
