"""The marks of a sheet of Excel's, from the parts of its file: only rows that show something are gone through."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator

from compendium.sources.grid import Area
from compendium.sources.marks import Marks, Place, UnreadableMarkup, elements, parse_markup
from compendium.sources.styles import Styles, read_styles

_REF = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_SHEET = re.compile(rb"<([\w.-]+:)?sheetData[\s/>]")
_TRUE = ("1", "true")


def read_marks(parts: zipfile.ZipFile) -> dict[str, Marks]:
    """Return the marks of each sheet of cells by its name. Raises UnreadableMarkup or KeyError where damaged."""
    book = _main_part(parts)
    related = targets(parts, book)
    styles = read_styles(parts.read(name)) if (name := _of_type(parts, book, "/styles")) else Styles()
    found = elements(parts.read(book))
    fresh = any(name == "calcPr" and each.get("fullCalcOnLoad") in _TRUE for name, each in found)
    sheets = {}
    for name, each in found:
        if name == "sheet":
            part = related.get(next((each[key] for key in each if key.endswith(":id")), ""), ("", ""))
            if part[0].endswith("/worksheet"):
                sheets[each.get("name", "")] = _marks(parts, part[1], styles, fresh)
    return sheets


def place_of(reference: str) -> Place | None:
    """Return row and column, counted from 0, of a reference to a cell; None where it is none.

    >>> place_of("B6"), place_of("AA1"), place_of("6")
    ((5, 1), (0, 26), None)
    """
    found = _REF.fullmatch(reference)
    if not found:
        return None
    column = 0
    for sign in found[1]:
        column = 26 * column + ord(sign) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def area_of(reference: str) -> Area | None:
    """Return the area that a reference such as A2:B3 names; None where it is none.

    >>> area_of("A2:B3")
    Area(top=1, left=0, bottom=2, right=1)
    """
    first, _, last = reference.partition(":")
    start, end = place_of(first), place_of(last or first)
    return Area(*start, *end) if start and end else None


def _main_part(parts: zipfile.ZipFile) -> str:
    return _of_type(parts, "", "/officeDocument") or "xl/workbook.xml"


def _of_type(parts: zipfile.ZipFile, part: str, kind: str) -> str:
    """Return the first part that another one rests on and that is of this kind; "" for none."""
    return next((name for found, name in targets(parts, part).values() if found.endswith(kind)), "")


def targets(parts: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Return by their ids the kind and the name of each part that a part of a workbook rests on."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels".lstrip("/")
    if relations not in parts.namelist():
        return {}
    return {
        each.get("Id", ""): (each.get("Type", ""), posixpath.normpath(posixpath.join("/", folder, each["Target"]))[1:])
        for kind, each in elements(parts.read(relations))
        if kind == "Relationship" and "Target" in each and each.get("TargetMode") != "External"
    }


def _marks(parts: zipfile.ZipFile, part: str, styles: Styles, fresh: bool) -> Marks:
    data = parts.read(part)
    marks = Marks()
    found = _SHEET.search(data)
    if found:
        prefix = found[1] or b""
        end = data.find(b"</" + prefix + b"sheetData", found.end())
        inside = data[found.end() : end] if end > 0 else b""
        around = data[: found.start()] + (data[end:].partition(b">")[2] if end > 0 else data[found.end() :])
        _Rows(marks, styles, fresh, prefix).read(inside)
        _around(marks, around)
    for kind, name in targets(parts, part).values():
        marks.drawings |= kind.endswith("/drawing")
        if kind.endswith("/comments") and name in parts.namelist():
            places = (place_of(each.get("ref", "")) for tag, each in elements(parts.read(name)) if tag == "comment")
            marks.comments += sorted(place for place in places if place)
    return marks


def _around(marks: Marks, data: bytes) -> None:
    """Note hidden columns, from what stands before and after the rows; the merged areas calamine tells."""
    for tag in re.findall(rb"<(?:[\w.-]+:)?col\s[^>]*>", data):
        attributes = {name.decode(): value.decode() for name, value in re.findall(rb'(\w+)=["\'](\w*)["\']', tag)}
        if attributes.get("hidden") in _TRUE and attributes.get("min", "").isdecimal():
            first, last = int(attributes["min"]), int(attributes.get("max") or attributes["min"])
            marks.hidden_columns += range(first - 1, min(last, first + 16384))


class _Rows:
    """Goes through the rows of a sheet, and through the cells of those in which there is something to see."""

    def __init__(self, marks: Marks, styles: Styles, fresh: bool, prefix: bytes) -> None:
        self.marks, self.styles, self.fresh, self.prefix = marks, styles, fresh, prefix
        ids = sorted(styles.seen)
        self.styled = re.compile(rb's="(?:' + "|".join(map(str, ids)).encode() + rb')"') if ids else None

    def read(self, data: bytes) -> None:
        tag, number = b"<" + self.prefix + b"row", -1
        formula = b"<" + self.prefix + b"f"
        cell = b"<" + self.prefix + b"c"
        otherwise_quoted = b"='" in data  # as few programs write attributes
        for chunk in data.split(tag)[1:]:
            start = chunk[: chunk.find(b">") + 1]
            said = re.search(rb'\sr=["\'](\d{1,7})["\']', start)
            number = int(said[1]) - 1 if said else number + 1
            if b"hidden=" in start and re.search(rb'hidden=["\'](?:1|true)["\']', start):
                self.marks.hidden_rows.append(number)
            self._last(chunk[chunk.rfind(cell) :], number)
            if formula in chunk or b'"e"' in chunk or otherwise_quoted or (self.styled and self.styled.search(chunk)):
                self._cells(tag + chunk, number)

    def _last(self, cell: bytes, row: int) -> None:
        if b"v>" in cell or b"t>" in cell:
            said = re.search(rb'\sr=["\']([A-Z]{1,3}\d{1,7})["\']', cell)
            column = (place_of(said[1].decode()) or (0, 0))[1] if said else 0
            self.marks.end = max(self.marks.end[0], row), max(self.marks.end[1], column)

    def _cells(self, data: bytes, row: int) -> None:
        cells = list(_cells_of(data, row))
        for place, attributes, value, has_formula in cells:
            kind = attributes.get("t", "n")
            if kind == "e":
                self.marks.errors[place] = value or "#N/A"
            if has_formula and kind != "str" and (not value or (self.fresh and value == "0")):
                self.marks.uncomputed.append(place)
            if flags := self.styles.seen.get(int(attributes.get("s", "0"))):
                self._styled(place, flags, numeric=kind == "n" and bool(value))

    def _styled(self, place: Place, flags: frozenset[str], *, numeric: bool) -> None:
        for flag, places in (("coloured", self.marks.coloured), ("struck", self.marks.struck)):
            if flag in flags:
                places.append(place)
        for flag, places in (("zeros", self.marks.zeros), ("percent", self.marks.percent)):
            if flag in flags and numeric:
                places.append(place)


def _cells_of(data: bytes, row: int) -> Iterator[tuple[Place, dict[str, str], str, bool]]:
    """Yield of each cell of one row its place, its attributes, its value as the file has it, and whether by formula."""
    cells: list[tuple[Place, dict[str, str], list[str], list[bool]]] = []
    within = [""]

    def start(name: str, attributes: dict[str, str]) -> None:
        within[0] = name
        if name == "c":
            before = cells[-1][0][1] if cells else -1
            cells.append((place_of(attributes.get("r", "")) or (row, before + 1), attributes, [], []))
        elif name == "f" and cells:
            cells[-1][3].append(True)

    def text(found: str) -> None:
        if within[0] == "v" and cells:
            cells[-1][2].append(found)

    def end(_: str) -> None:
        within[0] = ""

    closed = data[: data.rfind(b">") + 1]
    try:
        parse_markup(closed, start, end, text)
    except ValueError as error:
        raise UnreadableMarkup from error
    for place, attributes, value, formulas in cells:
        yield place, attributes, "".join(value), bool(formulas)
