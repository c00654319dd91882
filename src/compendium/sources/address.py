"""The address of a database: what of it is secret comes from the environment, and stands in no message."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from compendium.sources.handed import SourceFault, refuse
from press.ground.fault import FaultRecord

_ADDRESS = re.compile(r"\$\{\w+\}|[A-Za-z][\w+.-]*://.*", re.DOTALL)
_NAME = re.compile(r"\$\{(\w+)\}")
_SECRET = re.compile(r"pass|pwd|token|secret|key|credential|auth", re.IGNORECASE)
_INSIDE = re.compile(r"(?:pass\w*|pwd|token|secret)\s*=\s*(?!\$\{)[^;&\s]", re.IGNORECASE)
_HOW = "write ${NAME} in its place, and put the secret into the environment (export NAME=VALUE) before the run"


@dataclass(frozen=True)
class Address:
    """`url` is what is connected to, `shown` the address as it was written, `secrets` what no message may hold."""

    shown: str
    url: URL = field(repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)

    @property
    def file(self) -> str:
        """The path of the file that holds the database, of SQLite alone; "" for a database that a server keeps."""
        return self.url.database or "" if self.url.get_backend_name() == "sqlite" else ""

    def without_secrets(self, text: str) -> str:
        """Return a text in which each secret is three asterisks."""
        for secret in sorted(self.secrets, key=len, reverse=True):
            text = text.replace(secret, "***")
        return text


def is_address(source: str) -> bool:
    """Whether a source is the address of a database, and no path of a file.

    >>> is_address("sqlite:///registry.db"), is_address("${REGISTRY_URL}"), is_address("data/registry")
    (True, True, False)
    """
    return _ADDRESS.fullmatch(source) is not None


def read_address(source: str, environment: Mapping[str, str] = os.environ) -> Address:
    """Return an address with each ${NAME} in it replaced from the environment.

    Raises SourceFault where a password is typed into it, a name is not set, or it is no address.

    >>> found = read_address("postgresql://${WHO}:${PW}@db/myositis", {"WHO": "reader", "PW": "s3/cr:et"})
    >>> found, found.url.password
    (Address(shown='postgresql://${WHO}:${PW}@db/myositis'), 's3/cr:et')
    """
    whole = _NAME.fullmatch(source)
    shown = source if whole else _hidden(source)
    names = list(dict.fromkeys(_NAME.findall(source)))
    refuse(_unset(name, shown) for name in names if not environment.get(name))
    try:
        url = make_url(environment[whole[1]] if whole else source)
    except (ArgumentError, ValueError):
        rule = "an address as SQLAlchemy reads it: dialect://${USER}:${PASSWORD}@host:port/database"
        raise SourceFault(
            [FaultRecord(shown, 0, "", "", rule, "correct it; a sign such as @ belongs into the environment")]
        ) from None
    if whole:
        return Address(shown, url, tuple(_secrets_of(url)))
    if _is_typed(url):
        rule = "no password in an address: it would stand in files and messages"
        refuse([FaultRecord(shown, 0, "", "", rule, _HOW)])

    def filled(text: str) -> str:
        return _NAME.sub(lambda found: environment[found[1]], text)

    query = {key: filled(str(value)) for key, value in url.query.items()}
    set_url = URL.create(
        url.drivername,
        username=filled(url.username or "") or None,
        password=filled(str(url.password or "")) or None,
        host=filled(url.host or "") or None,
        port=url.port,
        database=filled(url.database or "") or None,
        query=query,
    )
    return Address(source, set_url, tuple(environment[name] for name in names))


def _hidden(source: str) -> str:
    """Return an address without what may be secret in it, for a message that comes before it is known what is."""
    typed = _NAME.sub("", source)
    return (
        source if ":" not in typed.partition("://")[2] and "=" not in typed else f"{source.partition('://')[0]}://..."
    )


def _unset(name: str, shown: str) -> FaultRecord:
    rule = f"each ${{NAME}} of an address is set in the environment; {name} is not"
    return FaultRecord(shown, 0, "", "", rule, f"set it before the run: export {name}=VALUE")


def _is_typed(url: URL) -> bool:
    """Whether a password or another secret stands in an address as it was written."""
    said = [
        (key, value) for key, values in url.query.items() for value in ([values] if isinstance(values, str) else values)
    ]
    return (
        bool(url.password and not _NAME.fullmatch(str(url.password)))
        or any(_SECRET.search(key) and not _NAME.fullmatch(value) for key, value in said)
        or any(_INSIDE.search(value) for _, value in said)
    )


def _secrets_of(url: URL) -> Iterator[str]:
    if url.password:
        yield str(url.password)
    for key, value in url.query.items():
        if _SECRET.search(key) or _INSIDE.search(str(value)):
            yield str(value)
    yield url.render_as_string(hide_password=False)
