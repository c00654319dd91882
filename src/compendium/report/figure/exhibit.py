"""A figure with everything that is printed around it: its file name, title, caption and the figure in words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from matplotlib.figure import Figure

from compendium.report.figure.saving import figure_bytes, save_figure

_SCREEN = 160.0  # dots per inch of the picture inside a notebook
_SHOWN = 110.0  # dots per inch at which a notebook shows it: smaller than it is, therefore sharp


@dataclass(frozen=True, repr=False)
class Exhibit:
    """A figure ready to be saved and shown. `alt` says in a sentence or two, with numbers, what the picture shows.

    A notebook that ends a cell with an exhibit shows the picture and below it title and caption.
    """

    name: str
    figure: Figure
    title: str
    caption: str
    alt: str

    def save(self, folder: Path) -> list[Path]:
        """Write the figure as SVG, PDF and PNG and return the paths."""
        return save_figure(self.figure, self.name, folder, title=self.title, alt=self.alt)

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
        caption = f"**{self.title}** {self.caption}"
        display({"text/markdown": caption, "text/plain": caption}, raw=True)  # type: ignore[no-untyped-call]
