"""The whole simulated registry, written as other centres would write it, comes back through its mapping unchanged."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import pytest

from compendium.mapping.applying import apply
from compendium.mapping.identity import identity
from compendium.mapping.mapping_file import mapping_of
from compendium.registry.codebook import TABLES, Variable
from compendium.sources.cells import Cells
from press.ground.paths import project_root
from tests.compendium.mapping.centres import BOOK, cells, handed


@lru_cache(maxsize=1)
def registry() -> tuple[Cells, ...]:
    """The three tables of the simulated registry, all centres one below the other."""
    tables = []
    for name in TABLES:
        header: list[str] = []
        rows: list[list[str]] = []
        for centre in ("a", "c", "b"):
            with (project_root() / "data" / "registry" / centre / f"{name}.csv").open(encoding="utf-8") as file:
                header, *found = csv.reader(file)
            rows += found
        tables.append(cells(name, header, rows))
    return tuple(tables)


@dataclass(frozen=True)
class Custom:
    """How a centre writes dates, numbers, yes and no, and nothing; and what its mapping says of that."""

    date: Callable[[str], str]
    number: Callable[[str], str]
    yes: str
    no: str
    nothing: str
    defaults: str
    unit: str = "U/L"


def italian_date(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))


def italian_number(text: str) -> str:
    return f"{Decimal(text):,}".translate(str.maketrans(",.", ".,"))


MONTHS = ["", "gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"]
CUSTOMS = {
    "Italian": Custom(
        italian_date, italian_number, "Sì", "no", "n.d.", '{decimal: ",", thousands: ".", date: day first}'
    ),
    "American": Custom(
        lambda iso: f"{iso[5:7]}/{iso[8:]}/{iso[:4]}", lambda text: f"{Decimal(text):,}", "Y", "N", "",
        '{decimal: ".", thousands: ",", date: month first}',
    ),
    "of a program": Custom(
        lambda iso: f"{iso} 00:00:00", lambda text: text, "1", "0", "-999", "{decimal: ., missing: ['-999']}"
    ),
    "with named months": Custom(
        lambda iso: f"{int(iso[8:])}-{MONTHS[int(iso[5:7])]}-{iso[:4]}",
        lambda text: text.replace(".", ","), "x", "-", "?", '{decimal: ","}',
    ),
}  # fmt: skip


def written(text: str, variable: Variable, custom: Custom) -> str:
    """A cell of the registry as a centre of that custom writes it; levels get other names, to be recoded."""
    if variable.kind in ("id", "text"):
        return text
    if not text:
        return custom.nothing
    if variable.kind == "date":
        return custom.date(text)
    if variable.kind in ("number", "integer"):
        return custom.number(text)
    if variable.kind == "yes_no":
        return custom.yes if text == "yes" else custom.no
    return f"livello {variable.levels.index(text)}"


def entry(variable: Variable) -> str:
    keys = [f"column: {variable.name.upper()}"]
    if variable.unit in ("U/L", "ng/mL"):
        keys.append(f"unit: {variable.unit}")
    if variable.unit.startswith("points"):
        keys.append(f"scale: [{variable.low:g}, {variable.high:g}]")
    if variable.levels:
        recode = [f'livello {at}: "{level}"' for at, level in enumerate(variable.levels)]
        keys.append(f"recode: {{{', '.join(recode)}}}")
    return f"{{{', '.join(keys)}}}"


@pytest.mark.parametrize("custom", list(CUSTOMS))
def test_the_registry_written_in_another_custom_is_the_same_registry(custom: str) -> None:
    lines = ["source: {kind: csv, data: x}", f"defaults: {CUSTOMS[custom].defaults}", "tables:"]
    tables = []
    for table in registry():
        variables = [BOOK.variable(name, table.name) for name in table.header]
        rows = [
            [written(text, variable, CUSTOMS[custom]) for text, variable in zip(row, variables, strict=True)]
            for row in table.rows
        ]
        tables.append(cells(table.name, [name.upper() for name in table.header], rows))
        lines += [f"  {table.name}:", f"    from: {table.name}"]
        lines += [f"    {variable.name}: {entry(variable)}" for variable in variables]
    result = apply(mapping_of("\n".join(lines), "x.yaml", BOOK), handed(*tables), BOOK)
    assert result.faults == []
    for table in registry():
        frame = result.tables[table.name].frame
        for name in table.header:
            is_number = BOOK.variable(name, table.name).kind in ("number", "integer")
            sent = [f"{Decimal(text).normalize():f}" if is_number and text else text for text in table.column(name)]
            assert frame[name].tolist() == sent, name


def test_the_registry_itself_needs_no_mapping_and_no_cell_of_it_changes() -> None:
    source = handed(*registry())
    mapping = identity(source, BOOK)
    assert mapping is not None
    result = apply(mapping, source, BOOK)
    assert (result.faults, result.notes) == ([], [])
    for table in registry():
        assert result.tables[table.name].frame[list(table.header)].to_numpy().tolist() == table.rows
