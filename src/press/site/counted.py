"""What the site counts itself, as result rows: printed figures that agree, variables by how they are known."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from compendium.registry.codebook import DERIVED, Codebook
from press.rows import Key, Row

PUBLISHED = "paper/published.csv"
CODEBOOK = "data/codebook.csv"
COUNTED = {"published": PUBLISHED, "codebook": CODEBOOK}  # the file that each of these analyses is counted from


def read_lines(path: Path) -> list[dict[str, str]]:
    """Return the lines of a CSV file by the names of its columns."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def counted_rows(published: list[dict[str, str]], codebook: Codebook) -> Iterator[Row]:
    """Return the counts as rows: `published.agreeing`, `published.all`, `codebook.published.count` and its like."""
    agreeing = sum(line["agrees"] == "yes" for line in published)
    key, total = Key("published"), len(published)
    yield key.row("agreeing", agreeing, n=total, method=f"printed figures that agree, counted in {PUBLISHED}")
    yield key.row("all", total, n=total, method=f"printed figures, counted in {PUBLISHED}")
    kinds = Counter(_known_how(variable.source) for variable in codebook.variables if variable.table != DERIVED)
    for kind, count in sorted(kinds.items()):
        method = f"variables of the registry that are {kind}, counted in {CODEBOOK}"
        yield Key("codebook", kind).row("count", count, n=kinds.total(), method=method)


def _known_how(source: str) -> str:
    """The word that a source opens with.

    >>> _known_how("assumed: mean about 55"), _known_how("assumed; steps of 0.125")
    ('assumed', 'assumed')
    """
    return source.partition(":")[0].partition(";")[0].strip().lower()
