"""Plain words, numbers with their source, and tables, as the Markdown that the site is built from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

_MARKS = re.compile(r"([\\`*_\[\]{}|~$^])")


def plain(words: str) -> str:
    """Return words so that Markdown shows every character as it is; two blanks or more become one.

    >>> plain("d_z < 1")
    'd\\\\_z &lt; 1'
    """
    return _MARKS.sub(r"\\\1", escape(" ".join(words.split()), quote=False))


def between(words: str) -> str:
    """Return words that stand between others: as `plain`, with a blank kept at either end.

    >>> between(" of ")
    ' of '
    """
    if not words.strip():
        return words
    return " " * words[0].isspace() + plain(words) + " " * words[-1].isspace()


def number(shown: str, row_ids: Iterable[str]) -> str:
    """Return a number that names the result rows it was read from; without rows, the number alone.

    >>> number("78%", ["efficacy.response.percent"])
    '<span class="row" data-rows="efficacy.response.percent">78%</span>'
    """
    ids = " ".join(row_ids)
    return f'<span class="row" data-rows="{escape(ids)}">{plain(shown)}</span>' if ids else plain(shown)


def anchor(name: str) -> str:
    """Return a place that a link can point to.

    >>> anchor("visits-mmt8")
    '<span id="visits-mmt8"></span>'
    """
    return f'<span id="{escape(name)}"></span>'


def table(caption: str, headings: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Return a table with a caption, which may hold backticks; the cells are Markdown in one line each.

    >>> print(table("Sites", ["Centre", "n"], [["North", "60"]]))
    ~~~{table} Sites
    | Centre | n |
    | --- | --- |
    | North | 60 |
    ~~~
    <BLANKLINE>
    """
    rows = [headings, ["---"] * len(headings), *lines]
    return "\n".join([f"~~~{{table}} {caption}", *(f"| {' | '.join(row)} |" for row in rows), "~~~", ""])
