"""Which table of a source holds what: patients, visits or adverse events, by the names of its columns and its own."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from compendium.mapping.column_matching import Match, match_columns
from compendium.mapping.synonyms import Synonyms, processed
from compendium.mapping.wide_layout import visit_in, visits_in_rows
from compendium.registry.codebook import KEYS, TABLES, Codebook
from compendium.sources.cells import Cells
from compendium.sources.handed import Handed
from compendium.sources.telling_column import telling

_NAMED_SO = 3  # what a telling name counts for beside columns that match
_FEWEST = 2
_FOR_REDCAP = re.compile(r".*_complete|redcap_(?!event_name|data_access_group).*").fullmatch


@dataclass(frozen=True)
class Role:
    """A table of the source taken for one of the codebook's, with the columns that match.

    groups: where a row has several visits, of each visit the columns that match.
    """

    cells: Cells
    table: str
    matches: list[Match]
    groups: dict[str, list[Match]]


def roles_of(
    handed: Handed, book: Codebook, synonyms: Synonyms, telling_some: Mapping[str, Collection[str]]
) -> list[Role]:
    """Return what each table may be, those that match best first; one may be both patients and, in groups, visits.

    telling_some: by the name of each table, the columns that are no variable's, as they tell who the patients are.
    """
    found: list[tuple[float, Role]] = []
    for table_name, cells in handed.tables.items():
        fit = [name for name in cells.header if name and name not in telling_some[table_name]]
        groups = _groups(cells, fit, book, synonyms)
        in_groups = {match.column for matches in groups.values() for match in matches}
        alone = {name: name for name in fit if name not in in_groups and not _FOR_REDCAP(name)}
        matches = {table: _matches(cells, table, book, synonyms, alone) for table in TABLES}
        weights = {table: _weight(cells, table, each, synonyms) for table, each in matches.items()}
        table = "patients" if groups else max(TABLES, key=weights.__getitem__)
        if groups:
            pseudonym = [match for match in matches["visits"] if match.variable == "patient_id"]
            found.append((weights["visits"], Role(cells, "visits", pseudonym, groups)))
        if weights[table] >= (1 if groups else _FEWEST):
            found.append((weights[table], Role(cells, table, matches[table], {})))
    return [role for _, role in sorted(found, key=lambda each: -each[0])]


def telling_columns(cells: Cells) -> dict[str, str]:
    """Return the columns of which most cells tell who the patients are, and what they hold: they are no variable's."""
    found = {name: telling(cells.column(name), name) for name in dict.fromkeys(cells.header) if name not in cells.codes}
    return {name: each.what for name, each in found.items() if each and 2 * each.number > each.filled}


def _groups(cells: Cells, fit: list[str], book: Codebook, synonyms: Synonyms) -> dict[str, list[Match]]:
    """Return the columns of each visit where a row has several; what is no sure match may mean something else.

    What fits a patient is none, such as the date of the last infusion, unless its name is else a measure's.
    """
    groups = {}
    alone = _matches(cells, "patients", book, synonyms, {name: name for name in fit})
    of_patients = {match.column for match in alone if match.sure}
    measured = {word for variable in book.table("visits") for word in synonyms.names[variable.name]}
    may_be = [name for name in fit if name not in of_patients or visit_in(name)[1] in measured]
    for level, headers in visits_in_rows(may_be, book.variable("visit", "visits").levels).items():
        matches = _matches(cells, "visits", book, synonyms, dict(headers))
        if kept := [match for match in matches if match.sure and match.variable not in KEYS["visits"]]:
            groups[level] = kept
    return groups if len(groups) > 1 else {}


def _matches(cells: Cells, table: str, book: Codebook, synonyms: Synonyms, headers: dict[str, str]) -> list[Match]:
    """Return the matches of some columns, each known by a name and by its label."""
    names = {
        header: [name, *([label] if (label := cells.labels.get(header)) else [])] for header, name in headers.items()
    }
    variables = [variable.name for variable in book.table(table)]
    return match_columns(names, [name for name in variables if headers and name], synonyms)


def _weight(cells: Cells, table: str, matches: list[Match], synonyms: Synonyms) -> float:
    """Return how much speaks for a table: a sure column 1, an unsure one 0.4; a pseudonym is in all of them."""
    telling = [match for match in matches if match.variable != "patient_id"]
    named = processed(cells.name)
    is_named = any(name == named or (len(name) > 4 and name in named) for name in synonyms.names[table])
    keys = sum(match.variable in KEYS[table] and match.variable != "patient_id" for match in telling if match.sure)
    return sum(1 if match.sure else 0.4 for match in telling) + keys + _NAMED_SO * is_named
