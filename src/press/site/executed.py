"""The executed notebooks as they lie on disk: name, title and cells, for whoever turns them into pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from press.ground.fault import Fault
from press.ground.merge_conflict import refuse_conflict

_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class ExecutedNotebook:
    """One executed notebook: `name` is that of its file, `content` what the file holds."""

    name: str
    title: str
    content: dict[str, Any]

    @property
    def texts(self) -> Iterator[str]:
        """The text of every cell that is not code, in order."""
        for cell in self.content["cells"]:
            if cell["cell_type"] == "markdown":
                yield text_of(cell["source"])


def text_of(source: str | list[str]) -> str:
    """Return what a notebook keeps as one text or as a list of lines.

    >>> text_of(["one\\n", "two"])
    'one\\ntwo'
    """
    return source if isinstance(source, str) else "".join(source)


def read_notebooks(folder: Path) -> list[ExecutedNotebook]:
    """Return the executed notebooks of a folder, by name. Raises Fault where there is none, or one cannot be read."""
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        raise Fault(f"there is no executed notebook in {folder.name}: run `make all`, then build the site")
    return [_read(path) for path in paths]


def _read(path: Path) -> ExecutedNotebook:
    place = f"{path.parent.name}/{path.name}"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        prose = "\n".join(text_of(cell["source"]) for cell in content["cells"] if cell["cell_type"] == "markdown")
    except (ValueError, KeyError, TypeError):
        raise Fault(f"{place} is not a whole notebook: run `make all`, which writes it again") from None
    refuse_conflict(prose, place)
    title = _TITLE.search(prose)
    if title is None:
        raise Fault(f"{place} has no title: begin its first cell with a line such as '# Who was treated?'")
    return ExecutedNotebook(path.stem, title[1].strip(), content)
