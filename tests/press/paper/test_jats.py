"""The paper as JATS: every exhibit labelled, every reference arrives, every number keeps its row, nothing invented."""

from __future__ import annotations

from pathlib import Path

import panflute as pf
import pytest
from lxml import etree

from press.ground.fault import Fault
from press.paper.document import Document
from press.paper.jats.write import check, write_jats

from ..origin import SIMULATED
from .small_paper import ROW, lay_out, small_paper

HREF = "{http://www.w3.org/1999/xlink}href"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("jats")
    lay_out(folder)
    return folder


@pytest.fixture(scope="module")
def paper(root: Path) -> Document:
    return small_paper(root)


@pytest.fixture(scope="module")
def written(paper: Document, root: Path) -> bytes:
    path = root / "out/manuscript.xml"
    write_jats(paper, path, root, root / "paper/numbers.csl")
    return path.read_bytes()


@pytest.fixture
def article(written: bytes) -> etree._Element:
    return etree.fromstring(written)


def _texts(article: etree._Element, xpath: str) -> list[str]:
    return ["".join(found.itertext()) for found in article.xpath(xpath)]


def test_the_same_paper_is_the_same_bytes(paper: Document, root: Path, written: bytes) -> None:
    again = root / "out/again.xml"
    write_jats(paper, again, root, root / "paper/numbers.csl")
    assert again.read_bytes() == written


def test_the_words_for_a_picture_may_hold_any_sign(root: Path) -> None:
    paper, message = small_paper(root), 'p < 0.001, "so". Registry: Cedar & co_2024.'
    paper.tree.walk(lambda each, _doc: each.attributes.update(alt=message) if isinstance(each, pf.Image) else None)
    write_jats(paper, root / "out/signs.xml", root, root / "paper/numbers.csl")
    assert etree.parse(root / "out/signs.xml").findtext(".//alt-text") == message


def test_labels_stand_in_tags_of_their_own_and_not_in_captions(article: etree._Element) -> None:
    labels = {found.get("id"): found.findtext("label") for found in article.iter("table-wrap", "fig", "disp-formula")}
    assert labels == {
        "tbl-patients": "Table 1",
        "tbl-wide": "Table 2",
        "tbl-wider": "Table 3",
        "tbl-narrow": "Table 4",
        "fig-course": "Figure 1",
        "eq-model": "(1)",
    }
    assert _texts(article, "//fig/caption/p") == [f"The course. {SIMULATED}"]
    assert _texts(article, "//table-wrap[@id='tbl-patients']/caption/p") == ["Patients & <others>."]
    assert not article.xpath("//table/@id")


def test_every_reference_arrives_and_says_at_what(article: etree._Element) -> None:
    kinds = {
        "table": "table-wrap",
        "fig": "fig",
        "disp-formula": "disp-formula",
        "sec": "sec",
        "bibr": "ref",
        "table-fn": "fn",
        "aff": "aff",
        "supplementary-material": "supplementary-material",
    }
    met = set()
    for reference in article.iter("xref"):
        (target,) = article.xpath(f"//*[@id='{reference.get('rid')}']")
        assert target.tag == kinds[reference.get("ref-type")] or target.get("id") == "sec-references"
        met.add(reference.get("ref-type"))
        assert "alt" not in reference.attrib  # it would only repeat the words
    assert met == set(kinds)


def test_the_notes_of_a_table_are_tied_to_their_marks(article: etree._Element) -> None:
    foot = article.find(".//table-wrap[@id='tbl-patients']/table-wrap-foot")
    (note,) = foot.findall("fn")
    assert (note.get("id"), note.findtext("label")) == ("tbl-patients-note-a", "a")
    assert "".join(note.find("p").itertext()) == "Twice in 3."
    assert ["".join(paragraph.itertext()) for paragraph in foot.findall("p")] == ["n/N (%), N = 123.", SIMULATED]
    assert article.xpath("//table-wrap[@id='tbl-patients']//th/sup/xref/@rid") == ["tbl-patients-note-a"]


