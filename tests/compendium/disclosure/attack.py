"""Somebody who has the published files alone, and what they can work out: constraints from the text, then a solver.

It shares nothing with what protects but the solver: it reads the text of result rows as a stranger would, and takes
every count, total, "missing", n behind a mean and percentage that is printed, for each variable by level, response and
centre. Marks tell that somebody is there, and "<5" that it is fewer than five.
"""

from __future__ import annotations

import csv
import io
import math
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from compendium.disclosure.solving import Rows, smallest

Place = tuple[str, str]  # level ("recorded" and "missing" among them) and group
RESPONSES = ("responder", "non_responder", "undecided")


@dataclass
class Known:
    """What the text says of one variable: by place, the least and the most that a count can be."""

    limits: dict[Place, tuple[float, float]]
    shares: dict[Place, tuple[float, float]]  # a count between these shares of the recorded
    levels: list[str]


@dataclass
class Reader:
    """The published text, sorted by variable, and the sizes of the groups as far as they are printed."""

    variables: dict[str, Known]
    sizes: dict[str, float]
    both: dict[tuple[str, str], float]
    marks: bool

    def intervals(self, name: str, places: Collection[Place]) -> Iterator[tuple[Place, float, float]]:
        """Yield these counts of a variable, in groups of known size, with the least and greatest that each can be."""
        known = self.variables[name]
        masks, rows, size = self._programme(known)
        top = np.full(size, np.inf)
        for place in places:
            low, high = known.limits.get(place, (0.0, math.inf))
            if low == high:
                yield place, low, high
            elif place in masks:
                others, mask = [*rows(without_mark=place)], masks[place]
                yield place, smallest(mask, others, top, whole=True), -smallest(-mask, others, top, whole=True)

    def _groups(self, named: list[str]) -> list[str]:
        """The groups whose size is printed, and the others together as "all" where these are not everybody."""
        return named if named and sum(self.sizes[name] for name in named) == self.sizes[""] else [*named, "all"]

    def _programme(self, known: Known):  # type: ignore[no-untyped-def]
        levels = [*known.levels, "missing"]
        responses = self._groups([name for name in RESPONSES if name in self.sizes])
        centres = self._groups([name for name in self.sizes if name not in (*RESPONSES, "")])
        shape = (len(levels), len(responses), len(centres))

        def mask(level: str, group: str, centre: str = "") -> np.ndarray:
            found = np.zeros(shape)
            of = slice(None) if level == "" else slice(0, -1) if level == "recorded" else levels.index(level)
            response = responses.index(group) if group in responses and group else slice(None)
            at = centre or group
            found[of, response, centres.index(at) if at in centres else slice(None)] = 1.0
            return found.ravel()

        groups = ["", *(name for name in responses if name != "all"), *(name for name in centres if name != "all")]
        masks = {(level, group): mask(level, group) for level in (*levels, "recorded") for group in groups}
        fixed = [(mask("", group), size, size) for group, size in self.sizes.items() if group in groups]
        fixed += [
            (mask("", response, centre), n, n) for (response, centre), n in self.both.items() if response in responses
        ]
        for (level, group), (low, high) in known.shares.items():
            part, whole = masks[level, group], masks["recorded", group]
            fixed += [(part - low * whole, 0.0, math.inf), (part - high * whole, -math.inf, 0.0)]

        def rows(without_mark: Place) -> Iterator[Rows]:
            printed = [
                (masks[place], low, math.inf if place == without_mark or (high > low and not self.marks) else high)
                for place, (low, high) in known.limits.items()
                if place in masks
            ]
            matrix, low, high = zip(*[*fixed, *printed], strict=True)
            yield np.array(matrix), np.array(low), np.array(high)

        return masks, rows, math.prod(shape)


