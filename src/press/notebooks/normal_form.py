"""The one way in which a notebook is written down, so that two runs of the same study give the same bytes."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat

from press.exhibits.places import EXHIBITS
from press.ground.cheaper import without_programs
from press.ground.fault import Fault
from press.ground.merge_conflict import read_merged
from press.notebooks import NotebookNode
from press.project import sha256

with without_programs():
    import jupytext
    from jupytext.config import load_jupytext_config

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE = {"name": "python", "pygments_lexer": "ipython3"}
INJECTED = "injected-parameters"
_FORMATS = {"formats": "ipynb,md:myst", "text_representation": {"extension": ".md", "format_name": "myst"}}
_LEXER = {"default_lexer": LANGUAGE["pygments_lexer"]}  # what JupyterLab writes after {code-cell}
DECLARED = "press"  # under which a notebook declares what it needs and what it writes
_PAIR = "press_pair"  # the content on which the two members last agreed; never reaches the text


def read_text(path: Path) -> NotebookNode:
    """Return the notebook written in a MyST Markdown file. Raises Fault where the text is not one."""
    try:
        return parse_text(read_merged(path, f"notebooks/{path.name}"))
    except Fault:
        raise
    except Exception as error:  # jupytext raises whatever its parsers raise
        raise Fault(f"notebooks/{path.name} cannot be read as MyST Markdown: {error}") from error


def parse_text(text: str) -> NotebookNode:
    """Return the notebook that a MyST Markdown text stands for: one of the caller's own, to change as it likes."""
    return copy.deepcopy(_parsed(text))


@lru_cache(maxsize=64)  # a build reads each text to see whether its pair was edited, and again to run it
def _parsed(text: str) -> NotebookNode:
    return jupytext.reads(text, fmt="md:myst")


def read_executed(path: Path) -> NotebookNode:
    """Return the notebook held in an .ipynb file. Raises Fault where the file is not one."""
    try:
        return nbformat.read(path, as_version=4)
    except Exception as error:  # nbformat raises whatever its parsers raise
        raise Fault(f"notebooks/{path.name} cannot be read as a notebook: {error}") from error


def text_form(notebook: NotebookNode, config_beside: Path) -> str:
    """Return the notebook as MyST Markdown: its cells without outputs, its declarations, and nothing else."""
    bare = nbformat.v4.new_notebook(metadata={"kernelspec": KERNEL, "jupytext": _FORMATS | _LEXER})
    if DECLARED in notebook.metadata:
        bare.metadata[DECLARED] = _in_order(notebook.metadata[DECLARED])
    bare.cells = [_bare(cell) for cell in notebook.cells if INJECTED not in tags(cell)]
    return str(jupytext.writes(bare, fmt="md:myst", config=load_jupytext_config(str(config_beside))))


def executed_form(notebook: NotebookNode, name: str) -> str:
    """Return the notebook as the text of an .ipynb: no times, cell ids by position, nothing of the machine."""
    cells = [_plain(cell, cell_id) for cell, cell_id in zip(notebook.cells, _ids(notebook, name), strict=True)]
    metadata = {"kernelspec": KERNEL, "language_info": LANGUAGE, "jupytext": _FORMATS}
    metadata[_PAIR] = content_sha256(notebook)
    if DECLARED in notebook.metadata:
        metadata[DECLARED] = notebook.metadata[DECLARED]
    whole = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    whole.nbformat_minor = 5
    return str(nbformat.writes(whole)) + "\n"


def content(notebook: NotebookNode) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return what the two members of a pair must share: type, source and tags of each cell."""
    return [(cell.cell_type, cell.source, tags(cell)) for cell in notebook.cells if INJECTED not in tags(cell)]


def content_sha256(notebook: NotebookNode) -> str:
    """Return the checksum of what the two members must share, the declarations included."""
    declared = notebook.metadata.get(DECLARED, {})
    return sha256(json.dumps([content(notebook), declared], sort_keys=True))


def agreed_sha256(notebook: NotebookNode) -> str | None:
    """Return the content on which the pair last agreed, as its .ipynb records it."""
    agreed = notebook.metadata.get(_PAIR)
    return agreed if isinstance(agreed, str) else None


def tags(cell: NotebookNode) -> tuple[str, ...]:
    """Return a cell's tags in order of the alphabet."""
    return tuple(sorted(cell.metadata.get("tags", [])))


def _in_order(declared: dict[str, Any]) -> dict[str, Any]:
    """Return the declarations in the order in which they are read; JupyterLab sorts them by the alphabet."""
    writes = declared.get("writes")
    if not isinstance(writes, dict):
        return declared
    known = list(EXHIBITS)
    ordered = sorted(writes, key=lambda kind: (known.index(kind) if kind in known else len(known), kind))
    return declared | {"writes": {kind: writes[kind] for kind in ordered}}


def _ids(notebook: NotebookNode, name: str) -> Iterator[str]:
    """Yield each cell's id; injected parameters have one of their own, so that the others keep theirs."""
    position = 0
    for cell in notebook.cells:
        if INJECTED in tags(cell):
            yield f"{name}-injected"
        else:
            yield f"{name}-{position:03d}"
            position += 1


def _kept(cell: NotebookNode) -> dict[str, Any]:
    return {"tags": list(tags(cell))} if tags(cell) else {}


def _bare(cell: NotebookNode) -> NotebookNode:
    make = {"code": nbformat.v4.new_code_cell, "raw": nbformat.v4.new_raw_cell}
    return make.get(cell.cell_type, nbformat.v4.new_markdown_cell)(source=cell.source, metadata=_kept(cell))


def _plain(cell: NotebookNode, cell_id: str) -> NotebookNode:
    plain = _bare(cell)
    plain["id"] = cell_id
    if cell.cell_type == "code":
        plain.execution_count = cell.get("execution_count")
        plain.outputs = cell.get("outputs", [])
    elif "attachments" in cell:
        plain.attachments = cell.attachments
    return plain
