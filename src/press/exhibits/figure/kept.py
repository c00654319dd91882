"""What a figure's picture cannot say, kept beside it in paper/figures: title, caption, alternative text and size."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from press.exhibits.exhibit_json import Content, read_content, taken, write_content

NOTHING = "Nothing of this figure can be shown of so few patients"


@dataclass(frozen=True)
class Quote:
    """A number in a caption: the place at which it begins, its text, and the id of the row it was read from."""

    at: int
    text: str
    row: str


@dataclass(frozen=True)
class KeptFigure:
    """A figure without its picture, which lies beside it as <name>.svg, .pdf and .png; sizes in millimetres.

    `quotes` are the numbers of the caption that were read from result rows, in order. Raises ValueError where one of
    them does not stand in the caption at its place.
    """

    name: str
    title: str
    caption: str
    alt: str
    width_mm: float
    height_mm: float
    quotes: tuple[Quote, ...] = ()

    def __post_init__(self) -> None:
        for quote in self.quotes:
            if not self.caption.startswith(quote.text, quote.at):
                raise ValueError(f"the caption does not say {quote.text!r} at its character {quote.at}")

    @property
    def shows_nothing(self) -> bool:
        """Whether the picture is an empty frame, as its caption says."""
        return self.caption.startswith(f"{NOTHING}.")


def write_figure(figure: KeptFigure, path: Path) -> Path:
    """Write it as JSON and return the path; `read_figure` gives the same again."""
    return write_content(figure, path)


def read_figure(path: Path) -> KeptFigure:
    """Return what `write_figure` wrote. Raises Fault, naming the file, where it is missing or damaged."""
    return read_content(path, _figure)


def _figure(given: Content) -> KeptFigure:
    name, title, caption, alt = (taken(given, field, str) for field in ("name", "title", "caption", "alt"))
    width, height = (taken(given, field, float) for field in ("width_mm", "height_mm"))
    quotes = (
        Quote(taken(each, "at", int), taken(each, "text", str), taken(each, "row", str))
        for each in taken(given, "quotes", list, [])
    )
    return KeptFigure(name, title, caption, alt, width, height, tuple(quotes))
