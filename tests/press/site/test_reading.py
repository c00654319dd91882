"""Rule: a page can be read by a screen reader, on a phone and from disk, and gives nothing of the machine away."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

from .conftest import Pages


def test_every_page_has_a_language_a_title_and_one_first_heading(pages: Pages) -> None:
    for name, page in pages.items():
        assert page.get("lang") == "en-GB", name
        assert page.findtext(".//title"), name
        assert len(page.xpath("//h1")) == 1, name
        assert page.xpath("//a[contains(@class, 'skip-to-content')]/@href") == ["#furo-main-content"]
        assert page.xpath("//*[@role='main'][@id='furo-main-content']")


def test_no_id_stands_twice_on_a_page(pages: Pages) -> None:
    for name, page in pages.items():
        twice = [place for place, count in Counter(page.xpath("//@id")).items() if count > 1]
        assert twice == [], name


def test_landmarks_of_a_kind_can_be_told_apart(pages: Pages) -> None:
    for name, page in pages.items():
        for kind in ("aside", "nav"):
            names = page.xpath(f"//{kind}/@aria-label")
            assert len(names) == len(set(names)) == len(page.xpath(f"//{kind}")), (name, kind)


def test_every_picture_is_told_in_words_and_has_a_caption(pages: Pages) -> None:
    pictures = [(name, picture) for name, page in pages.items() for picture in page.xpath("//img")]
    assert len(pictures) >= 10
    for name, picture in pictures:
        assert len(picture.get("alt", "").split()) > 5, name
        (figure,) = picture.xpath("ancestor::figure")
        assert figure.xpath(".//figcaption//strong"), name
        assert picture.get("src").endswith(".svg")


def test_headings_of_tables_have_a_scope_and_wide_tables_a_box_with_a_name(pages: Pages) -> None:
    for name, page in pages.items():
        assert page.xpath("//article//th[not(@scope)]") == [], name
        assert page.xpath("//article//tbody/tr[not(*[@scope]) and not(.//*[contains(@class, 'in-sight')])]") == [], name
        for table in page.xpath("//article//table"):
            (box,) = table.xpath("ancestor::*[@role='region'][1]")
            assert box.get("tabindex") == "0", name
            assert box.get("aria-label"), name


def test_headings_go_down_one_level_at_a_time(pages: Pages) -> None:
    for name, page in pages.items():
        levels = [int(heading.tag[1]) for heading in page.xpath("//article//*[self::h1 or self::h2 or self::h3]")]
        assert all(after - before <= 1 for before, after in pairwise(levels)), name


def test_without_a_script_a_number_still_names_its_row(pages: Pages) -> None:
    for shown in pages["index.html"].xpath("//article//span[@class='row']"):
        assert shown.get("title").startswith(shown.get("data-rows").split()[0])


def test_nothing_is_asked_of_a_network(pages: Pages, site: Path) -> None:
    for name, page in pages.items():
        asked = page.xpath("//script/@src | //img/@src | //link/@href | //iframe/@src")
        assert [each for each in asked if re.match(r"[a-z]+:|//", each)] == [], name
        assert page.xpath("//script[contains(@src, 'athjax')]") == [], name
    own = (site / "_static" / "site.js").read_text() + (site / "_static" / "site.css").read_text()
    assert not re.search(r"fetch\(|XMLHttp|url\(|@import|https?:", own)


def test_no_page_holds_a_path_of_this_machine_or_the_day_it_was_made(site: Path, root: Path) -> None:
    forbidden = re.compile(re.escape(str(root)) + r"|/tmp/|/home/[a-z]|at 0x[0-9a-f]{6}|[Ll]ast updated on")
    texts = [path for path in site.rglob("*") if path.suffix in (".html", ".js", ".css", ".svg")]
    assert [path.name for path in texts if forbidden.search(path.read_text(encoding="utf-8"))] == []
