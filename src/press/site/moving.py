"""A part of a page that moves where scripts run: what stands there without them, and the data that a script moves."""

from __future__ import annotations

import json
from html import escape
from typing import Any

_STILL = "This page needs script to move; the tables below hold the same."


def moving(kind: str, still: str, data: Any, *, name: str = "") -> str:
    """Return a moving part as Markdown: `still` is its HTML where no script runs, `data` what the script has to know.

    kind: the script static/<kind>.js, which finds its part by the class `moves-<kind>`. name: what a screen reader
    calls the part. Everything lies in the page, as a browser fetches nothing for a page that was opened from disk.

    >>> print(moving("curve", "<p>Still.</p>", {"n": 1}, name="The curve"))
    ```{raw} html
    <div class="moves moves-curve" role="group" aria-label="The curve">
    <script type="application/json" class="moves-data">{"n":1}</script>
    <p class="moves-unmoved">This page needs script to move; the tables below hold the same.</p>
    <div class="moves-still"><p>Still.</p></div>
    </div>
    <link rel="stylesheet" href="_static/moving.css">
    <script src="_static/moving.js" defer></script>
    <script src="_static/curve.js" defer></script>
    ```
    <BLANKLINE>
    """
    kept = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    lines = [
        "```{raw} html",
        f'<div class="moves moves-{kind}" role="group" aria-label="{escape(name)}">',
        f'<script type="application/json" class="moves-data">{kept}</script>',
        f'<p class="moves-unmoved">{_STILL}</p>',
        f'<div class="moves-still">{still}</div>',
        "</div>",
        '<link rel="stylesheet" href="_static/moving.css">',
        '<script src="_static/moving.js" defer></script>',
        f'<script src="_static/{kind}.js" defer></script>',
        "```",
        "",
    ]
    return "\n".join(lines)


def still_table(caption: str, headings: list[str], lines: list[list[str]], *, ids: list[str] | None = None) -> str:
    """Return a table as HTML; a line of one cell heads those below it. ids: a place for links for each line, or "".

    >>> still_table("Sites", ["Centre", "n"], [["A", "60"]]).splitlines()[1:3]
    ['<tbody>', '<tr><td>A</td><td>60</td></tr>']
    """
    head = "".join(f"<th>{escape(each)}</th>" for each in headings)
    places = ids or [""] * len(lines)
    body = "\n".join(_line(line, len(headings), place) for line, place in zip(lines, places, strict=True))
    return (
        f'<div class="table-box" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f'<table class="docutils"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def _line(line: list[str], width: int, place: str) -> str:
    at = f' id="{escape(place)}"' if place else ""
    if len(line) == 1:
        return f'<tr{at} class="heads"><td colspan="{width}">{escape(line[0])}</td></tr>'
    return f"<tr{at}>{''.join(f'<td>{escape(each)}</td>' for each in line)}</tr>"
