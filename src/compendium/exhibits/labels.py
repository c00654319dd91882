"""How a variable is called in a table or figure: its label and unit from the codebook, its levels as recorded."""

from __future__ import annotations

from compendium.clinical.outcomes import project_codebook
from compendium.registry.codebook import Variable

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
