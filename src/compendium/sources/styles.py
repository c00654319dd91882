"""Which formats of a workbook show something that is not in the value: a colour, a line through, zeros in front."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from compendium.sources.marks import elements

_WHITE_OR_BLACK = {"FFFFFF", "000000"}
_PERCENT = {9, 10}  # Excel's own number formats
_ZEROS = re.compile(r"0{2,}(?:;.*)?")


@dataclass(frozen=True)
class Styles:
    """`seen` holds, by the number of a cell format, which of coloured, struck, zeros and percent it is."""

    seen: dict[int, frozenset[str]] = field(default_factory=dict)


def read_styles(data: bytes) -> Styles:
    """Return the formats that show something, from the part of a workbook that lists them.

    >>> fills = '<fills><fill><patternFill patternType="solid"><fgColor rgb="FFFFFF00"/></patternFill></fill></fills>'
    >>> read_styles(f'<styleSheet>{fills}<cellXfs><xf fillId="0"/></cellXfs></styleSheet>'.encode()).seen
    {0: frozenset({'coloured'})}
    """
    fonts: list[set[str]] = []
    fills: list[set[str]] = []
    formats: dict[int, str] = {}
    seen: dict[int, frozenset[str]] = {}
    section, number = "", 0
    for name, each in elements(data):
        if name in ("fonts", "fills", "cellXfs", "cellStyleXfs", "borders", "dxfs", "cellStyles", "colors"):
            section = name
        elif name == "numFmt" and not section:
            formats[int(each.get("numFmtId", "0"))] = each.get("formatCode", "")
        elif section == "fonts":
            _add_font(fonts, name, each)
        elif section == "fills":
            _add_fill(fills, name, each)
        elif section == "cellXfs" and name == "xf":
            flags = _at(fonts, each.get("fontId")) | _at(fills, each.get("fillId"))
            flags |= _of_number(int(each.get("numFmtId", "0")), formats)
            if flags:
                seen[number] = frozenset(flags)
            number += 1
    return Styles(seen)


def _add_font(fonts: list[set[str]], name: str, attributes: dict[str, str]) -> None:
    if name == "font":
        fonts.append(set())
    elif name == "strike" and attributes.get("val") not in ("0", "false"):
        fonts[-1].add("struck")
    elif name == "color" and "rgb" in attributes and attributes["rgb"][-6:] not in _WHITE_OR_BLACK:
        fonts[-1].add("coloured")


def _add_fill(fills: list[set[str]], name: str, attributes: dict[str, str]) -> None:
    if name == "fill":
        fills.append(set())
    elif name == "patternFill" and attributes.get("patternType", "none") not in ("none", "gray125"):
        fills[-1].add("coloured")
    elif name == "fgColor" and (attributes.get("rgb", "")[-6:] == "FFFFFF" or _is_paper(attributes)):
        fills[-1].discard("coloured")


def _is_paper(attributes: dict[str, str]) -> bool:
    """The colour of the theme's background, or white of the old palette."""
    return (attributes.get("theme") == "0" and not attributes.get("tint")) or attributes.get("indexed") in ("9", "64")


def _of_number(number: int, formats: dict[int, str]) -> set[str]:
    if _ZEROS.fullmatch(formats.get(number, "")):
        return {"zeros"}
    return {"percent"} if number in _PERCENT or formats.get(number, "").rstrip('"').endswith("%") else set()


def _at(found: list[set[str]], number: str | None) -> set[str]:
    at = int(number or "0")
    return set(found[at]) if 0 <= at < len(found) else set()
