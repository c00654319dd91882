"""Why a number is not what it was: the data, a definition, a setting, the code, a package, or the text alone."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from press.changes.numbers import SAID, Line, Number

DEFINITIONS = "data/definitions/"
_ROW = ", row "  # in sources.csv, between a spreadsheet and the one row of it that was read
_CODE, _PACKAGES = ("src/", "press/", "notebooks/"), "requirements.lock"
_MOST = 3


@dataclass(frozen=True)
class Maker:
    """What makes numbers, a notebook or a step: the code it runs and the files it reads, as the last build noted them.

    made_by: of the files that it reads, those that another one makes, with who that is.
    """

    code: frozenset[str] = frozenset()
    inputs: frozenset[str] = frozenset()
    made_by: Mapping[str, str] = field(default_factory=dict)


def of_text(number: Number) -> str:
    """Return the cause where it is the text alone, "" where the result itself is another."""
    if number.kind == SAID:
        return "text: written in another way"
    if number.known and not number.then:
        return "text: a sentence asks for it that did not"
    if number.known and not number.now:
        return "text: no sentence asks for it any more"
    return ""


def causes(
    name: str,
    makers: Mapping[str, Maker],
    changed: Iterable[str],
    explain: Callable[[str], str],
    settings: Iterable[str],
) -> list[str]:
    """Return all that changed of what makes a number, and of what made what that reads, the most telling first.

    changed: the files that changed; explain: called with a definition's file, what it says now; settings: in words.
    """
    above = _above(name, makers)
    rests_on = {each for one in above for each in (*makers[one].code, *makers[one].inputs)}
    made = {each for one in above for each in makers[one].made_by}  # why such a file changed is told by what made it
    files = sorted(set(changed) & rests_on - made)
    found = [f"settings: {each}" for each in settings]
    found += [f"definition: {explain(each)}" for each in files if each.startswith(DEFINITIONS)]
    code = [each for each in files if each.startswith(_CODE)]
    data = [each for each in files if each.startswith("data/") and not each.startswith(DEFINITIONS)]
    packages = [each for each in files if each == _PACKAGES]
    found += [
        f"{kind}: {_some(each)}" for kind, each in (("data", data), ("code", code), ("packages", packages)) if each
    ]
    return found


def changed_settings(then: Line | None, now: Line | None) -> list[str]:
    """Return the settings of a number's run that are others now, in words.

    >>> changed_settings({"parameters": "seed=1; policy=a"}, {"parameters": "seed=2; policy=a"})
    ['seed: 1 -> 2']
    """
    old, new = (dict(each.split("=", 1) for each in _parts(line, "parameters")) for line in (then, now))
    both = old.keys() & new.keys()
    return [f"{name}: {old[name]} -> {new[name]}" for name in sorted(both) if old[name] != new[name]]


def read_otherwise(then: Line | None, now: Line | None) -> set[str]:
    """Return the files that a number's run had read with another content than now, by the checksums in sources.csv.

    >>> sorted(read_otherwise({"inputs": "a.csv=12; b.csv, row x=3"}, {"inputs": "a.csv=12; b.csv, row x=4"}))
    ['b.csv']
    """
    old, new = (dict(each.rsplit("=", 1) for each in _parts(line, "inputs")) for line in (then, now))
    return (
        {name.partition(_ROW)[0] for name in {*old, *new} if old.get(name) != new.get(name)} if old and new else set()
    )


def lines_changed(file: str, then: str, now: str) -> str:
    r"""Return what of a definition is said otherwise: the line, and of a table's line the cells.

    >>> lines_changed("a.csv", "id,least\nx,20\n", "id,least\nx,25\n")
    'a.csv, line 2, least: 20 -> 25'
    """
    old, new = then.splitlines(), now.splitlines()
    header = _cells(new[0]) if file.endswith(".csv") and new else []
    said: list[str] = []
    for tag, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "replace" and i_end - i == j_end - j:
            said += [_line(each + 1, old[i + each - j], new[each], header) for each in range(j, j_end)]
        elif tag != "equal":
            said += [f"line {each + 1} is new: {new[each]}" for each in range(j, j_end)]
            said += [f"line {each + 1} of then is gone: {old[each]}" for each in range(i, i_end)]
    return f"{file}, {_some(said, '; ')}" if said else file


def _line(number: int, old: str, new: str, header: list[str]) -> str:
    before, after = _cells(old), _cells(new)
    both = zip(header, before, after, strict=False)
    differ = [f"{name}: {one} -> {other}" for name, one, other in both if one != other]
    whole = len(header) == len(before) == len(after)
    return f"line {number}, {', '.join(differ)}" if whole and differ else f"line {number}: {old} -> {new}"


def _cells(line: str) -> list[str]:
    return next(csv.reader([line]), [])


def _above(name: str, makers: Mapping[str, Maker]) -> list[str]:
    """A maker and all whose files it rests on, directly or through others."""
    found, left = list[str](), [name]
    while left:
        each = left.pop()
        if each in makers and each not in found:
            found.append(each)
            left += makers[each].made_by.values()
    return found


def _parts(line: Line | None, column: str) -> list[str]:
    return [each for each in (line or {}).get(column, "").split("; ") if "=" in each]


def _some(names: list[str], between: str = ", ") -> str:
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return between.join(names[:_MOST]) + more
