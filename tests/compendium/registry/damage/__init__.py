"""More than two hundred kinds of damage to the cells of the simulated registry, each with what must be said of it."""

from __future__ import annotations

from collections.abc import Iterator

from .as_sent import Damage
from .contradictions import contradictory_facts
from .dates import damaged_dates
from .numbers import damaged_numbers
from .people import damaged_people
from .structure import damaged_structure
from .words import damaged_words


def damages() -> Iterator[Damage]:
    """Yield every kind of damage."""
    yield from damaged_numbers()
    yield from damaged_dates()
    yield from damaged_words()
    yield from damaged_people()
    yield from contradictory_facts()
    yield from damaged_structure()
