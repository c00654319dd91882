"""Rule: in a real browser nothing on a page is out of sight: wide and narrow, light and dark, or by keyboard."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import expect

from .conftest import PHONE, WIDE, Opened

SETTINGS: tuple[tuple[tuple[int, int], Literal["light", "dark"]], ...] = ((WIDE, "light"), (PHONE, "dark"))

# The least contrast between words and what is behind them, over every element that holds words of its own.
CONTRAST = """() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (c) => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const luminance = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
  const known = new Map();
  const behind = (element) => {
    if (!element) return [255, 255, 255];
    if (!known.has(element)) {
      const colour = parse(getComputedStyle(element).backgroundColor);
      known.set(element, colour.length < 4 || colour[3] === 1 ? colour : behind(element.parentElement));
    }
    return known.get(element);
  };
  const low = [];
  for (const element of document.querySelectorAll('article *, aside *, footer *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.checkVisibility({ visibilityProperty: true }) || element.closest('svg, .headerlink')) continue;
    const [one, two] = [parse(getComputedStyle(element).color), behind(element)].map(luminance).sort();
    const ratio = (two + 0.05) / (one + 0.05);
    if (ratio < 4.5) low.push(`${element.tagName}.${element.className}: ${ratio.toFixed(2)}`);
  }
  return low;
}"""

# What is wider than the page, and what a reader does not get to see.
UNSEEN = """() => [
  ...[document.documentElement, ...document.querySelectorAll('.content')]
    .filter((part) => part.scrollWidth > part.clientWidth).map((part) => `${part.className} is too wide`),
  ...[...document.querySelectorAll('article figure img')]
    .filter((image) => !image.complete || !image.naturalWidth || !image.naturalHeight || !image.checkVisibility())
    .map((image) => `${image.src} is not shown`),
  ...[...document.querySelectorAll('article figcaption')]
    .filter((words) => !words.checkVisibility() || !words.offsetHeight).map((words) => words.textContent),
]"""


def names(site: Path) -> list[str]:
    return [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html"))]


def test_every_page_fits_and_its_pictures_and_words_can_be_seen_wide_and_narrow_in_light_and_dark(
    opened: Opened, site: Path
) -> None:
    for name in names(site):
        page = opened(name, WIDE, color_scheme="light")
        for (width, height), scheme in SETTINGS:
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(UNSEEN) == [], (name, scheme)
            if not name.startswith("paper/"):
                page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
                assert page.evaluate(CONTRAST) == [], (name, scheme)
        page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})


# Tables of which a part lies beyond the edge of their box.
CUT = """() => [...document.querySelectorAll('article table')].map((table) => table.closest('.table-box'))
  .filter((box) => !box || box.scrollWidth > box.clientWidth).map((box) => box?.ariaLabel ?? 'no box')"""
# Where a script moves a table, the one that stands still without it is put away.
HIDDEN = """() => [...document.querySelectorAll('article table')]
  .filter((table) => !table.checkVisibility() && !table.closest('.moves.is-moving .moves-still')).length"""


@pytest.mark.parametrize("script", [True, False])
def test_of_no_table_a_column_lies_off_a_screen_of_1280_pixels(opened: Opened, site: Path, script: bool) -> None:
    for name in names(site):
        if not name.startswith("paper/"):
            page = opened(name, WIDE, java_script_enabled=script)
            assert page.evaluate(CUT) == [], name
            assert page.evaluate(HIDDEN) == 0, name


def test_on_a_phone_the_first_column_stays_and_a_wide_table_says_that_it_goes_on(opened: Opened) -> None:
    """What a line is about is read with each of its cells: else a number far to the right is nobody's."""
    said = "box => getComputedStyle(box, '::before').content"
    assert "goes on" not in opened("03_predictors.html").locator(".table-box").nth(1).evaluate(said)
    page = opened("03_predictors.html", PHONE, has_touch=True)
    box = page.locator(".table-box").nth(1)
    assert "goes on" in box.evaluate(said)
    first = box.locator("tbody .gt_stub").nth(3)
    before = first.bounding_box()
    box.evaluate("box => { box.scrollLeft = box.scrollWidth }")
    after, edge = first.bounding_box(), box.bounding_box()
    assert before and after and edge
    assert abs(after["x"] - edge["x"]) < 1 and abs(before["x"] - after["x"]) < 1
    assert after["width"] < edge["width"] / 2


