"""A figure with everything that is printed around it: its file name, title, caption and the figure in words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from matplotlib.figure import Figure

from press.exhibits.figure.kept import KeptFigure, Quote, write_figure
from press.exhibits.figure.saving import figure_bytes, save_figure
from press.exhibits.passage import Passage

_SCREEN = 160.0  # dots per inch of the picture inside a notebook
_SHOWN = 110.0  # dots per inch at which a notebook shows it: smaller than it is, therefore sharp


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

    def save(self, folder: Path) -> list[Path]:
        """Write the figure as SVG, PDF and PNG, and its words as JSON; return the paths."""
        pictures = save_figure(self.figure, self.name, folder, title=self.title, alt=self.alt)
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

        picture = figure_bytes(self.figure, "png", name=self.name, dpi=_SCREEN)
        width = round(self.figure.get_size_inches()[0] * _SHOWN)
        display(  # type: ignore[no-untyped-call]
            {"image/png": picture, "text/plain": self.alt},
            raw=True,
            metadata={"image/png": {"alt": self.alt, "width": width}},
        )
        display(Passage((f"**{self.title}** ", *self.words.parts)))  # type: ignore[no-untyped-call]
