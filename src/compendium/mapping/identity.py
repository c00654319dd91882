"""A source that has the codebook's own names already, such as the filled template: it needs no mapping file."""

from __future__ import annotations

from compendium.mapping.statement import Mapping, Part, Rule, Source
from compendium.registry.codebook import TABLES, Codebook, Variable
from compendium.sources.handed import Handed


def identity(handed: Handed, book: Codebook) -> Mapping | None:
    """Return the mapping that takes every cell as it is, where each table has exactly its columns; None elsewhere.

    Tables are known by their names and columns by the codebook's, in any order; further tables are left for the notes.

    >>> from compendium.registry.codebook import load_codebook
    >>> identity(Handed("csv", {}), load_codebook()) is None
    True
    """
    if any(name not in handed.tables or not _is_like(handed, name, book.table(name)) for name in TABLES):
        return None
    return Mapping(
        "the source itself", Source(handed.kind), {name: (_part(name, book.table(name)),) for name in TABLES}
    )


def _is_like(handed: Handed, name: str, variables: tuple[Variable, ...]) -> bool:
    return sorted(handed.tables[name].header) == sorted(variable.name for variable in variables)


def _part(name: str, variables: tuple[Variable, ...]) -> Part:
    return Part(name, 0, {each.name: Rule(each, 0, (each.name,), as_written=True) for each in variables})
