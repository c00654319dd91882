"""A mapping applied to what a centre handed over: its three tables under the codebook's names, or all that stops it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from compendium.mapping.dates_settled import settle
from compendium.mapping.events_completed import class_events, number_events
from compendium.mapping.mapped import Mapped, MappedTable
from compendium.mapping.patient_ids import near_misses
from compendium.mapping.pieces import Piece, below, beside, empty_table, piece_of
from compendium.mapping.rows_taken import rows_taken, telling_faults, unknown_names, unused, with_header_rows
from compendium.mapping.statement import Mapping, Notation, Part, Rule
from compendium.mapping.visits_by_date import name_visits
from compendium.mapping.without_rows import without_rows
from compendium.registry.codebook import TABLES, Codebook, Variable
from compendium.registry.terms import in_other_words, known_terms
from compendium.sources.cells import Cells
from compendium.sources.handed import Handed, Note
from press.ground.fault import FaultRecord

_SHIFTED = (
    "each patient's dates were moved by the source: durations hold; calendar years mean nothing and are not shown"
)

_COUNTED_AS_NONE = "; every result on safety then counts none, which is true only if none occurred: else leave them out"


def apply(mapping: Mapping, handed: Handed, book: Codebook) -> Mapped:
    """Return the tables of a source under the codebook's names, as text, with every fault and with what was done.

    Whether the values are possible is checked later, as for any registry. Nothing is left out in silence: rows that are
    not taken, columns that nothing reads, and every kind of conversion are counted in the notes.
    """
    cells, faults = with_header_rows(mapping, handed)
    notes: list[Note] = []
    tables: dict[str, MappedTable] = {}
    windows: dict[int, int] = {}
    unmade: set[str] = set()
    for name in TABLES:
        pieces = list(_pieces(mapping, name, handed, cells, book.table(name), faults))
        unmade |= {name for piece in pieces if not piece.made}
        notes += [note for piece in pieces for note in piece.notes]
        faults += [fault for piece in pieces for fault in piece.faults]
        standing = [piece for piece in pieces if not piece.part.beside]
        if name == "visits":
            windows = _where(standing, lambda rule: rule.window, "visit")
        tables[name] = below(name, book.table(name), [piece.table for piece in standing])
        for piece in pieces:
            if piece.part.beside:
                tables[name], differing = beside(tables[name], piece)
                faults += differing
        if name == "adverse_events":
            number_events(tables[name], _where(standing, lambda rule: rule.numbered, "event_id"))
            by_term = _where(standing, lambda rule: rule.by_term, "system_organ_class")
            faults += class_events(tables[name], by_term, *((known_terms(), in_other_words()) if by_term else ({}, {})))
        if reason := mapping.absent.get(name):
            counted_as = _COUNTED_AS_NONE if name == "adverse_events" else ""
            notes.append((mapping.file, 0, f"tables.{name}", "", f"no such table: {reason}{counted_as}"))
    for name, fault in [] if faults else list(without_rows(mapping, tables, cells)):
        unmade.add(name)
        faults.append(fault)
    if windows:
        tables["visits"], unnamed, counts = name_visits(tables["visits"], tables["patients"], windows, book)
        faults, notes = faults + unnamed, notes + counts
    notes += settle(tables, book.variable("visit", "visits"))
    faults += [*near_misses(tables), *telling_faults(mapping, cells)]
    notes += [*_absent(mapping), *unused(mapping, cells)]
    if mapping.source.dates_shifted:
        notes.append((mapping.file, 0, "source.dates_shifted", "", _SHIFTED))
    found = sorted(set(faults)), list(dict.fromkeys(notes))
    return Mapped(tables, *found, mapping.source.dates_shifted, frozenset(mapping.absent), frozenset(unmade))


def _pieces(
    mapping: Mapping,
    name: str,
    handed: Handed,
    tables: dict[str, Cells],
    variables: tuple[Variable, ...],
    faults: list[FaultRecord],
) -> Iterator[Piece]:
    for part in mapping.tables.get(name, ()):
        cells = tables.get(part.source)
        unknown = unknown_names(part, name, mapping, handed, cells)
        if cells is None or unknown:
            faults += unknown
            yield Piece(part, empty_table(name, variables), made=False)
            continue
        taken, wrong, notes = rows_taken(part, name, mapping, cells)
        piece = piece_of(_with_missing_codes(part, mapping), name, variables, cells, taken)
        piece.faults += wrong
        piece.notes = [*notes, *piece.notes]
        yield piece


def _with_missing_codes(part: Part, mapping: Mapping) -> Part:
    """Let the source's missing codes count in every column."""

    def also(notation: Notation) -> Notation:
        return replace(notation, missing=(*notation.missing, *mapping.source.missing_codes))

    rules = {name: replace(rule, notation=also(rule.notation)) for name, rule in part.rules.items()}
    return replace(part, rules=rules)


def _where(pieces: list[Piece], is_so: Callable[[Rule], int], variable: str) -> dict[int, int]:
    """Return, of the lines of all pieces below one another, those whose rule for a variable is so, and what it says."""
    found: dict[int, int] = {}
    start = 0
    for piece in pieces:
        stop = start + len(piece.table.files)
        rule = piece.part.rules.get(variable)
        if rule is not None and (value := is_so(rule)):
            found |= dict.fromkeys(range(start, stop), value)
        start = stop
    return found


def _absent(mapping: Mapping) -> Iterator[Note]:
    """Yield a note for each reason why variables are absent."""
    for name, parts in mapping.tables.items():
        reasons: dict[str, list[str]] = {}
        for part in parts:
            for variable, rule in part.rules.items():
                if rule.absent and variable not in reasons.setdefault(rule.absent, []):
                    reasons[rule.absent].append(variable)
        for reason, variables in reasons.items():
            yield mapping.file, 0, f"tables.{name}", "", f"absent ({reason}): {', '.join(variables)}"
