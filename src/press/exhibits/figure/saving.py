"""Write a figure as SVG, PDF and PNG so that the same figure is the same bytes on every run."""

from __future__ import annotations

import io
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.layout_engine import PlaceHolderLayoutEngine

from press.exhibits.figure.style import PRINT, journal_style

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
    with journal_style():
        settle(figure)
        mpl.rcParams["svg.hashsalt"] = name
        figure.savefig(buffer, format=ending, dpi=dpi, metadata=metadata)
    return buffer.getvalue()


def settle(figure: Figure) -> None:
    """Lay the panels out once and for all: each further drawing would move them by a hair, and with them the bytes.

    At the dots per inch of print, also for a screen, so that a picture of any size shows the same layout.
    """
    engine = figure.get_layout_engine()
    if engine is None or isinstance(engine, PlaceHolderLayoutEngine):  # none, or laid out before
        return
    figure.set_dpi(PRINT)
    for _ in range(2):  # the second pass knows the widths of labels that the first one moved
        figure.draw_without_rendering()
    figure.set_layout_engine("none")
