"""Words of which some were read from result rows, as a notebook shows them: in HTML every number names its row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from markdown_it import MarkdownIt

from press.rows import Ledger
from press.rows.sentence import Said, pieces

# Stand-ins from Unicode's private area, which Markdown takes for letters: _OPEN place _IS text _CLOSE becomes a span.
_OPEN, _IS, _CLOSE = "\ue000", "\ue001", "\ue002"


@dataclass(frozen=True, repr=False)
class Passage:
    """A passage in Markdown: its words and, in between, what was read from rows.

    >>> from press.rows import Key
    >>> ledger = Ledger([Key("cohort").row("n", 123, n=123)])
    >>> passage = Passage.filled("**{cohort.n:int} patients** were included.", ledger, "Simulated.")
    >>> passage.text
    '**123 patients** were included. Simulated.'
    >>> print(passage._repr_html_())
    <p><strong><span class="row" data-rows="cohort.n">123</span> patients</strong> were included. Simulated.</p>
    """

    parts: tuple[str | Said, ...]

    @classmethod
    def filled(cls, template: str, ledger: Ledger, *after: str) -> Passage:
        """Fill a template from the ledger and add further words after it.

        Line breaks are taken as spaces; a blank line parts paragraphs, or the items of a list that begin with "- ".

        Raises KeyError for an unknown id, ValueError for an unknown format or a brace that is not a field.
        """
        paragraphs = (" ".join(each.split()) for each in re.split(r"\n\s*\n", template.strip()))
        said = pieces("\n\n".join(paragraphs), ledger)
        return cls((*said, *(f" {words}" for words in after if words)))

    @property
    def text(self) -> str:
        """The passage as Markdown."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    @property
    def said(self) -> tuple[tuple[int, Said], ...]:
        """What was read from rows, in order, each with the place in `text` at which it begins."""
        texts = [part if isinstance(part, str) else part.text for part in self.parts]
        starts = accumulate(map(len, texts), initial=0)
        return tuple((at, part) for at, part in zip(starts, self.parts, strict=False) if isinstance(part, Said))

    def __repr__(self) -> str:
        return self.text

    def _repr_markdown_(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        held = list(enumerate(self.parts))
        marked = (part if isinstance(part, str) else f"{_OPEN}{place}{_IS}{part.text}{_CLOSE}" for place, part in held)
        html: str = MarkdownIt("commonmark", {"html": False}).render("".join(marked)).strip()
        for place, part in held:
            if isinstance(part, Said):
                html = html.replace(f"{_OPEN}{place}{_IS}", f'<span class="row" data-rows="{part.row.id}">')
        return html.replace(_CLOSE, "</span>")
