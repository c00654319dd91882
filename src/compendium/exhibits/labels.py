"""How a variable is called in a table or figure: its label and unit from the codebook, its levels as recorded."""

from __future__ import annotations

from compendium.clinical.outcomes import project_codebook
from compendium.clinical.which_centres import TOGETHER, by_name
from compendium.disclosure.merging import COUNTED_AS, OTHER
from compendium.registry.codebook import Variable
from press.exhibits import cells
from press.rows import Key, Ledger, slug
from press.rows.sentence import capital

CORE_TABLES = ("patients", "analysis", "visits")


def variable(name: str) -> Variable:
    """Return the codebook's entry for a patient-level, derived or visit variable."""
    for table in CORE_TABLES:
        for entry in project_codebook().table(table):
            if entry.name == name:
                return entry
    raise KeyError(f"data/codebook.csv has no variable {name}")


def label(name: str) -> str:
    """Return a variable's label without its unit.

    >>> label("raynaud")
    "Raynaud's phenomenon"
    """
    return variable(name).label


def with_unit(name: str) -> str:
    """Return a variable's label with its unit, as a table's line or an axis wants it.

    >>> with_unit("age")
    'Age at first IVIg, years'
    """
    entry = variable(name)
    unit = entry.unit.replace("-", "–")  # a range such as 0–150 is printed with an en dash
    return f"{entry.label}, {unit}" if unit and unit not in entry.label else entry.label


def digits(name: str) -> int:
    """Return the decimals at which the variable is summarised: one or two, none where values run to thousands.

    >>> digits("age"), digits("haq_di"), digits("ck")
    (1, 2, 0)
    """
    entry = variable(name)
    return 0 if (entry.usual_high or 0) >= 1000 else min(max(entry.decimals, 1), 2)


def centres(ledger: Ledger, analysis: Key) -> dict[str, str]:
    """Return the centres that patients of an analysis come from, by the alphabet: name in a key, name as recorded."""
    rows = ledger.find(analysis=analysis.analysis, variable="centres", group="", statistic="patients")
    return {row.level: row.note for row in sorted(rows, key=lambda row: by_name(row.note))}


def opening(centre: str) -> str:
    """Return the name of a centre as a column or a line opens with it: those that were put together have no name.

    >>> opening("other centres"), opening("de Marchi")
    ('Other centres', 'de Marchi')
    """
    return capital(centre) if centre == TOGETHER else centre


def level_keys(ledger: Ledger, key: Key, groups: tuple[str, ...] = ("",)) -> list[tuple[str, Key]]:
    """Return the levels of a variable that any patient of these groups has, with the label as recorded.

    Of those that were put together, what they are counted as, last.
    """

    def is_there(at: Key) -> bool:
        rows = [ledger[row_id] for group in groups if (row_id := cells.row_id(at.at(group=group), "count")) in ledger]
        # what is not shown is there: only a count of none is none, and a level that is counted as another
        return any(row.value != 0 and not row.note.startswith(COUNTED_AS) for row in rows)

    levels = dict.fromkeys([*variable(key.variable).levels, OTHER])
    return [(level, at) for level in levels if is_there(at := key.at(level=slug(level)))]


def definition(ledger: Ledger, key: Key) -> str:
    """Return the note that names the response definition in force; `key` names the analysis."""
    return f"Response: {ledger[cells.row_id(key.at(variable='response'), 'definition')].note}"
