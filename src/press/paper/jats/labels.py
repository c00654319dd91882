"""Labels in the JATS file: "Table 1" out of the caption into its tag, and the notes of a table tied to their marks."""

from __future__ import annotations

from lxml import etree

from press.paper.key_messages import BOX, TITLE

_LABEL = "named-content[@content-type='label']"


def label_exhibits(article: etree._Element) -> None:
    """Make each exhibit's box the table or figure itself: with its id, its label, and a table with its notes."""
    for box in article.xpath("//boxed-text[table-wrap or fig]"):
        exhibit = next(child for child in box if child.tag in ("table-wrap", "fig"))
        if "id" in box.attrib:
            exhibit.set("id", box.get("id"))
        for label in exhibit.xpath(f"caption//{_LABEL}"):
            _insert_label(exhibit, _without(label).rstrip("."))
        for table in exhibit.findall("table"):
            _head_rows(table)
            table.attrib.pop("id", None)
        for notes in box.findall("boxed-text"):
            exhibit.append(_notes(exhibit, list(notes)))
        exhibit.tail = box.tail
        box.getparent().replace(box, exhibit)


def label_equations(article: etree._Element) -> None:
    """Give each display equation that has a number its id and its label."""
    for box in article.xpath("//boxed-text[.//disp-formula]"):
        formula = box.find(".//disp-formula")
        formula.set("id", box.get("id"))
        for label in box.xpath(f".//{_LABEL}"):
            _insert_label(formula, _without(label))
        formula.tail = box.tail
        box.getparent().replace(box, formula)


def title_box(article: etree._Element) -> None:
    """Give the box of key messages its title."""
    for box in article.iterfind(f".//boxed-text[@content-type='{BOX}']"):
        caption = etree.Element("caption")
        etree.SubElement(caption, "title").text = TITLE
        caption.tail = "\n"
        box.insert(0, caption)


def tidy(article: etree._Element) -> None:
    """Unwrap the boxes that are left, and drop what says a thing twice."""
    for box in article.xpath("//boxed-text[not(@*) or @id]"):
        parent, place = box.getparent(), box.getparent().index(box)
        for child in reversed(box):
            parent.insert(place, child)
        parent.remove(box)
    for reference in article.iter("xref"):
        reference.attrib.pop("alt", None)


def _insert_label(element: etree._Element, text: str) -> None:
    label = etree.Element("label")
    label.text, label.tail = text, "\n"
    element.insert(0, label)


def _without(label: etree._Element) -> str:
    """Take a label out of its caption, with the blank behind it, and return its text."""
    text = "".join(label.itertext())
    rest = (label.tail or "").lstrip()
    before, parent = label.getprevious(), label.getparent()
    parent.remove(label)
    if before is None:
        parent.text = (parent.text or "") + rest
    else:
        before.tail = (before.tail or "").rstrip() + rest
    return text


def _head_rows(table: etree._Element) -> None:
    """The first cell of a row is its heading; alone in the row, that of the rows below."""
    for row in table.iterfind("tbody/tr"):
        first = row[0]
        first.tag = "th"
        first.set("scope", "row" if len(row) > 1 else "rowgroup")
    for cell in table.iterfind("thead/tr/th"):
        cell.set("scope", "colgroup" if "colspan" in cell.attrib else "col")


def _notes(exhibit: etree._Element, paragraphs: list[etree._Element]) -> etree._Element:
    """The foot of a table: each lettered note a footnote to which its marks refer, the others as they are."""
    foot = etree.Element("table-wrap-foot")
    foot.tail = "\n"
    marks: dict[str, str] = {}
    for paragraph in paragraphs:
        letter = paragraph[0] if len(paragraph) and not (paragraph.text or "").strip() else None
        if letter is None or letter.tag != "sup" or len(letter):
            foot.append(paragraph)
            continue
        name = marks[letter.text] = f"{exhibit.get('id')}-note-{letter.text}"
        note = etree.SubElement(foot, "fn", id=name)
        note.tail, paragraph.tail = "\n", None
        paragraph.text = (letter.tail or "").lstrip()
        paragraph.remove(letter)
        etree.SubElement(note, "label").text = name.rpartition("-")[2]
        note.append(paragraph)
    for mark in exhibit.xpath("table//sup[not(*)]"):
        _refer(mark, marks)
    return foot


def _refer(mark: etree._Element, marks: dict[str, str]) -> None:
    """Turn the raised letters "a,b" of a cell into references to the notes a and b."""
    letters = (mark.text or "").split(",")
    if not all(letter in marks for letter in letters):
        return
    mark.text = None
    for place, letter in enumerate(letters):
        reference = etree.SubElement(mark, "xref", {"ref-type": "table-fn", "rid": marks[letter]})
        reference.text = letter
        reference.tail = "," if place < len(letters) - 1 else None
