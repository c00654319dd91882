"""The two members of a notebook's pair: bring them back together after either was edited, losing no edit."""

from __future__ import annotations

import difflib
from pathlib import Path

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from press.notebooks import NotebookNode
from press.notebooks.normal_form import (
    INJECTED,
    agreed_sha256,
    content,
    content_sha256,
    executed_form,
    parse_text,
    read_executed,
    read_text,
    tags,
    text_form,
)
from press.project import Project, write_whole
from press.ground.fault import Fault

_IN_FORM = "written in its normal form, its outputs kept"
_MAKE = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}


def tidy(project: Project, *, check: bool = False) -> list[str]:
    """Write every pair in its normal form and return what was (with `check`: would be) done, in words.

    The member that was edited since the two last agreed wins, by content and not by date. Raises Fault where both
    were edited, and differently: choosing between two people's work is not for a program. No build may be at work.
    """
    planned = [step for path in sorted(project.notebooks.glob("*.md")) for step in _steps(path)]
    if not check:
        for path, text, _ in planned:
            write_whole(path, text)
    return [message for _, _, message in planned]


def with_outputs(source: NotebookNode, executed: NotebookNode) -> NotebookNode:
    """Return the source's cells with the outputs that the executed notebook holds for the same code.

    A code cell that has changed has no output. Injected parameters stay where they were: after the tagged cell.
    """
    cells = [_copy(cell) for cell in source.cells]
    ours = [cell for cell in cells if cell.cell_type == "code"]
    theirs = [cell for cell in executed.cells if cell.cell_type == "code" and INJECTED not in tags(cell)]
    matcher = difflib.SequenceMatcher(None, [c.source for c in ours], [c.source for c in theirs], autojunk=False)
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            ours[block.a + step].outputs = theirs[block.b + step].outputs
            ours[block.a + step].execution_count = theirs[block.b + step].execution_count
    injected = [cell for cell in executed.cells if INJECTED in tags(cell)]
    after = [place + 1 for place, cell in enumerate(cells) if "parameters" in tags(cell)]
    place = after[0] if after else 0
    return new_notebook(cells=[*cells[:place], *injected, *cells[place:]], metadata=source.metadata)


def differences(project: Project) -> list[str]:
    """Return, in words, each pair whose members do not say the same: cells, their order, source and tags."""
    found = []
    for path in sorted(project.notebooks.glob("*.md")):
        other = path.with_suffix(".ipynb")
        if not other.is_file():
            found.append(f"notebooks/{path.name} has no executed pair {other.name}")
        elif content(read_text(path)) != content(read_executed(other)):
            found.append(f"notebooks/{path.name} and {other.name} do not say the same")
    return found


def refuse_unsaved(project: Project) -> None:
    """Raise Fault where an .ipynb holds edits that its text does not: building would overwrite them.

    Where the text was edited, too, the Fault is that of `tidy`.
    """
    for path in sorted(project.notebooks.glob("*.md")):
        other = path.with_suffix(".ipynb")
        try:
            executed = read_executed(other) if other.is_file() else None
        except Fault:
            continue  # no notebook, so no edit: it is made anew
        if executed is not None and _winner(path.stem, read_text(path), executed)[0] is executed:
            raise Fault(f"notebooks/{other.name} was edited; `make tidy` takes the edit over into {path.name}")


def _steps(path: Path) -> list[tuple[Path, str, str]]:
    """Return the files of one pair that are not as they should be: path, text, what that means."""
    other = path.with_suffix(".ipynb")
    text = read_text(path)
    if not other.is_file():
        return _if_other(path, text_form(text, path), f"{path.name}: written in its normal form")
    executed = read_executed(other)
    winner, why = _winner(path.stem, text, executed)
    wanted = text_form(winner, path)
    pair = with_outputs(parse_text(wanted), executed)
    messages = {path: why, other: why}
    messages[other if winner is executed else path] = ""  # nothing was taken from itself
    return [
        *_if_other(path, wanted, f"{path.name}: {messages[path] or 'written in its normal form'}"),
        *_if_other(other, executed_form(pair, path.stem), f"{other.name}: {messages[other] or _IN_FORM}"),
    ]


def _winner(name: str, text: NotebookNode, executed: NotebookNode) -> tuple[NotebookNode, str]:
    agreed = agreed_sha256(executed)
    in_text, in_executed = content_sha256(text), content_sha256(executed)
    if in_text == in_executed:
        return text, ""
    if in_executed == agreed:
        return text, f"taken from {name}.md, which was edited"
    if in_text == agreed:
        return executed, f"taken from {name}.ipynb, which was edited"
    raise Fault(
        f"notebooks/{name}.md and notebooks/{name}.ipynb were both edited, and differently. Keep the .md: delete the "
        f".ipynb, then `make all`. Keep the .ipynb: `.venv/bin/jupytext --to md:myst notebooks/{name}.ipynb`, then "
        "`make tidy`."
    )


def _if_other(path: Path, text: str, message: str) -> list[tuple[Path, str, str]]:
    return [] if path.is_file() and path.read_text(encoding="utf-8") == text else [(path, text, message)]


def _copy(cell: NotebookNode) -> NotebookNode:
    return _MAKE[cell.cell_type](source=cell.source, metadata=cell.metadata)
