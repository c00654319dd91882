"""Rule: a database is read, never written to; its password comes from the environment and stands in no message."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from compendium.sources.address import read_address
from compendium.sources.handed import SourceFault
from compendium.sources.opening import open_source

SECRET = "p/w:d@1#Ω"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "registry.db"
    with sqlite3.connect(path) as written:
        written.execute("CREATE TABLE visits (id TEXT PRIMARY KEY, day DATE, ck NUMERIC, note BLOB)")
        rows = [("P2", "20/03/2014", 310.5, None), ("P1", "2014-03-20", 1240.0, b"\xff")]
        written.executemany("INSERT INTO visits VALUES (?, ?, ?, ?)", rows)
        written.execute("CREATE TABLE events (id TEXT, term TEXT)")
        written.executemany("INSERT INTO events VALUES (?, ?)", [("P2", "Headache"), ("P1", "=cmd"), ("P1", "007")])
        written.execute("CREATE VIEW high AS SELECT id FROM visits WHERE ck > 1000")
        written.execute('CREATE TABLE "odd ""name" ("a b" TEXT, "order" TEXT)')
    written.close()
    return path


def test_tables_and_views_are_read_as_texts_in_a_fixed_order(database: Path) -> None:
    """By primary key, else by their texts: a database promises no order. A date that is none stays as it is."""
    handed = open_source(f"sqlite:///{database}")
    assert list(handed.tables) == ["events", "high", 'odd "name', "visits"]
    assert (handed.kind, handed.reads) == ("sql", (str(database),))
    visits = handed.tables["visits"]
    assert visits.header == ("id", "day", "ck", "note")
    assert visits.rows == [
        ["P1", "2014-03-20", "1240", "(1 bytes that are no text)"],
        ["P2", "20/03/2014", "310.5", ""],
    ]
    assert (visits.numbers, visits.place) == ([1, 2], f"sqlite:///{database}, table visits")
    assert handed.tables["events"].rows == [["P1", "007"], ["P1", "=cmd"], ["P2", "Headache"]]
    assert handed.tables["high"].rows == [["P1"]]
    assert [note[0].partition(", ")[2] for note in handed.notes] == ['table odd "name']


def test_a_file_of_sqlite_is_read_by_its_content(database: Path) -> None:
    odd = database.rename(database.with_name("a?b #1 export.csv"))
    handed = open_source(odd)
    assert (handed.kind, handed.tables["high"].place) == ("sql", "a?b #1 export.csv, table high")


def test_nothing_is_written(database: Path) -> None:
    before = database.read_bytes(), sorted(database.parent.iterdir())
    open_source(f"sqlite:///{database}")
    with pytest.raises(SourceFault, match="No such file"):
        open_source(f"sqlite:///{database}x")
    assert (database.read_bytes(), sorted(database.parent.iterdir())) == before


def test_a_name_in_the_address_comes_from_the_environment(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHERE", str(database))
    assert list(open_source("sqlite:///${WHERE}").tables)[-1] == "visits"
    monkeypatch.setenv("REGISTRY_URL", f"sqlite:///{database}")
    assert open_source("${REGISTRY_URL}").tables["high"].place == "${REGISTRY_URL}, table high"
    monkeypatch.delenv("WHERE")
    with pytest.raises(SourceFault, match="WHERE is not"):
        open_source("sqlite:///${WHERE}")


def test_a_secret_is_taken_whatever_signs_it_has() -> None:
    address = read_address("postgresql://${WHO}:${PW}@db/myositis?sslmode=require", {"WHO": "reader", "PW": SECRET})
    assert (address.url.username, address.url.password, address.url.host) == ("reader", SECRET, "db")
    assert address.url.query == {"sslmode": "require"}


def texts_of(fault: SourceFault) -> Iterator[str]:
    yield str(fault)
    for record in fault.records:
        yield from map(str, (record.file, record.value, record.rule, record.action, repr(record)))


TYPED = [
    f"postgresql://reader:{SECRET}@db/myositis",
    "mysql://reader:s3cret@db/myositis",
    "postgresql://reader:s3cret@db:port/myositis",
    "postgresql://${WHO}:s3cret${PW}@db/myositis",
    "postgresql://db/myositis?password=s3cret",
    "postgresql://db/myositis?user=a&sslpassword=s3cret",
    "mssql+pyodbc:///?odbc_connect=DRIVER%3DX%3BPWD%3Ds3cret",
    "snowflake://db/x?token=s3cret",
]


@pytest.mark.parametrize("typed", TYPED)
def test_a_password_typed_into_the_address_is_refused_and_not_repeated(
    typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHO", "reader")
    monkeypatch.setenv("PW", "x")
    with pytest.raises(SourceFault) as raised:
        open_source(typed)
    assert not any("s3cret" in text or SECRET in text for text in texts_of(raised.value))
    assert raised.value.__cause__ is None or "s3cret" not in str(raised.value.__cause__)


def test_how_to_hand_over_a_password_is_said() -> None:
    with pytest.raises(SourceFault, match=r"write \$\{NAME\} in its place, and put the secret into the environment"):
        open_source("postgresql://reader:s3cret@db/myositis")


@pytest.mark.parametrize(
    "source", ["postgresql://${WHO}:${PW}@localhost:1/myositis", "${WHOLE}", "mysql://${WHO}:${PW}@h/x"]
)
def test_a_secret_of_the_environment_is_in_no_message(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHO", "reader")
    monkeypatch.setenv("PW", "s3cret")
    monkeypatch.setenv("WHOLE", "oracle://reader:s3cret@db/x")
    with pytest.raises(SourceFault) as raised:
        open_source(source)
    assert not any("s3cret" in text for text in texts_of(raised.value))
    assert len(raised.value.records) == 1


def test_an_address_shows_no_secret_of_its_own() -> None:
    address = read_address("postgresql://${WHO}:${PW}@db/x", {"WHO": "reader", "PW": "s3cret"})
    assert "s3cret" not in repr(address) + str(address) + address.without_secrets("could not log in with s3cret")


def test_what_is_no_address_is_said() -> None:
    with pytest.raises(SourceFault, match="whose driver is installed"):
        open_source("nosuchdialect://db/x")
    with pytest.raises(SourceFault, match="the path of a SQLite file"):
        open_source("sqlite://")