def test_numbers_keep_the_ids_of_their_rows_and_nothing_else_is_named_content(article: etree._Element) -> None:
    named = {("".join(one.itertext()), one.get("specific-use")) for one in article.iter("named-content")}
    assert named == {
        ("78%", ROW),
        ("55.1 ± 14.0", "cohort.age.mean cohort.age.sd"),
        ("Twice in 3.", "cohort.twice"),
        ("n/N (%), N = 123.", "cohort.n"),
    }
    assert article.find(".//abstract//named-content") is not None


def test_the_abstract_is_in_sections(article: etree._Element) -> None:
    assert _texts(article, "//abstract/sec/title") == ["Background", "Methods"]
    assert _texts(article, "//abstract/sec/p") == ["Of all, 78% responded.", "Counted."]


def test_the_front_says_what_is_known_and_invents_no_journal(article: etree._Element) -> None:
    assert article.get("article-type") == "research-article"
    assert _texts(article, "//article-title")[0] == "A registry, simulated"
    assert _texts(article, "//contrib/name/surname") == ["One", "van Two"]
    assert _texts(article, "//kwd") == ["myositis", "simulation"]
    assert article.find(".//license").get(HREF) == "https://creativecommons.org/licenses/by/4.0/"
    assert _texts(article, "//custom-meta/meta-value") == [SIMULATED]
    for unknown in ("journal-meta", "pub-date", "issn", "article-id"):
        assert article.find(f".//{unknown}") is None
    assert article.xpath("//counts/table-count/@count") == ["4"]


def test_references_are_tagged_part_by_part_with_their_doi(article: etree._Element) -> None:
    first, second = article.iterfind(".//ref/element-citation")
    assert [name.findtext("surname") for name in first.iter("name")] == ["Aggarwal", "Schessl"]
    assert [one.text for one in first.iterfind("pub-id[@pub-id-type='doi']")] == ["10.1056/NEJMoa2117912"]
    assert (second.get("publication-type"), first.findtext("fpage"), first.find("lpage")) == ("other", "1264", None)
    assert (second.findtext(".//collab"), second.find("uri").get(HREF)) == ("R Core Team", "https://www.r-project.org")


def test_the_rows_of_a_table_have_headings_and_its_sections_span_it(article: etree._Element) -> None:
    rows = article.xpath("//table-wrap[@id='tbl-patients']//tbody/tr")
    assert [(row[0].tag, row[0].get("scope")) for row in rows] == [("th", "rowgroup"), *[("th", "row")] * 5]
    assert rows[0][0].get("colspan") == "4"


@pytest.mark.parametrize(
    ("xpath", "change", "message"),
    [
        ("//xref[@ref-type='fig']", {"rid": "fig-lost"}, '"Figure 1" refers to fig-lost, which is nowhere'),
        ("//fig", {"id": "tbl-wide"}, "the id tbl-wide is given 2 times"),
        ("//graphic", {HREF: "figures/lost.png"}, "the picture figures/lost.png is not there"),
        ("//named-content", {"content-type": "label"}, 'a named-content "label" is left'),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused(
    article: etree._Element, root: Path, xpath: str, change: dict[str, str], message: str
) -> None:
    check(article, root / "paper")
    for name, value in change.items():
        article.xpath(xpath)[0].set(name, value)
    with pytest.raises(Fault, match="does not hold together") as fault:
        check(article, root / "paper")
    assert message in str(fault.value)


@pytest.mark.parametrize("tag", ["table-wrap", "fig", "disp-formula"])
def test_an_exhibit_without_its_label_is_refused(article: etree._Element, root: Path, tag: str) -> None:
    exhibit = article.find(f".//{tag}")
    exhibit.remove(exhibit.find("label"))
    with pytest.raises(Fault, match=f"{tag} {exhibit.get('id')} has no label"):
        check(article, root / "paper")
