"""Words of which some were read from result rows, as a notebook shows them: in HTML every number names its row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from markdown_it import MarkdownIt

from press.exhibits.legible import STAND_INS, unmarked
from press.exhibits.markdown_text import escape
from press.rows import Ledger
from press.rows.estimable import settled
from press.rows.sentence import Said, pieces

# Stand-ins from Unicode's private area, which Markdown takes for letters: _OPEN place _IS text _CLOSE becomes a span.
_OPEN, _IS, _CLOSE, _ = STAND_INS
_WORDS = ("method", "note")  # formats that give a row's own words; the others give a number, in which nothing is a mark


@dataclass(frozen=True)
class Plain:
    """Words in which no sign is Markdown, such as the origin of the data: it holds the name of a folder."""

    text: str


Part = str | Said | Plain


@dataclass(frozen=True, repr=False)
class Passage:
    """A passage: its own words, in Markdown, and in between what was read from rows, and plain words.

    >>> from press.rows import Key
    >>> ledger = Ledger([Key("cohort").row("n", 123, n=123)])
    >>> passage = Passage.filled("**{cohort.n:int} patients** were included.", ledger, "Registry: old_[2].")
    >>> passage.text
    '**123 patients** were included. Registry: old_[2].'
    >>> print(passage._repr_markdown_())
    **123 patients** were included. Registry: old\\_\\[2\\].
    >>> print(passage._repr_html_())
    <p><strong><span class="row" data-rows="cohort.n">123</span> patients</strong> were included. Registry: old_[2].</p>
    """

    parts: tuple[Part, ...]

    @classmethod
    def filled(cls, template: str, ledger: Ledger, *after: str) -> Passage:
        """Fill a template, which is Markdown, from the ledger and add further words after it, which are plain.

        Line breaks are taken as spaces; a blank line parts paragraphs, or the items of a list that begin with "- ".
        Of a passage `{?what it is about| passage ?}` in which a number could not be computed, it says why (`settled`).

        Raises KeyError for an unknown id, ValueError for an unknown format or a brace that is not a field.
        """
        paragraphs = (" ".join(each.split()) for each in re.split(r"\n\s*\n", settled(template, ledger).strip()))
        said = pieces("\n\n".join(paragraphs), ledger)
        return cls((*said, *(part for words in after if words for part in (" ", Plain(words)))))

    @property
    def text(self) -> str:
        """The passage as it reads: its own words with their marks, all else as it is."""
        return "".join(map(_text, self.parts))

    @property
    def said(self) -> tuple[tuple[int, Said], ...]:
        """What was read from rows, in order, each with the place in `text` at which it begins."""
        starts = accumulate(map(len, map(_text, self.parts)), initial=0)
        return tuple((at, part) for at, part in zip(starts, self.parts, strict=False) if isinstance(part, Said))

    def __repr__(self) -> str:
        return self.text

    def _repr_markdown_(self) -> str:
        return "".join(map(_markdown, self.parts))

    def _repr_html_(self) -> str:
        held = [(place, part, unmarked(_markdown(part))) for place, part in enumerate(self.parts)]
        marked = (f"{_OPEN}{at}{_IS}{text}{_CLOSE}" if isinstance(part, Said) else text for at, part, text in held)
        html: str = MarkdownIt("commonmark", {"html": False}).render("".join(marked)).strip()
        for place, part, _ in held:
            if isinstance(part, Said):
                html = html.replace(f"{_OPEN}{place}{_IS}", f'<span class="row" data-rows="{part.row.id}">')
        return html.replace(_CLOSE, "</span>")


def _text(part: Part) -> str:
    return part if isinstance(part, str) else part.text


def _markdown(part: Part) -> str:
    plain = isinstance(part, Plain) or (isinstance(part, Said) and (part.form in _WORDS or part.row.withheld))
    return escape(_text(part)) if plain else _text(part)
