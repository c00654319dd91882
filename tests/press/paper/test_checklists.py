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
        f"paper/checklists.csv, row {where} points to ids of the texts{nearest}. What to do: correct it, or give the "
        "place that answers the item this id."
        for where, nearest in (
            ('2, column where: "at-desing" - the rule: STROBE-4', "; nearest: at-design"),
            ('4, column where: "sec-x" - the rule: RECORD-1.2', ""),
            ('4, column where: "tbl-y" - the rule: RECORD-1.2', ""),
        )
    ]
    with pytest.raises(Fault, match='"at-desing" - the rule: STROBE-4 points to'):  # whichever checklist is asked for
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
    message = [line.removeprefix("paper/checklists.csv, row ") for line in str(fault.value).splitlines()]
    assert [line.replace("the rule: ", "").partition(". What to do: ")[::2] for line in message] == [
        (
            '2, column not_applicable: "no reason" - empty where the item is answered',
            "empty it, or the column where.",
        ),
        (
            '3, column where: "(empty)" - the item is answered, or not applicable',
            "fill it in, or the column not_applicable.",
        ),
        ('5, column id: "STROBE-4" - no two rows the same; row 2 has it too', "rename or remove one of them."),
        (
            '6, column checklist: "CONSORT" - one of STROBE, RECORD, TRIPODAI',
            "write it exactly so, or delete the row.",
        ),
        ('7, column id: "4" - STROBE- and the number of the item', "write it so, such as STROBE-4a."),
        ('8, column item: "(empty)" - what the item asks', "fill it in."),
        (
            '9: "STROBE,STROBE-10,size, rationale,at-design," - no more than 5 cells',
            "put a text that contains a comma between quotation marks; write 2.5, not 2,5.",
        ),
    ]


def test_other_columns_or_an_unknown_checklist_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "checklists.csv"
    path.write_text("checklist,id,item,where\nSTROBE,STROBE-4,design,at-design\n", encoding="utf-8")
    with pytest.raises(Fault, match="row 1, column not_applicable: the rule: the first row names this column"):
        read_checklists(path, TITLES)
    items = _items(tmp_path, "STROBE,STROBE-4,design,at-design,\n")
    with pytest.raises(Fault, match="no item of PRISMA; the checklists are STROBE, RECORD, TRIPODAI"):
        checklist_table("PRISMA", items, ANCHORS, PAGES, TITLES)
