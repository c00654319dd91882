"""An executed notebook as a chapter: its code folded away, its pictures described to whoever cannot see them."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from press.exhibits.figure.kept import KeptFigure, read_figure
from press.ground.fault import Fault
from press.rows.provenance import restated
from press.site.executed import ExecutedNotebook, text_of
from press.site.leads import Leads, with_leads
from press.site.markdown import between, number, plain

SETTINGS = "parameters"  # the tag of the cell with the settings of a notebook
FOLDED = "hide-input"  # the tag by which myst-nb folds the code of a cell
_NARROW = 150  # mm: a figure that is narrower is not drawn as wide as the page
_INJECTED = "injected-parameters"  # the tag of the cell in which papermill states the parameters of a run
Cell = dict[str, Any]


def read_figures(folder: Path) -> list[KeptFigure]:
    """Return the words of every published figure, by name. Raises Fault where one has no alternative text."""
    figures = [read_figure(path) for path in sorted(folder.glob("*.json"))]
    if mute := [figure.name for figure in figures if not figure.alt.strip()]:
        raise Fault(f"these figures have no alternative text in paper/figures: {', '.join(mute)}")
    return figures


def figure_block(figure: KeptFigure) -> str:
    """Return the Markdown that shows a figure as a picture that stays sharp, with its title and caption below it.

    >>> print(figure_block(KeptFigure("flow", "Flow.", "123 of 154.", "Boxes", 174.0, 121.0)))
    ```{figure} /figures/flow.svg
    :alt: "Boxes"
    **Flow.** 123 of 154.
    ```
    <BLANKLINE>
    """
    lines = [
        f"```{{figure}} /figures/{figure.name}.svg",
        f":alt: {json.dumps(figure.alt, ensure_ascii=False)}",
        *([":figclass: narrow"] if figure.width_mm < _NARROW else []),
        f"**{plain(figure.title)}** {_caption(figure)}",
        *("```", ""),
    ]
    return "\n".join(lines)


def _caption(figure: KeptFigure) -> str:
    """The caption, in which every number names its row."""
    said, end = "", 0
    for quote in figure.quotes:
        said += f"{between(figure.caption[end : quote.at])}{number(quote.text, [quote.row])}"
        end = quote.at + len(quote.text)
    return said + between(figure.caption[end:])


def chapter(
    notebook: ExecutedNotebook,
    figures: Iterable[KeptFigure],
    parameters: Mapping[str, str | int] | None = None,
    leads: Leads | None = None,
) -> str:
    """Return the notebook as the text of an .ipynb for the site: code folded, each figure a cell after its code.

    `leads`: the links below its exhibits. `parameters` has the parameters of its run as they may be published: a folder
    elsewhere by its name alone.
    Raises Fault where a cell shows a picture that is not one of the published figures: it would have no words.
    """
    by_alt = {figure.alt: figure for figure in figures}
    content = copy.deepcopy(notebook.content)
    for cell in content["cells"]:
        if _INJECTED in cell["metadata"].get("tags", []):
            cell["source"] = restated(text_of(cell["source"]), parameters or {})
    numbered = _answer_first(list(enumerate(content["cells"], start=1)))
    made = [each for place, cell in numbered for each in _cells(notebook, place, cell, by_alt)]
    content["cells"] = list(with_leads(made, notebook.name, leads or {}))
    return json.dumps(content, ensure_ascii=False)


def _answer_first(cells: list[tuple[int, Cell]]) -> list[tuple[int, Cell]]:
    """The cells in the order of a reader: the first that shows something stands before its settings."""
    code = [at for at, (_, cell) in enumerate(cells) if cell["cell_type"] == "code"]
    answer = next((at for at in code if cells[at][1]["outputs"]), None)
    if answer is None:
        return cells
    above, settings, below = cells[: code[0]], cells[code[0] : answer], cells[answer + 1 :]
    return [*above, cells[answer], *settings, *below]


def _cells(notebook: ExecutedNotebook, place: int, cell: Cell, by_alt: Mapping[str, KeptFigure]) -> list[Cell]:
    if cell["cell_type"] != "code":
        return [cell]
    tags = cell["metadata"].get("tags", [])
    cell["metadata"]["tags"] = [*tags, FOLDED]
    if {SETTINGS, _INJECTED} & set(tags):
        words = {"code_prompt_show": "Show the settings", "code_prompt_hide": "Hide the settings"}
        cell["metadata"]["mystnb"] = cell["metadata"].get("mystnb", {}) | words
    shown = [_figure(notebook, place, output, by_alt) for output in cell["outputs"] if _is_picture(output)]
    kept = [output for output in cell["outputs"] if not _is_picture(output) and not _is_caption(output, shown)]
    cell["outputs"] = [_best_form(output) for output in kept]
    return [_place_cell(cell, place), cell, *(_figure_cell(cell, figure) for figure in shown)]


def _figure(notebook: ExecutedNotebook, place: int, output: Cell, by_alt: Mapping[str, KeptFigure]) -> KeptFigure:
    alt = output.get("metadata", {}).get("image/png", {}).get("alt", "")
    if alt not in by_alt:
        raise Fault(
            f"notebooks/{notebook.name}.ipynb, cell {place}: it shows a picture that is none of paper/figures; "
            "show it with `publish`, which keeps it with its alternative text, and run `make all`"
        )
    return by_alt[alt]


def _place_cell(cell: Cell, place: int) -> Cell:
    """A place above a cell that links can point to: a row names the cell that computed it."""
    return {
        "cell_type": "markdown",
        "id": f"at-{cell['id']}"[:64],
        "metadata": {},
        "source": f'<div id="cell-{place}"></div>',
    }


def _figure_cell(cell: Cell, figure: KeptFigure) -> Cell:
    name = f"{cell['id']}-{figure.name.replace('_', '-')}"
    return {"cell_type": "markdown", "id": name[-64:], "metadata": {}, "source": figure_block(figure)}


def _is_picture(output: Cell) -> bool:
    return any(kind.startswith("image/") for kind in output.get("data", {}))


def _as_it_reads(output: Cell) -> str:
    return text_of(output.get("data", {}).get("text/plain", ""))


def _is_caption(output: Cell, figures: Iterable[KeptFigure]) -> bool:
    """Whether it says below its figure what the page says there, as far as it is not in the picture."""
    said = _as_it_reads(output)
    return any(
        said.startswith(f"**{figure.title}**") and f"**{figure.title}** {figure.caption}".startswith(said)
        for figure in figures
    )


def _best_form(output: Cell) -> Cell:
    """Leave of an output that comes in many forms the HTML, which alone names the rows of its numbers."""
    data = output.get("data", {})
    if "text/html" in data:
        output["data"] = {"text/html": data["text/html"]}
    return output
