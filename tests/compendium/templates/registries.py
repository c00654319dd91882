"""Registries as text tables: the committed ones, and any that the codebook allows."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from compendium.registry.codebook import KEYS, TABLES, Variable, load_codebook

BOOK = load_codebook()
CENTRES = ("b", "c", "a")
Tables = dict[str, list[list[str]]]  # of each table the rows, their cells in the order of the codebook


def header(table: str) -> list[str]:
    """Return the names of a table's columns."""
    return [variable.name for variable in BOOK.table(table)]


def committed(root: Path, centre: str) -> Tables:
    """Return one centre's tables as they lie in data/registry."""
    tables = {}
    for table in TABLES:
        with (root / "data" / "registry" / centre / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            first, *rows = csv.reader(file)
        assert first == header(table)
        tables[table] = rows
    return tables


def _text(variable: Variable) -> st.SearchStrategy[str]:
    """Return the texts that the codebook lets a cell hold, as kinds.write would write them."""
    if variable.kind in ("integer", "number"):
        places = variable.decimals
        low, high = (round((end or 0) * 10**places) for end in (variable.low, variable.high))
        return st.integers(low, high).map(lambda whole: f"{whole / 10**places:.{places}f}")
    if variable.kind == "date":
        return st.dates(date(1901, 1, 1), date(2026, 1, 1)).map(date.isoformat)
    if variable.kind == "yes_no":
        return st.sampled_from(["yes", "no"])
    if variable.kind == "level":
        return st.sampled_from(variable.levels)
    return st.text("aB0-é= '\"<&,;", min_size=1, max_size=8).map(lambda text: f"x{text}x")


@st.composite
def any_tables(draw: st.DrawFn) -> Tables:
    """Return tables of up to three patients, with up to three visits and events each, and cells left empty."""
    patients = draw(st.lists(st.from_regex(r"[A-Z0-9]{1,3}[-_.]?[0-9]{1,4}", fullmatch=True), max_size=3, unique=True))
    tables: Tables = {table: [] for table in TABLES}
    for patient in patients:
        tables["patients"].append(_row(draw, "patients", {"patient_id": patient}))
        for visit in draw(st.lists(st.sampled_from(BOOK.variable("visit").levels), max_size=3, unique=True)):
            tables["visits"].append(_row(draw, "visits", {"patient_id": patient, "visit": visit}))
        for at in range(draw(st.integers(0, 3))):
            tables["adverse_events"].append(
                _row(draw, "adverse_events", {"patient_id": patient, "event_id": f"{patient}-{at}"})
            )
    return tables


def _row(draw: st.DrawFn, table: str, key: dict[str, str]) -> list[str]:
    assert set(KEYS[table]) <= set(key)
    return [
        key.get(variable.name)
        or draw(_text(variable) if variable.required else st.one_of(st.just(""), _text(variable)))
        for variable in BOOK.table(table)
    ]
