"""Units and scales: which are known, how they are spelt, and by what a value is multiplied to reach the codebook's."""

from __future__ import annotations

import re
from decimal import Decimal

from compendium.registry.codebook import Variable

# To the codebook's unit from others. One katal turns over a mole a second, one unit a micromole a minute.
_FACTORS = {
    "U/L": {"U/L": Decimal(1), "ukat/L": Decimal(60), "nkat/L": Decimal("0.06")},
    "ng/mL": {"ng/mL": Decimal(1), "ug/L": Decimal(1)},
    "g/kg/month": {"g/kg/month": Decimal(1), "mg/kg/month": Decimal("0.001")},
    "mg/day": {"mg/day": Decimal(1)},
    "years": {"years": Decimal(1)},
    "infusions": {"infusions": Decimal(1)},
    "grade": {"grade": Decimal(1)},
}
_DIFFER = ("U/L", "ng/mL")  # laboratories differ in them, so a mapping has to say which it is
_SPELLINGS = [
    (r"\bi\.?u\b|\bu\.?i\b", "u"),
    (r"\bmcg", "ug"),
    (r"/(die|d|giorno|24h|gg)\b", "/day"),
    (r"/mese\b", "/month"),
]
_SPELLINGS += [(r"^(anni|anno|year|yrs|y|aa)$", "years")]


def known_units(variable: Variable) -> tuple[str, ...]:
    """Return the units in which a variable can be given; none for what has no unit, or points of a scale.

    >>> from compendium.registry.codebook import load_codebook
    >>> known_units(load_codebook().variable("myoglobin"))
    ('ng/mL', 'ug/L')
    """
    return tuple(_FACTORS.get(variable.unit, {}))


def unit_must_be_stated(variable: Variable) -> bool:
    """Return whether laboratories differ in the unit of this variable."""
    return variable.unit in _DIFFER


def is_scale(variable: Variable) -> bool:
    """Return whether a variable counts points on a scale, the ends of which are its limits in the codebook."""
    return variable.unit.startswith("points") and variable.low is not None and variable.high is not None


def named_unit(text: str, variable: Variable) -> str:
    """Return the known unit that a text spells, "" for none.

    >>> from compendium.registry.codebook import load_codebook
    >>> ck = load_codebook().variable("ck")
    >>> named_unit("µkat/l", ck), named_unit("UI/L", ck), named_unit("mg/dL", ck)
    ('ukat/L', 'U/L', '')
    """
    spelt = re.sub(r"\s", "", text).replace("µ", "u").replace("μ", "u").casefold()
    for pattern, plain in _SPELLINGS:
        spelt = re.sub(pattern, plain, spelt)
    return next((unit for unit in known_units(variable) if unit.casefold() == spelt), "")


def to_codebook(value: Decimal, variable: Variable, unit: str, scale: tuple[Decimal, Decimal] | None) -> Decimal:
    """Return a value in the codebook's unit or on its scale: by the unit's factor, or along the scale in proportion.

    >>> from compendium.registry.codebook import load_codebook
    >>> book = load_codebook()
    >>> to_codebook(Decimal("2.3"), book.variable("ck"), "ukat/L", None)
    Decimal('138.0')
    >>> to_codebook(Decimal(73), book.variable("mmt8"), "", (Decimal(0), Decimal(80)))
    Decimal('136.875')
    """
    if scale is not None and variable.low is not None and variable.high is not None:
        low, high = Decimal(str(variable.low)), Decimal(str(variable.high))
        return low + (value - scale[0]) * (high - low) / (scale[1] - scale[0])
    return value * _FACTORS.get(variable.unit, {}).get(unit, Decimal(1))
