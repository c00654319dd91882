"""How the changes of a paper read: a line for each number in the table, and on a screen of 100 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from press.changes.earlier import Earlier
from press.changes.numbers import CHANGED, Number
from press.ground.fault import on_one_line
from press.ground.rooms import CHANGES
from press.paper.files import MANUSCRIPT, SUPPLEMENT

COLUMNS = ("text", "place", "result", "kind", "then", "now", "stored_then", "stored_now", "notebook", "cause")
_WIDTH = 100
EXHIBITS = ("tables", "figures")
_TEXTS = {MANUSCRIPT: "the main text", SUPPLEMENT: "the supplement"}
_MOST = 40  # numbers of exhibits alone that the screen names; numbers.csv holds all


def cells(number: Number, why: Sequence[str]) -> tuple[str, ...]:
    """Return what numbers.csv holds of one number, by COLUMNS."""
    known = (number.document, number.place, number.row, number.kind, number.then, number.now)
    return *known, number.then_value, number.now_value, number.notebook, "; ".join(why)


def screen(
    earlier: Earlier,
    numbers: Sequence[Number],
    why: Mapping[Number, Sequence[str]],
    figures: Sequence[str],
    word: str,
    tracked: Sequence[str],
) -> list[str]:
    """Return the lines of the last screen; word: why there is no Word file, tracked: the texts that have one."""
    sentences = [one for one in numbers if one.document not in EXHIBITS]
    tables = sorted((one for one in numbers if one.document in EXHIBITS), key=lambda one: one.kind != CHANGED)
    counts = f"{_count(sentences, 'sentences')}, and {_count(tables, 'tables and figures alone')}"
    lines = _wrapped(f"since {earlier.short} of {earlier.moment[:10]}: {counts}", "")
    for part in (sentences, tables[:_MOST]):
        for cause in dict.fromkeys("; ".join(why[one]) for one in part):
            of_it = [one for one in part if "; ".join(why[one]) == cause]
            lines += ["", *_wrapped(cause, ""), *(line for one in of_it for line in _said(one))]
    if len(tables) > _MOST:
        lines += [
            "",
            f"and {len(tables) - _MOST} more numbers of tables and figures, which {CHANGES}/numbers.csv names",
        ]
    if figures:
        lines += ["", *_wrapped(f"figures that look otherwise, which no text can mark: {', '.join(figures)}", "")]
    lines += ["", f"{f'{CHANGES}/numbers.csv':<26}every number with its cause"]
    lines += [f"{f'{CHANGES}/{name}.docx':<26}{_TEXTS[name]}, its insertions and deletions marked" for name in tracked]
    return [*lines, *(_wrapped(f"there is no {CHANGES}/{MANUSCRIPT}.docx: {word}", "") if word else [])]


def _count(numbers: Sequence[Number], of: str) -> str:
    return f"{len(numbers) or 'no'} number{'' if len(numbers) == 1 else 's'} of {of} changed"


def _said(number: Number) -> Iterator[str]:
    then, now = number.then or "(nothing)", number.now or "(nothing)"
    yield from _wrapped(
        f"{number.kind}  {number.place}: {number.row + '  ' if number.row else ''}{then} -> {now}", "  "
    )


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        on_one_line(text), _WIDTH, initial_indent=indent, subsequent_indent=f"{indent}    ", break_on_hyphens=False
    )
