"""Where the changes since a commit are written, and how they are taken away again."""

from __future__ import annotations

import contextlib
from pathlib import Path

from press.ground.rooms import CHANGES
from press.paper.files import MANUSCRIPT, SUPPLEMENT

NUMBERS = f"{CHANGES}/numbers.csv"
TRACKED = {name: f"{CHANGES}/{name}.docx" for name in (MANUSCRIPT, SUPPLEMENT)}


def take_away(root: Path) -> None:
    """Remove what an earlier look at the changes of the project at `root` had written, and nothing else."""
    for name in (NUMBERS, *TRACKED.values()):
        (root / name).unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # it holds something else, or is not there
        (root / CHANGES).rmdir()
