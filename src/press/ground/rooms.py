"""Where a build may put what it makes: paper, site and the data of the analysis, and nowhere else in a project."""

from __future__ import annotations

from collections.abc import Iterable

ANALYSIS = "data/analysis"
RUNS = "runs"  # the study on other data, a project of its own in a folder for each
CHANGES = "changes"  # what changed since a commit, for whoever asks: of no build, and never committed
ROOMS = ("paper", "site", ANALYSIS)


def lies_in(path: str, rooms: Iterable[str]) -> bool:
    """Whether a path, written from the project's root with forward slashes, lies below one of these folders.

    >>> lies_in("data/analysis/rows.csv", ROOMS), lies_in("data/analysis/../registry/rows.csv", ROOMS)
    (True, False)
    """
    plain = all(part and not part.startswith(".") for part in path.split("/"))
    return plain and path.startswith(tuple(f"{room}/" for room in rooms))
