"""A figure with everything that is printed around it: its file name, title, caption and the figure in words."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure
from PIL import Image

from press.exhibits.figure.kept import KeptFigure, Quote, write_figure
from press.exhibits.figure.pdf_letters import bare_letters
from press.exhibits.figure.style import PRINT, journal_style
from press.exhibits.legible import legible
from press.exhibits.passage import Part, Passage, Plain

PICTURES = ("svg", "pdf", "png")
FIGURE_FORMATS = (*PICTURES, "json")  # beside the pictures, what they cannot say: see kept.py


def save_figure(figure: Figure, name: str, folder: Path, *, title: str = "", alt: str = "") -> list[Path]:
    """Write `figure` to `folder` (made if missing) and return the three paths.

    `title` and `alt` (the figure in words) are kept inside the files for screen readers. No file holds a date, and
    the random ids of an SVG are made from `name`, so that two figures of one page do not share them either.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.{ending}" for ending in PICTURES]
    for path in paths:
        path.write_bytes(figure_bytes(figure, path.suffix[1:], name=name, title=title, alt=alt))
    return paths


def figure_bytes(
    figure: Figure, ending: str, *, name: str = "figure", title: str = "", alt: str = "", dpi: float = PRINT
) -> bytes:
    """Return `figure` as the bytes of one file: svg, pdf or png."""
    undated: dict[str, dict[str, str | None]] = {
        "svg": {"Date": None, "Creator": None, "Title": title, "Description": alt},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None, "Title": title, "Subject": alt},
        "png": {"Software": None, "Title": title, "Description": alt},
    }
    metadata = {key: text for key, text in undated[ending].items() if text != ""}
    buffer = io.BytesIO()
    with journal_style(), _missing_letters_boxed(), bare_letters() if ending == "pdf" else nullcontext():
        settle(figure)
        mpl.rcParams["svg.hashsalt"] = name
        figure.savefig(buffer, format=ending, dpi=dpi, metadata=metadata)
    written = buffer.getvalue()
    return legible(written.decode()).encode() if ending == "svg" else written  # matplotlib writes what XML forbids


@contextmanager
def _missing_letters_boxed() -> Iterator[None]:
    """A name may have signs that the font lacks, as of Chinese: each is drawn as a box, and stands in the words beside.

    Matplotlib's warning of it names a file of this machine, with which no notebook may leave.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"(?s)Glyph \d+ .*missing from font", UserWarning)
        yield


_PLACES = 6  # decimals of the place of a panel, in parts of the figure


def settle(figure: Figure) -> None:
    """Lay the panels out once and for all: each further drawing would move them by a hair, and with them the bytes.

    At the dots per inch of print, also for a screen, so that a picture of any size shows the same layout.
    """
    engine = figure.get_layout_engine()
    if engine is None:  # none, or laid out before
        return
    figure.set_dpi(PRINT)
    for _ in range(2 if figure.axes else 0):  # the second pass knows the widths of labels that the first one moved
        engine.execute(figure)
    figure.set_layout_engine(None)  # not "none", for which savefig would draw everything once more beforehand
    for axes in figure.axes:  # the last digits of what was computed differ between machines
        x, y, width, height = (round(float(side), _PLACES) for side in axes.get_position(original=True).bounds)
        axes.set_position((x, y, width, height))


def on_screen(printed: bytes) -> bytes:
    """Return a picture of half the width and height, each of its points the mean of four, as a PNG of its own."""
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(printed)) as picture:
        picture.convert("RGB").reduce(2).save(buffer, "png")
    return buffer.getvalue()


_SHOWN = 110.0  # dots per inch at which a notebook shows a picture: fewer than it has, therefore sharp


@dataclass(frozen=True, repr=False)
class Exhibit:
    """A figure ready to be saved and shown: `words` are its caption, `alt` says in a sentence or two what it shows.

    Both hold numbers, and these come from result rows alone. A notebook that ends a cell with an exhibit shows the
    picture and below it title and caption.
    """

    name: str
    figure: Figure
    title: str
    words: Passage
    alt: str
    drawn: dict[str, bytes] = field(default_factory=dict, compare=False)  # by ending, so that nothing is drawn twice

    def save(self, folder: Path) -> list[Path]:
        """Write the figure as SVG, PDF and PNG, and its words as JSON; return the paths."""
        pictures = save_figure(self.figure, self.name, folder, title=self.title, alt=self.alt)
        self.drawn["png"] = pictures[-1].read_bytes()
        return [*pictures, write_figure(self.kept, folder / f"{self.name}.json")]

    @property
    def caption(self) -> str:
        """The words below the figure."""
        return self.words.text

    @property
    def kept(self) -> KeptFigure:
        """The figure without its picture, its sides to a hundredth of a millimetre."""
        width, height = (round(float(side) * 25.4, 2) for side in self.figure.get_size_inches())
        quotes = (Quote(at, said.text, said.row.id) for at, said in self.words.said)
        return KeptFigure(self.name, self.title, self.caption, self.alt, width, height, tuple(quotes))

    def __repr__(self) -> str:
        return f"<Exhibit {self.name}: {self.title}>"

    def _ipython_display_(self) -> None:
        from IPython.display import display

        printed = self.drawn.get("png") or figure_bytes(self.figure, "png", name=self.name)
        picture = on_screen(printed)
        width = round(self.figure.get_size_inches()[0] * _SHOWN)
        display(  # type: ignore[no-untyped-call]
            {"image/png": picture, "text/plain": self.alt},
            raw=True,
            metadata={"image/png": {"alt": self.alt, "width": width}},
        )
        display(Passage(("**", Plain(self.title), "** ", *self._below)))  # type: ignore[no-untyped-call]

    @property
    def _below(self) -> tuple[Part, ...]:
        """The words of the caption but those that stand in the picture, such as where the data come from."""
        drawn = " ".join(self.figure.get_supxlabel().split())
        below: list[Part] = []
        for part in self.words.parts:
            if not (isinstance(part, Plain) and part.text in drawn):
                below.append(part)
            elif below and below[-1] == " ":
                below.pop()
        return tuple(below)