def read(text: str, fewest: int, *, zeros_hidden: bool = False, marks: bool = False) -> Reader:
    """Read the text of result rows, as it is published."""
    printed = list(csv.DictReader(io.StringIO(text)))
    sizes, both = _sizes(printed)
    groups = {"", *sizes}
    described = {row["variable"] for row in printed if row["method"] == "number not recorded"} - {"response", "centre"}
    variables: dict[str, Known] = {}
    seen: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in printed:
        if row["variable"] in described and row["group"] in groups:
            seen[row["variable"]].append(row)
    for name, rows in seen.items():
        levels = list(dict.fromkeys(row["level"] or "yes" for row in rows if row["statistic"] == "count"))
        known = Known({}, {}, [*levels, "no"] if levels == ["yes"] else levels or ["recorded values"])
        variables[name] = known
        for row in rows:
            _take(row, rows, known, fewest, zeros_hidden)
    return Reader(variables, sizes, both, marks)


def _sizes(rows: list[dict[str, str]]) -> tuple[dict[str, float], dict[tuple[str, str], float]]:
    sizes: dict[str, float] = {}
    both: dict[tuple[str, str], float] = {}
    for row in rows:
        number = row["value"] not in ("", "*") and not row["value"].startswith("<")
        if not number or row["analysis"] not in ("cohort", "efficacy"):
            continue
        if (row["variable"], row["statistic"], row["analysis"]) == ("", "n", "cohort"):
            sizes[""] = float(row["value"])
        elif row["variable"] == "response" and row["analysis"] == "cohort" and row["statistic"] in ("count", "missing"):
            name = row["level"] or "undecided"
            if name != "undecided" or float(row["value"]) > 0:
                sizes[name] = float(row["value"])
        elif row["variable"] == "centre" and row["statistic"] == "count":
            sizes[row["level"]] = float(row["value"])
    within = {(row["level"], row["statistic"]): row["value"] for row in rows if row["variable"] == "response_centres"}
    for centre in {level for level, _ in within}:
        count, total, undecided = (within[centre, each] for each in ("count", "total", "undecided"))
        if count.isdecimal():
            both["responder", centre] = float(count)
        if count.isdecimal() and total.isdecimal():
            both["non_responder", centre] = float(total) - float(count)
        if undecided.isdecimal():
            both["undecided", centre] = float(undecided)
    return sizes, both


def _take(row: dict[str, str], rows: list[dict[str, str]], known: Known, fewest: int, zeros_hidden: bool) -> None:
    """Note what one row says; of two rows on the same count, both hold."""
    group, value, least = row["group"], row["value"], 0.0 if zeros_hidden else 1.0
    level = {"count": row["level"] or "yes", "total": "recorded", "n": "recorded", "missing": "missing"}.get(
        row["statistic"]
    )
    if level and row["method"] in ("count", "number recorded", "number not recorded"):
        if value == "*":  # a whole block that is left out says nothing, not even that there is somebody
            block = [each for each in rows if each["group"] == group and each["statistic"] == row["statistic"]]
            told = any(each["value"].startswith("<") or each["value"] == "0" for each in block)
            found = (least if told else 0.0, math.inf)
        elif value.startswith("<"):
            found = (least, float(fewest - 1))
        else:
            found = (float(value), float(value))
        _note(known, (level, group), found)
    if row["n"] and row["statistic"] in ("mean", "sd", "median", "count", "total", "percent"):
        _note(known, ("recorded", group), (float(row["n"]), float(row["n"])))
    if row["statistic"] == "percent" and row["method"] == "percentage of the recorded" and value[:1].isdecimal():
        half = 0.5 * 10.0 ** (math.floor(math.log10(max(float(value), 1e-9))) - 2)
        share = (max((float(value) - half) / 100, 0.0), (float(value) + half) / 100)
        known.shares[row["level"] or "yes", group] = share


def _note(known: Known, place: Place, found: tuple[float, float]) -> None:
    low, high = known.limits.get(place, (0.0, math.inf))
    known.limits[place] = (max(low, found[0]), min(high, found[1]))
