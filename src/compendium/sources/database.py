"""The tables and views of a database, read and never written to: each value as the database gives it, in text."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnClause, Connection, Inspector, column, create_engine, inspect, select, table
from sqlalchemy.exc import NoSuchModuleError, SAWarning, SQLAlchemyError
from sqlalchemy.pool import NullPool

from compendium.sources.address import Address
from compendium.sources.cells import Cells
from compendium.sources.handed import Note, SourceFault, refuse
from compendium.sources.texts import text_of
from press.ground.fault import FaultRecord
from press.ground.plain_file import file_flaw

_SHOWN = 200  # characters of what a database says of an error


def read_database(address: Address) -> tuple[list[Cells], list[Note]]:
    """Return every table and view of the database that the address names, in alphabetical order.

    Rows come in the order of the primary key, or else in that of their texts, and are numbered from 1: the same data
    give the same tables. Comments on columns are their labels. Columns are asked for without a type, so that a text in
    a column of dates comes as it is. Raises SourceFault where the database cannot be reached or read.
    """
    if address.url.get_backend_name() == "sqlite":
        address = _read_only(address)
    try:
        engine = create_engine(address.url, poolclass=NullPool)
        with warnings.catch_warnings(), engine.connect() as connection:
            warnings.simplefilter("ignore", SAWarning)  # types that SQLAlchemy does not know are read as text, too
            return _all_tables(connection, address.shown)
    except (NoSuchModuleError, ImportError) as error:
        rule = f"a database whose driver is installed; {_said(address, error)}"
        action = "install the driver (for PostgreSQL: psycopg), or hand over an export of the tables"
    except (SQLAlchemyError, UnicodeError, OSError, ValueError) as error:
        rule = f"a database that can be read; it says: {_said(address, error)}"
        action = "correct the address, or ask who keeps the database for an account that may read"
        if address.file:
            action = "send the file again, whole, or hand over an export of its tables"
    raise SourceFault([FaultRecord(address.shown, 0, "", "", rule, action)])


def _read_only(address: Address) -> Address:
    """Return the address of a SQLite file opened for reading alone: otherwise a missing one would be made."""
    path = Path(address.url.database or "")
    if address.url.database and not address.url.database.startswith("file:"):
        if flaw := file_flaw(path):
            refuse([FaultRecord(address.shown, 0, "", "", *flaw)])
        read_only = address.url.set(database=path.resolve().as_uri(), query={"mode": "ro", "uri": "true"})
        return Address(address.shown, read_only, address.secrets)
    rule, action = "the path of a SQLite file, after sqlite:///", "name the file"
    raise SourceFault([FaultRecord(address.shown, 0, "", "", rule, action)])


def _all_tables(connection: Connection, shown: str) -> tuple[list[Cells], list[Note]]:
    inspector = inspect(connection)
    names = sorted({*inspector.get_table_names(), *inspector.get_view_names()})
    if not names:
        rule = "a database with at least one table; this one has none that may be read"
        refuse([FaultRecord(shown, 0, "", "", rule, "see whether it is the database that was meant")])
    tables, notes = [], []
    for name in names:
        cells = _one_table(connection, inspector, name, shown)
        tables.append(cells)
        if not cells.rows:
            notes.append(
                (cells.file, 0, "", "", "a table without a row: was there none to record, or were they not sent?")
            )
    return tables, notes


def _one_table(connection: Connection, inspector: Inspector, name: str, shown: str) -> Cells:
    said = inspector.get_columns(name)
    header = tuple(str(each["name"]) for each in said)
    key = inspector.get_pk_constraint(name)["constrained_columns"] if name in inspector.get_table_names() else []
    asked = select(*map(_untyped, header)).select_from(table(name)).order_by(*map(column, key))
    rows = [[text_of(value) for value in row] for row in connection.execute(asked)]
    if not key:
        rows.sort()
    labels = {str(each["name"]): str(comment) for each in said if (comment := each.get("comment"))}
    return Cells(name, f"{shown}, table {name}", "", header, rows, list(range(1, len(rows) + 1)), labels)


def _untyped(name: str) -> ColumnClause[Any]:
    return column(name)


def _said(address: Address, error: Exception) -> str:
    """What the database or its driver says, in one line and without a secret of the address."""
    first = str(getattr(error, "orig", None) or error).partition("\n")[0]
    return address.without_secrets(first).rstrip(".")[:_SHOWN]
