"""An exhibit as data beside its other files, and back: JSON that a person can read and a program can trust."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

from press.ground.fault import Fault
from press.ground.paths import named

Content = Mapping[str, Any]
Kept = TypeVar("Kept")


def write_content(part: object, path: Path) -> Path:
    """Write a dataclass as JSON (UTF-8, one space a step, what is as usual left out, a newline last)."""
    words = json.dumps(content(part), indent=1, ensure_ascii=False)
    path.write_text(words + "\n", encoding="utf-8", newline="\n")
    return path


def content(part: Any) -> Any:
    """Return dataclasses as objects without the fields that hold their default, and all that is in them.

    >>> from press.exhibits.table.layout import Cell
    >>> content(Cell("0.023", ("fisher",)))
    {'text': '0.023', 'marks': ['fisher']}
    """
    if is_dataclass(part):
        held = {each.name: (getattr(part, each.name), _default(each)) for each in fields(part)}
        return {name: content(value) for name, (value, default) in held.items() if value != default}
    if isinstance(part, Mapping):
        return {name: content(value) for name, value in part.items()}
    return [content(value) for value in part] if isinstance(part, tuple) else part


def _default(each: Field[Any]) -> Any:
    return each.default if each.default_factory is MISSING else each.default_factory()


def read_content(path: Path, make: Callable[[Content], Kept]) -> Kept:
    """Return what `make` makes of a file that `write_content` wrote.

    Raises Fault, naming the file, where it is missing, is no JSON or does not hold what `make` asks for.
    """
    try:
        return make(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise Fault(f"{named(path)} is not there: `make all` writes it") from error
    except (OSError, ValueError, TypeError, KeyError) as error:
        reason = f"it has no {error}" if isinstance(error, KeyError) else str(error)
        raise Fault(
            f"{named(path)} cannot be read: {reason}. Delete it and run `make all`, which makes it anew"
        ) from error


def taken(given: Content, name: str, kind: type[Kept], default: Kept | None = None) -> Kept:
    """Return one field of some content; where it is left out, its default. Raises TypeError for another kind.

    >>> taken({"title": "Patients"}, "title", str)
    'Patients'
    """
    if not isinstance(given, Mapping):
        raise TypeError(f"{given!r} is where {name!r} should be a field")
    value = given[name] if default is None else given.get(name, default)
    if type(value) is not kind:
        raise TypeError(f"{name!r} is {value!r}, not of the kind {kind.__name__}")
    return value


def texts(given: Content, name: str) -> tuple[str, ...]:
    """Return a field that is a list of texts; where it is left out, no text."""
    values = taken(given, name, list, [])
    if wrong := [value for value in values if not isinstance(value, str)]:
        raise TypeError(f"{name!r} holds {wrong[0]!r}, which is no text")
    return tuple(values)
