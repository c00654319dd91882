"""The reporting checklists: every item is answered with a place and its page, or says why it does not apply."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.ground.fault import Fault
from press.ground.paths import project_root
from press.paper.checklists import Item, check_anchors, checklist_table, read_checklists
from press.paper.document import Anchor

# The items of the three checklists: STROBE (cohort studies), RECORD (which extends it), TRIPOD+AI.
ITEMS = {
    "STROBE": "1a 1b 2 3 4 5 6a 6b 7 8 9 10 11 12a 12b 12c 12d 12e 13a 13b 13c 14a 14b 14c 15 16a 16b 16c 17 18 19 20 "
    "21 22",
    "RECORD": "1.1 1.2 1.3 6.1 6.2 6.3 7.1 12.1 12.2 12.3 13.1 19.1 22.1",
    "TRIPODAI": "1 2 3a 3b 3c 4 5a 5b 6a 6b 6c 7 8a 8b 8c 9a 9b 9c 10 11 12a 12b 12c 12d 12e 12f 12g 13 14 15 16 17 "
    "18a 18b 18c 18d 18e 18f 19 20a 20b 20c 21 22 23a 23b 24 25 26 27a 27b 27c",
}
TITLES = {
    "STROBE": "STROBE: observational studies",
    "RECORD": "RECORD: routinely collected data",
    "TRIPODAI": "TRIPOD+AI: prediction models",
}
HEADING = "checklist,id,item,where,not_applicable\n"
ANCHORS = {
    anchor.id: anchor
    for anchor in (
        Anchor("at-design", "Methods: Design", "Methods: Design", "manuscript"),
        Anchor("tbl-baseline", "Table 1", "Results", "manuscript"),
        Anchor("sec-terms", "Definitions", "Definitions", "supplement"),
    )
}
PAGES = {"at-design": 4, "tbl-baseline": 6, "sec-terms": 3}


def _items(folder: Path, rows: str) -> tuple[Item, ...]:
    path = folder / "paper/checklists.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEADING + rows, encoding="utf-8-sig")  # as a spreadsheet program saves it
    return read_checklists(path, TITLES)


def test_every_item_of_the_three_checklists_is_there() -> None:
    items = read_checklists(project_root() / "paper/checklists.csv", TITLES)
    for checklist, numbers in ITEMS.items():
        assert sorted(item.number for item in items if item.checklist == checklist) == sorted(numbers.split())


def test_an_item_names_its_places_with_their_pages(tmp_path: Path) -> None:
    items = _items(
        tmp_path,
        "STROBE,STROBE-4,key elements of design,at-design tbl-baseline,\n"
        "STROBE,STROBE-7,definitions,sec-terms,\n"
        "STROBE,STROBE-6b,matching,,the study is not matched\n"
        "RECORD,RECORD-1.1,type of data,at-design,\n",
    )
    table = checklist_table("STROBE", items, ANCHORS, PAGES, TITLES)
    assert [[cell.text for cell in line.cells] for line in table.lines] == [
        ["4", "key elements of design", "Methods: Design (page 4); Table 1 (page 6)"],
        ["7", "definitions", "Supplement: Definitions (page S3)"],
        ["6b", "matching", "Not applicable: the study is not matched"],
    ]
    assert table.title == TITLES["STROBE"]


def test_a_section_that_answers_in_several_places_is_named_once_with_its_pages(tmp_path: Path) -> None:
    items = _items(tmp_path, "STROBE,STROBE-19,limits,at-few at-records sec-terms at-few,\n")
    limits = [Anchor(name, "Limitations", "Limitations", "manuscript") for name in ("at-few", "at-records")]
    anchors = ANCHORS | {anchor.id: anchor for anchor in limits}
    (line,) = checklist_table("STROBE", items, anchors, {"at-few": 9, "at-records": 8, "sec-terms": 3}, TITLES).lines
    assert line.cells[2].text == "Limitations (pages 8, 9); Supplement: Definitions (page S3)"


def test_without_pages_the_places_stand_alone(tmp_path: Path) -> None:
    items = _items(tmp_path, "STROBE,STROBE-7,definitions,sec-terms at-design,\n")
    (line,) = checklist_table("STROBE", items, ANCHORS, {}, TITLES).lines
    assert line.cells[2].text == "Supplement: Definitions; Methods: Design"


def test_items_that_point_nowhere_are_all_told_with_their_rows(tmp_path: Path) -> None:
    items = _items(
        tmp_path,
        "STROBE,STROBE-4,design,at-desing,\nRECORD,RECORD-1.1,data,at-design,\nRECORD,RECORD-1.2,dates,sec-x tbl-y,\n",
    )
    with pytest.raises(Fault) as fault:
        check_anchors(items, ANCHORS)
    assert str(fault.value).splitlines() == [
        "paper/checklists.csv: 3 faults",
        "  row 2: STROBE-4 points to at-desing, which is nowhere in the texts; nearest: at-design",
        "  row 4: RECORD-1.2 points to sec-x, which is nowhere in the texts",
        "  row 4: RECORD-1.2 points to tbl-y, which is nowhere in the texts",
    ]
    with pytest.raises(Fault, match="STROBE-4 points to at-desing"):  # whichever checklist is asked for
        checklist_table("RECORD", items, ANCHORS, PAGES, TITLES)


def test_every_row_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(Fault) as fault:
        _items(
            tmp_path,
            "STROBE,STROBE-4,design,at-design,no reason\n"
            "STROBE,STROBE-5,setting,,\n"
            "\n"
            "STROBE,STROBE-4,design again,at-design,\n"
            "CONSORT,CONSORT-1,title,at-design,\n"
            "STROBE,4,design,at-design,\n"
            "STROBE,STROBE-9,,at-design,\n"
            "STROBE,STROBE-10,size, rationale,at-design,\n",
        )
    assert str(fault.value).splitlines() == [
        "paper/checklists.csv: 7 faults",
        "  row 2: STROBE-4 is both answered and not applicable; empty one of where and not_applicable",
        "  row 3: STROBE-5 is neither answered nor not applicable; fill where or not_applicable",
        "  row 5: STROBE-4 stands in row 2 already; delete one of the two",
        '  row 6: CONSORT-1 belongs to "CONSORT", which is not one of STROBE, RECORD, TRIPODAI',
        '  row 7: the id "4" must be STROBE- and the number of the item',
        "  row 8: STROBE-9 does not say what it asks; fill the column item",
        "  row 9: STROBE-10 has a cell too many; put texts that hold a comma between quotation marks",
    ]


def test_other_columns_or_an_unknown_checklist_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "checklists.csv"
    path.write_text("checklist,id,item,where\nSTROBE,STROBE-4,design,at-design\n", encoding="utf-8")
    with pytest.raises(Fault, match="row 1: the columns must be checklist, id, item, where, not_applicable"):
        read_checklists(path, TITLES)
    items = _items(tmp_path, "STROBE,STROBE-4,design,at-design,\n")
    with pytest.raises(Fault, match="no item of PRISMA; the checklists are STROBE, RECORD, TRIPODAI"):
        checklist_table("PRISMA", items, ANCHORS, PAGES, TITLES)
