"""What a person or a program does to a registry: writes into a cell, a column, the facts of one patient or event."""

from __future__ import annotations

from collections.abc import Callable

from compendium.registry.sent import FILE

from .as_sent import Change, Tables, table_of


def cell(column: str, value: str, *, at: int = 4, table: str = "") -> Change:
    """Return the act of writing `value` into a cell that is not empty, the `at`-th of its column."""

    def change(sent: Tables) -> None:
        frame = sent[table or table_of(column)]
        frame.loc[frame.index[frame[column] != ""][at], column] = value

    return change


def both(*changes: Change) -> Change:
    """Return several acts as one."""

    def change(sent: Tables) -> None:
        for each in changes:
            each(sent)

    return change


def column(name: str, how: Callable[[str], str], *, centre: str = "b") -> Change:
    """Return the act of changing every filled cell of a column in one centre."""

    def change(sent: Tables) -> None:
        frame = sent[table_of(name)]
        own = frame[FILE].str.startswith(centre) & (frame[name] != "")
        frame.loc[own, name] = frame.loc[own, name].map(how)

    return change


def patient(at: int = 5, **facts: str) -> Change:
    """Return the act of writing facts of one patient."""

    def change(sent: Tables) -> None:
        for name, value in facts.items():
            sent["patients"].loc[at, name] = value

    return change


def event(at: int = 2, **facts: str) -> Change:
    """Return the act of writing facts of one adverse event."""

    def change(sent: Tables) -> None:
        for name, value in facts.items():
            sent["adverse_events"].loc[at, name] = value

    return change


def times(factor: float, decimals: int = 1) -> Callable[[str], str]:
    """Return how a number is written after a change of unit."""
    return lambda text: f"{float(text) * factor:.{decimals}f}"


def every(number: int, name: str, value: str) -> Change:
    """Write one value into every n-th filled cell of a column."""

    def change(sent: Tables) -> None:
        frame = sent[table_of(name)]
        frame.loc[frame.index[frame[name] != ""][::number], name] = value

    return change
