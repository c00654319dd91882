"""Damaged files by what is wrong with them, each with what must come of it: the right table, a note, or a sentence.

The kinds are those that centres were seen to send, and that a hostile sender might.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from .made import CSV, HEADER, ROWS, SHEET, TEXTS, archive, ods, ods_row, put, with_part, workbook

Make = Callable[[Path], Path]


@dataclass(frozen=True)
class Damage:
    """`make` writes the source into a folder and returns its path.

    refused: part of the rule in the one sentence that refuses it; "" where it is read. Then `rows` are the texts of its
    first table under `header`, `numbers` (where given) those of its rows, and `noted` a part of each note expected.
    told: part of what the command line says of it, where it says so before the source is read at all.
    """

    make: Make
    refused: str = ""
    header: Sequence[str] = HEADER
    rows: Sequence[Sequence[str]] = tuple(TEXTS)
    numbers: Sequence[int] = ()
    noted: Sequence[str] = ()
    told: str = ""


def file(name: str, content: bytes | str) -> Make:
    return lambda folder: put(folder, name, content)


def csv(content: bytes | str, name: str = "visits.csv") -> Make:
    return file(name, content)


def xlsx(*sheets: Sequence[Sequence[object]], change: Callable[[Any], object] | None = None) -> Make:
    return lambda folder: put(folder, "visits.xlsx", workbook(*sheets, change=change))


def part(name: str, old: bytes, new: bytes, *sheets: Sequence[Sequence[object]]) -> Make:
    def changed(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new)

    return lambda folder: put(folder, "visits.xlsx", with_part(workbook(*sheets), name, changed))


def cells(change: Callable[[Any], object], *sheets: Sequence[Sequence[object]]) -> Make:
    return xlsx(*sheets, change=lambda book: change(book.worksheets[0]))


def merged(*areas: str) -> Callable[[Any], object]:
    return lambda sheet: [sheet.merge_cells(area) for area in areas]


def made_by(make: Callable[[Path], object], name: str) -> Make:
    def call(folder: Path) -> Path:
        make(folder / name)
        return folder / name

    return call


def large(path: Path) -> None:
    path.touch()
    os.truncate(path, 2_000_000_000)


def broken_database(path: Path) -> None:
    sqlite3.connect(path).execute("CREATE TABLE v (id TEXT)").connection.close()
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 5000)


def formatted(cell: str, form: str) -> Callable[[Any], object]:
    return lambda sheet: setattr(sheet[cell], "number_format", form)


def styled(*places: str, **style: object) -> Callable[[Any], object]:
    return lambda sheet: [setattr(sheet[place], name, value) for place in places for name, value in style.items()]


YELLOW = PatternFill("solid", fgColor="FFFFFF00")
_BEFORE_AFTER = (("ID", "Basale", None, "Fine", None), (None, "CK", "MMT8", "CK", "MMT8"), ("P1", 1240, 104, 300, 140))
_JOINED = ("ID", "Basale / CK", "Basale / MMT8", "Fine / CK", "Fine / MMT8")
_ONE = (("P1", "1240", "104", "300", "140"),)
_ODS_NUMBER = '<table:table-cell office:value-type="float" office:value="1240"/>'
_ODS_ERROR = (
    '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">'
    "<text:p>#N/A</text:p></table:table-cell>"
)
_ODS_TALL = (
    '<table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>P1</text:p></table:table-cell>'
)
_FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
_BOMB = b"<worksheet>" + b" " * 30_000_000 + b"</worksheet>"

BYTES: dict[str, Damage] = {
    "UTF-8": Damage(csv(CSV), numbers=(2, 3)),
    "UTF-8 with a mark": Damage(csv(CSV.encode("utf-8-sig"))),
    "UTF-16, little end first": Damage(csv(b"\xff\xfe" + CSV.encode("utf-16-le"))),
    "UTF-16, big end first": Damage(csv(b"\xfe\xff" + CSV.encode("utf-16-be"))),
    "UTF-32": Damage(csv(b"\xff\xfe\0\0" + CSV.encode("utf-32-le"))),
    "UTF-16 without its mark": Damage(csv(CSV.encode("utf-16-le")), "NUL"),
    "UTF-16 cut within a letter": Damage(
        csv(b"\xff\xfe" + CSV.encode("utf-16-le")[:-1]), "UTF-16, as the file's first"
    ),
    "Windows-1252": Damage(
        csv("ID,Età,Nota\nP1,54,perché\n".encode("cp1252")),
        header=("ID", "Età", "Nota"),
        rows=(("P1", "54", "perché"),),
        noted=("read as Windows-1252",),
    ),
    "old Macintosh": Damage(csv("ID,Età,Nota\nP1,54,perché è così\n".encode("mac-roman")), "UTF-8 or Windows-1252"),
    "read wrongly once": Damage(
        csv("ID,Nota\nP1,perchÃ©\n"), header=("ID", "Nota"), rows=(("P1", "perchÃ©"),), noted=("a wrong encoding",)
    ),
    "a letter lost": Damage(
        csv("ID,Nota\nP1,perch\ufffd\n"), header=("ID", "Nota"), rows=(("P1", "perch\ufffd"),), noted=("a letter lost",)
    ),
    "signs nobody sees": Damage(
        csv("ID,Nota\nP1,a\u202eb\x07\n"), header=("ID", "Nota"), rows=(("P1", "a\u202eb\x07"),), noted=("control",)
    ),
    "NUL": Damage(csv(CSV.replace("1240", "12\x0040")), "NUL"),
    "empty": Damage(csv(""), "not empty"),
    "blank lines alone": Damage(csv("\n \n"), "not empty"),
    "a mark and nothing else": Damage(csv(b"\xef\xbb\xbf"), "not empty"),
    "a header alone": Damage(csv("ID,CK (U/L),MMT8\n"), rows=(), noted=("a table without a row",)),
    "mixed line ends": Damage(csv(CSV.replace("MMT8\n", "MMT8\r\n").replace("104\n", "104\r"))),
    "no line end at the end": Damage(csv(CSV.rstrip())),
    "a quotation mark never closed": Damage(csv(CSV.replace("1240", '"1240')), "every quotation mark closed"),
    "a quotation mark closed by another row's": Damage(
        csv('ID,CK,Nota\nP1,1,"a\nP2,2,b\nP3,3,c"\n'), "a quotation mark closed in its own cell"
    ),
    "a line break within quotation marks": Damage(
        csv('ID,Nota\nP1,"a\nb"\nP2,c\n'), header=("ID", "Nota"), rows=(("P1", "a\nb"), ("P2", "c")), numbers=(2, 3)
    ),
    "cut off in a row": Damage(csv(CSV[:-5]), "every row with as many cells"),
    "a cell without end": Damage(csv('ID,CK\nP1,"' + "x" * 200_000 + '"\n'), "131 072"),
    "an unfinished merge": Damage(csv(CSV.replace("P1", "<<<<<<< HEAD\nP1")), "one version of each row"),
    "a workbook that is named .csv": Damage(csv(workbook()), noted=("read as a workbook",)),
    "a text that is named .xlsx": Damage(file("visits.xlsx", CSV), noted=("read as a text with delimiters",)),
    "a page that is named .xls": Damage(file("visits.xls", "<html><table><tr><td>ID"), "a page of a browser"),
    "a picture that is named .csv": Damage(csv(b"\x89PNG\r\n\x1a\n\0\0"), "this is none"),
    "a workbook cut off": Damage(file("visits.xlsx", workbook()[:-300]), "a whole file"),
    "a workbook with a byte changed": Damage(
        lambda folder: put(folder, "visits.xlsx", bytes([*workbook()[:1500], 0, 0, 0, 0, *workbook()[1504:]])),
        "a whole file",
    ),
    "a zip that is no workbook": Damage(file("visits.xlsx", archive({"visits.csv": CSV})), "no archive"),
    "an empty zip": Damage(file("visits.xlsx", archive({})), "no archive"),
    "a letter of Word's": Damage(
        file("visits.xlsx", archive({"[Content_Types].xml": "", "word/document.xml": ""})), "this is a document"
    ),
    "a letter of Word's that was cut off": Damage(file("lettera.docx", b"PK\x03\x04junk"), "this is a document"),
    "a compressed file": Damage(file("visits.csv.gz", b"\x1f\x8b" + b"\0" * 50), "no archive"),
    "a bomb": Damage(
        lambda folder: put(folder, "visits.xlsx", with_part(workbook(), SHEET, lambda _: _BOMB)), "unpacks to at most"
    ),
    "a workbook with a password": Damage(
        file("visits.xlsx", bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage\0".encode("utf-16-le") * 50),
        "without a password",
    ),
    "an .ods with a password": Damage(
        file("visits.ods", ods("", "<file-entry><encryption-data/></file-entry>")), "without a password"
    ),
    "an .xls of nothing": Damage(
        file("visits.xls", bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 3000), "another program's"
    ),
    "an .xls that is damaged": Damage(
        file("visits.xls", bytes.fromhex("D0CF11E0A1B11AE1") + "Workbook\0".encode("utf-16-le") + b"\0" * 3000),
        "damaged",
    ),
    "a sheet that is no XML": Damage(part(SHEET, b"</sheetData>", b"</sheetDate>"), "damaged"),
    "a sheet that defines what it means": Damage(
        part("xl/workbook.xml", b"<workbook", b'<!DOCTYPE x [<!ENTITY a "b">]><workbook'), "damaged"
    ),
    "a workbook without its sheet": Damage(
        lambda folder: put(folder, "visits.xlsx", with_part(workbook(), SHEET, lambda _: None)), "damaged"
    ),
    "a cell at the end of the world": Damage(part(SHEET, b"</sheetData>", _FAR), "10,000,000 cells"),
    "an .ods with a row a million times": Damage(
        file(
            "visits.ods",
            ods(
                ods_row("ID", "CK")
                + ods_row(
                    _ODS_NUMBER.replace("/>", ' table:number-columns-repeated="16000"/>'),
                    attributes='table:number-rows-repeated="1048000"',
                )
            ),
        ),
        "10,000,000 cells",
    ),
    "two gigabytes": Damage(made_by(large, "visits.csv"), "at most 200 MB"),
    "a pipe": Damage(made_by(os.mkfifo, "visits.csv"), "a named pipe", told="is no file that holds something"),
    "a link that leads nowhere": Damage(
        made_by(lambda path: path.symlink_to("/media/none"), "v.csv"),
        "where nothing is",
        told="there is no registry in",
    ),
    "a link that leads to itself": Damage(
        made_by(lambda path: path.symlink_to(path), "v.csv"), "back to itself", told="there is no registry in"
    ),
    "a device": Damage(made_by(lambda path: path.symlink_to("/dev/zero"), "v.csv"), "a device"),
    "no file": Damage(lambda folder: folder / "visits.csv", "No such file", told="there is no registry in"),
    "an empty folder": Damage(
        made_by(Path.mkdir, "registry"), "at least one table", told="a folder that holds one folder per centre"
    ),
    "SPSS, damaged": Damage(file("visits.sav", b"$FL2" + b"\x07" * 300), "a file of SPSS"),
    "Stata, damaged": Damage(file("visits.dta", b"<stata_dta>" + b"\x07" * 300), "a file of Stata"),
    "SAS, damaged": Damage(file("visits.sas7bdat", b"\0" * 300), "a file of SAS"),
    "Parquet, damaged": Damage(file("visits.parquet", b"PAR1" + b"\x07" * 300 + b"PAR1"), "a Parquet file"),
    "SQLite, damaged": Damage(made_by(broken_database, "visits.db"), "a database that can be read"),
    "SQLite without a table": Damage(
        made_by(lambda path: sqlite3.connect(path).execute("VACUUM").connection.close(), "v.db"), "at least one table"
    ),
    "a form that is not read": Damage(file("visits.rds", b"X\n\0\0"), "a form that is read"),
}

SHAPE: dict[str, Damage] = {
    "a row with a cell more": Damage(csv(CSV.replace("104", "104,1")), "every row with as many cells"),
    "a row with a cell fewer": Damage(csv(CSV.replace(",104", "")), "every row with as many cells"),
    "decimal commas without quotation marks": Damage(
        csv(CSV.replace("310.5", "310,5")), "every row with as many cells"
    ),
    "semicolons": Damage(csv(CSV.replace(",", ";"))),
    "tabs": Damage(csv(CSV.replace(",", "\t"), "visits.tsv")),
    "vertical bars": Damage(csv(CSV.replace(",", "|"))),
    "semicolons and decimal commas": Damage(
        csv("ID;CK;MMT8\nP1;1240,5;104,5\n"), header=("ID", "CK", "MMT8"), rows=(("P1", "1240,5", "104,5"),)
    ),
    "commas within the names": Damage(
        csv('ID;"CK, U/L";"a,b,c,d"\nP1;1;2\n'), header=("ID", "CK, U/L", "a,b,c,d"), rows=(("P1", "1", "2"),)
    ),
    "Excel's line on the separator": Damage(csv("sep=;\n" + CSV.replace(",", ";")), numbers=(2, 3)),
    "a title above, in a text": Damage(
        csv("Registro miositi, B\n\n" + CSV), numbers=(4, 5), noted=("stands above the table",)
    ),
    "a column named twice": Damage(
        csv("ID,CK,CK\nP1,1,2\n"), header=("ID", "CK", "CK [2]"), rows=(("P1", "1", "2"),), noted=("has a name that",)
    ),
    "a column without a name": Damage(
        csv("ID,,CK\nP1,x,2\n"), header=("ID", "[column B]", "CK"), rows=(("P1", "x", "2"),), noted=("without a name",)
    ),
    "empty columns at the end": Damage(csv(CSV.replace("\n", ",,\n"))),
    "no header": Damage(csv("P1,1240,104\nP2,310,118\nP3,77,150\n"), "a row that names the columns"),
    "no header, and words": Damage(csv("P1,female,PM\nP2,male,DM\nP3,female,PM\n"), "a row that names the columns"),
    "numbers alone": Damage(csv("1,2,3\n4,5,6\n"), "a row that names the columns"),
    "the header again": Damage(
        csv(CSV + CSV), rows=(*TEXTS, *TEXTS), numbers=(2, 3, 5, 6), noted=("names the columns again",)
    ),
    "blank rows": Damage(
        csv(CSV.replace("P2", "\n,,\nP2")), numbers=(2, 5), noted=("blank rows between those of the table: rows 3, 4",)
    ),
    "a hostile text": Damage(
        csv('ID,Nota\n=cmd|x,"<script>"\n../P2,\\input{a}\n'),
        header=("ID", "Nota"),
        rows=(("=cmd|x", "<script>"), ("../P2", "\\input{a}")),
    ),
    "texts that look like numbers": Damage(
        csv("ID,Nota\n007,1E+05\n008,mag-14\n"), header=("ID", "Nota"), rows=(("007", "1E+05"), ("008", "mag-14"))
    ),
    "a table turned": Damage(
        csv("ID,P1,P2\nsex,F,M\nCK,1,2\n"), header=("ID", "P1", "P2"), rows=(("sex", "F", "M"), ("CK", "1", "2"))
    ),
    "wide visits": Damage(csv("ID,ck_0,ck_6\nP1,1,2\n"), header=("ID", "ck_0", "ck_6"), rows=(("P1", "1", "2"),)),
    "a workbook without vice": Damage(xlsx(), numbers=(2, 3)),
    "a title above": Damage(
        xlsx((("Registro miositi",), (), *ROWS)), numbers=(4, 5), noted=("stands above the table; not read",)
    ),
    "a table that begins in the middle": Damage(xlsx(((), (), *((None, None, *row) for row in ROWS))), numbers=(4, 5)),
    "two header rows, merged": Damage(
        cells(merged("A1:A2", "B1:C1", "D1:E1"), _BEFORE_AFTER), header=_JOINED, rows=_ONE, noted=("together",)
    ),
    "two header rows, not merged": Damage(xlsx(_BEFORE_AFTER), header=_JOINED, rows=_ONE, noted=("together",)),
    "groups above names that stand twice": Damage(
        xlsx(((None, "Basale", None, "Fine", None), ("ID", "CK", "MMT8", "CK", "MMT8"), _BEFORE_AFTER[2])),
        header=_JOINED,
        rows=_ONE,
        noted=("together",),
    ),
    "a row of units below the names": Damage(
        xlsx((("ID", "CK", "MMT8"), (None, "U/L", "points"), ("P1", 1, 2), ("P2", 3, 4), ("P3", 5, 6))),
        header=("ID", "CK / U/L", "MMT8 / points"),
        rows=(("P1", "1", "2"), ("P2", "3", "4"), ("P3", "5", "6")),
    ),
    "the same name twice": Damage(
        xlsx((("ID", "CK (U/L)", "CK (U/L)"), ("P1", 1, 2))),
        header=("ID", "CK (U/L)", "CK (U/L) [2]"),
        rows=(("P1", "1", "2"),),
        noted=("column C has a name that stands further left already",),
    ),
    "a patient merged over two rows": Damage(
        cells(merged("A2:A3"), (ROWS[0], ("P1", 1, 2), (None, 3, 4), ("P2", 5, 6))),
        rows=(("P1", "1", "2"), ("P1", "3", "4"), ("P2", "5", "6")),
        noted=("1 merged area over several rows",),
    ),
    "a patient over two rows, not merged": Damage(
        xlsx((ROWS[0], ("P1", 1, 2), (None, 3, 4), ("P2", 5, 6))),
        rows=(("P1", "1", "2"), ("", "3", "4"), ("P2", "5", "6")),
    ),
    "totals and notes below": Damage(
        xlsx((*ROWS, (), ("Media", 775, 111), (), (None, "valori in U/L"), ("* dubbio",))),
        noted=("counts or averages", "below the table", "below the table"),
    ),
    "totals between patients": Damage(
        xlsx((*ROWS, ("Totale pazienti: ", 2, None), ("P3", 7, 8))),
        rows=(*TEXTS, ["P3", "7", "8"]),
        numbers=(2, 3, 5),
        noted=("counts or averages",),
    ),
    "initials that are a total's word": Damage(
        xlsx((ROWS[0], ("AB", 1, 2), ("SD", 3, 4))), rows=(("AB", "1", "2"), ("SD", "3", "4"))
    ),
    "a patient of whom nothing is known": Damage(xlsx((*ROWS, ("P3",))), rows=(*TEXTS, ["P3", "", ""])),
    "a blank row between patients": Damage(
        xlsx((*ROWS, (), ("P3", 7, 8))), rows=(*TEXTS, ["P3", "7", "8"]), numbers=(2, 3, 5), noted=("blank rows",)
    ),
    "colour as meaning": Damage(
        cells(styled("B2", "C3", fill=YELLOW)), noted=("2 cells coloured; colour is not read",)
    ),
    "a coloured header": Damage(cells(styled("A1", "B1", fill=YELLOW))),
    "crossed out": Damage(cells(styled("A3", "B3", font=Font(strike=True))), noted=("2 cells crossed out",)),
    "a comment": Damage(cells(styled("B2", comment=Comment("dubbio", "AB"))), noted=("1 cell with a comment",)),
    "a hidden row": Damage(
        cells(lambda sheet: setattr(sheet.row_dimensions[3], "hidden", True)), noted=("1 hidden row, read like",)
    ),
    "a hidden column": Damage(
        cells(lambda sheet: setattr(sheet.column_dimensions["C"], "hidden", True)),
        noted=("1 hidden column, read like",),
    ),
    "a hidden sheet": Damage(
        xlsx(ROWS, ROWS, change=lambda book: setattr(book.worksheets[1], "sheet_state", "hidden")),
        noted=("a hidden sheet",),
    ),
    "an empty sheet": Damage(xlsx(ROWS, ()), noted=("empty: nothing is read from it",)),
    "a sheet of numbers beside": Damage(xlsx(ROWS, ((1, 2), (3, 4))), noted=("not read as a table",)),
    "a formula never computed": Damage(xlsx((*ROWS, ("P3", "=B2*2", 1))), "the value of each formula"),
    "an error of a formula": Damage(
        part(SHEET, b'<c r="B2" t="n"><v>1240</v></c>', b'<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
        rows=(("P1", "#DIV/0!", "104"), TEXTS[1]),
        noted=("error of a formula",),
    ),
    "a formula that gives an empty text": Damage(
        part(SHEET, b'<c r="B2" t="n"><v>1240</v></c>', b'<c r="B2" t="str"><f>""</f><v></v></c>'),
        rows=(("P1", "", "104"), TEXTS[1]),
    ),
    "dates of 1904": Damage(
        xlsx(
            (("ID", "Data"), ("P1", dt.datetime(2014, 3, 20))),
            change=lambda book: setattr(book, "epoch", CALENDAR_MAC_1904),
        ),
        header=("ID", "Data"),
        rows=(("P1", "2014-03-20"),),
    ),
    "dates, times and truth": Damage(
        xlsx((("ID", "a", "b", "c"), ("P1", dt.date(2014, 3, 20), dt.datetime(2014, 3, 20, 8, 30), True))),
        header=("ID", "a", "b", "c"),
        rows=(("P1", "2014-03-20", "2014-03-20T08:30:00", "TRUE"),),
    ),
    "dates that are texts": Damage(
        xlsx((("ID", "Data"), ("P1", "20/03/2014"), ("P2", "2014"))),
        header=("ID", "Data"),
        rows=(("P1", "20/03/2014"), ("P2", "2014")),
    ),
    "shown as per cent": Damage(
        cells(formatted("B2", "0%"), (("ID", "Quota"), ("P1", 0.5))),
        header=("ID", "Quota"),
        rows=(("P1", "0.5"),),
        noted=("shown as per cent",),
    ),
    "zeros in front by format": Damage(
        cells(formatted("A2", "0000"), (("ID", "CK"), (7, 1))),
        header=("ID", "CK"),
        rows=(("7", "1"),),
        noted=("zeros in front",),
    ),
    "an .ods with merged ids": Damage(
        file(
            "visits.ods",
            ods(
                ods_row("ID", "CK")
                + ods_row(
                    _ODS_TALL,
                    _ODS_NUMBER,
                )
                + ods_row("<table:covered-table-cell/>", _ODS_NUMBER)
            ),
        ),
        header=("ID", "CK"),
        rows=(("P1", "1240"), ("P1", "1240")),
        noted=("1 merged area", "colours are not seen"),
    ),
    "an .ods with an error and a hidden row": Damage(
        file(
            "visits.ods", ods(ods_row("ID", "CK") + ods_row("P1", _ODS_ERROR, attributes='table:visibility="filter"'))
        ),
        header=("ID", "CK"),
        rows=(("P1", "#N/A"),),
        noted=("1 hidden row", "error of a formula", "colours are not seen"),
    ),
    "an .ods with a formula never computed": Damage(
        file("visits.ods", ods(ods_row("ID", "CK") + ods_row("P1", '<table:table-cell table:formula="of:=1+1"/>'))),
        "the value of each formula",
    ),
}
