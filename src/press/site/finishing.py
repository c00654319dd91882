"""The last touches to every page: terms linked, numbers with their source, tables that all can read and scroll."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import html

from press.site.files import link_files
from press.site.shown_rows import ShownRows
from press.site.terms import Linker

_JOINTS = re.compile(r"(?<=[._])(?=\w)")
_ACROSS = " or ".join(f"contains(@class, '{each}')" for each in ("gt_title", "gt_group_heading", "gt_sourcenote"))
_HEADING_ABOVE = "preceding::*[self::h1 or self::h2 or self::h3]"


def finish(body: str, rows: ShownRows, linker: Linker, files: Mapping[str, str] | None = None) -> str:
    """Return the body of a page, finished. Raises KeyError where a number names a row that there is not."""
    page = html.fragment_fromstring(body, create_parent="div")
    for table in page.xpath(".//table[contains(@class, 'dataframe')]"):
        _finish_frame(table)
    for table in page.iter("table"):
        _finish_table(table)
    for picture in page.xpath(".//figure//img[not(parent::a)]"):
        _finish_picture(picture)
    for heading in page.xpath(".//*[@role='heading'][not(@aria-level)]"):
        heading.set("aria-level", "3")
    for code in page.xpath(".//td//code//*[not(*)] | .//td//code[not(*)]"):
        _let_break(code)
    for fold in list(_folds(page)):
        fold.attrib.pop("aria-label", None)  # it would hide the words "Show the code" from a screen reader
        _put_below(fold.getparent())
    linker.link(page)
    link_files(page, files or {})
    for cell in page.xpath(".//table[contains(@class, 'docutils')]/tbody/tr/td[1]"):
        cell.tag = "th"  # what the line is about, which a screen reader says with each of its cells
        cell.set("scope", "row")
    shown = _name_sources(page, rows)
    content = "".join(html.tostring(child, encoding="unicode") for child in page)
    data = f'<script type="application/json" id="row-data">{rows.as_json(shown)}</script>\n' if shown else ""
    return (page.text or "") + content + data


def _let_break(code: Any) -> None:
    """Let a name break after an underscore or a dot, so that a narrow column need not be wide."""
    first, *rest = _JOINTS.split(code.text or "")
    code.text = first
    for part in rest:
        stop = html.Element("wbr")
        stop.tail = part
        code.append(stop)


def _folds(page: Any) -> Iterator[Any]:
    return (summary for summary in page.iter("summary") if "hide" in summary.getparent().classes)


def _put_below(fold: Any) -> None:
    """Put the folded code of a cell below what it shows: the answer comes first, how it was made after it."""
    for shown in fold.getparent().xpath("./div[contains(@class, 'cell_output')]"):
        shown.addnext(fold)


def _name_sources(page: Any, rows: ShownRows) -> list[str]:
    """Return the ids of all rows that the page shows, and name the source of each number in its prose."""
    shown: list[str] = []
    for nothing in page.xpath(".//span[@data-rows][not(node())]"):  # the plural of one patient: no place to stop at
        nothing.drop_tree()
    for element in page.xpath(".//*[@data-rows]"):
        ids = element.get("data-rows").split()
        shown += ids
        if element.tag == "span":
            element.set("title", rows.summary(ids))
    return shown


def _finish_picture(picture: Any) -> None:
    """Put a picture into a box that scrolls on a narrow screen, and let it open by itself."""
    titles = picture.xpath("ancestor::figure[1]//figcaption//strong")
    name = titles[0].text_content() if titles else "Figure"
    box = html.Element("div", {"class": "figure-box", "role": "region", "tabindex": "0", "aria-label": name})
    link = html.Element("a", {"href": picture.get("src"), "title": "See the figure by itself"})
    picture.addprevious(box)
    box.append(link)
    link.append(picture)


def _finish_table(table: Any) -> None:
    """Give headings a scope, and the box in which a wide table scrolls a name and a place for the keyboard."""
    for heading in table.xpath("./thead//th[not(@scope)]"):
        heading.set("scope", "col")
    headings = tuple(heading.text_content().strip() for heading in table.xpath("./thead//th"))
    if headings[:1] == ("Term",):
        table.classes.add("vocabulary")
    box = table.getparent()
    if box is not None and ("table-wrapper" in box.classes or (box.get("id") or "").startswith("table-")):
        _finish_box(box, table)


def _finish_frame(table: Any) -> None:
    """Give a frame that a cell shows as it is the form of the other tables: a box, and lines that say what they are."""
    table.attrib.pop("border", None)
    for heading in table.xpath("./tbody//th"):
        heading.set("scope", "row")
    box = html.Element("div", {"class": "table-wrapper"})
    table.addprevious(box)
    box.append(table)


def _keep_in_sight(cell: Any) -> None:
    """Put the words of a cell as wide as its table into a part that stays in sight while the table scrolls."""
    part = html.Element("div", {"class": "in-sight"})
    part.text, cell.text = cell.text, None
    part.extend(list(cell))
    cell.append(part)


def _above_the_first_column(table: Any) -> Iterator[Any]:
    """The headings of the first column alone, of as many lines as there are; one that spans several counts for all."""
    covered = 0
    for line in table.xpath("./thead/tr[th][not(contains(@class, 'gt_heading'))]"):
        if covered == 0 and line[0].get("colspan", "1") == "1":
            covered = int(line[0].get("rowspan", "1"))
            yield line[0]
        covered = max(0, covered - 1)


def _finish_box(box: Any, table: Any) -> None:
    title = table.xpath("./caption | .//*[contains(@class, 'gt_title')]") or table.xpath(_HEADING_ABOVE)[-1:]
    name = " ".join(title[0].text_content().split()).removesuffix("#") if title else "Table"
    for style in box.xpath("./style"):  # the site's own sheet lays tables out, for light and dark
        style.drop_tree()
    for cell in table.xpath(f".//*[{_ACROSS} or parent::tr[@class='heads']]"):
        _keep_in_sight(cell)
    for cell in _above_the_first_column(table):
        cell.classes.add("stays")
    box.attrib.pop("style", None)
    if box.get("id") and box.get("id") == table.get("id"):  # the theme gives its box the id of the table
        box.attrib.pop("id")
    box.classes.add("table-box")
    box.attrib.update({"role": "region", "tabindex": "0", "aria-label": name})