def test_the_banner_stands_above_the_page_and_covers_nothing(opened: Opened) -> None:
    for size in (WIDE, PHONE):
        for script in (True, False):
            page = opened("glossary.html", size, java_script_enabled=script)
            banner, heading = page.locator(".announcement").bounding_box(), page.locator("h1").bounding_box()
            assert banner and heading
            assert banner["height"] > 0
            assert banner["y"] + banner["height"] <= heading["y"]


def test_what_the_keyboard_is_on_can_be_seen(opened: Opened) -> None:
    page = opened("index.html")
    outline = "() => [document.activeElement.tagName, getComputedStyle(document.activeElement).outlineStyle]"
    seen = []
    for _ in range(30):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(outline))
    assert {tag for tag, _ in seen} >= {"A", "INPUT", "BUTTON", "SPAN"}
    assert [each for each in seen if each[1] != "solid"] == []


FIGURE = ".figure-box:has(> a)"


@pytest.mark.parametrize("name", ["index.html", "02_efficacy.html", "05_multiverse.html"])
def test_no_picture_is_cut_on_a_phone_and_each_says_how_it_is_seen_large(opened: Opened, name: str) -> None:
    page = opened(name, PHONE, has_touch=True)
    cut = "boxes => boxes.filter(box => box.scrollWidth > box.clientWidth).length"
    boxes = page.locator(FIGURE)
    assert boxes.evaluate_all(cut) == 0
    said = "box => getComputedStyle(box, '::after').content"
    assert "Tap the figure" in boxes.first.evaluate(said)
    assert opened(name).locator(FIGURE).first.evaluate(said) == "none"


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_picture_opens_whole_in_the_window_with_the_notice_and_closes(opened: Opened, size: tuple[int, int]) -> None:
    page = opened("index.html", size)
    link = page.locator(f"{FIGURE} > a").first
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Simulated registry")
    expect(dialog.locator("img")).to_be_in_viewport(ratio=0.99)
    shown, before = dialog.locator("img").bounding_box(), link.bounding_box()
    assert shown and before
    assert max(shown["width"], shown["height"]) > before["width"]
    dialog.get_by_role("button", name="Close").press("Enter")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()


def test_without_a_script_a_picture_is_a_link_to_itself(opened: Opened) -> None:
    page = opened("index.html", java_script_enabled=False)
    expect(page.locator(f"{FIGURE} > a").first).to_have_attribute("href", re.compile(r"\.svg$"))


@pytest.mark.parametrize("name", ["03_predictors.html", "02_efficacy.html", "codebook.html", "turn.html"])
def test_the_heading_of_the_first_column_stays_above_it(opened: Opened, name: str) -> None:
    page = opened(name, PHONE, has_touch=True)
    for box in page.locator(".table-box.goes-on:has(thead .stays)").all():
        head, edge = box.locator("thead .stays").last, box.bounding_box()
        box.evaluate("box => { box.scrollLeft = box.scrollWidth }")
        there = head.bounding_box()
        assert there and edge
        assert abs(there["x"] - edge["x"]) < 5, name
        assert there["width"] <= 0.4 * PHONE[0], name
        assert head.evaluate("cell => getComputedStyle(cell).backgroundColor").startswith("rgb(")


def test_the_title_of_a_page_is_larger_than_its_sections_and_on_the_front_page_the_finding_is(opened: Opened) -> None:
    size = "part => parseFloat(getComputedStyle(part).fontSize)"
    page = opened("03_predictors.html")
    first, second = (page.locator(f"article {name}").first.evaluate(size) for name in ("h1", "h2"))
    assert first > 1.25 * second
    page = opened("index.html")
    assert page.locator("article h1").evaluate(size) <= page.locator(".finding p").first.evaluate(size)


def test_notes_of_a_table_are_as_wide_as_the_table(opened: Opened) -> None:
    page = opened("03_predictors.html")
    for table in page.locator(".gt_table:has(.gt_sourcenote)").all():
        whole, note = table.bounding_box(), table.locator(".gt_sourcenote .in-sight").first.bounding_box()
        assert whole and note
        assert note["width"] > 0.9 * whole["width"]
