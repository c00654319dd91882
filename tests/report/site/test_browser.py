"""Rule: in a real browser, from disk, every page works: by mouse, key and finger, wide and narrow, light and dark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

WIDE, PHONE = (1280, 900), (390, 844)
Opened = Callable[..., Page]

# The least contrast between words and what is behind them, over every element that holds words of its own.
CONTRAST = """() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (c) => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const luminance = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
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

TOO_WIDE = """() => [document.documentElement, ...document.querySelectorAll('.content')]
  .filter((part) => part.scrollWidth > part.clientWidth).map((part) => part.className)"""


@pytest.fixture
def opened(browser: Browser, site: Path) -> Iterator[Opened]:
    """A function that opens a page; an error on its console or a request past the disk fails the test."""
    wrong: list[str] = []
    contexts = []

    def open_page(name: str, size: tuple[int, int] = WIDE, **settings: object) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **settings)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith("file://") else None)
        page.on("requestfailed", lambda asked: wrong.append(asked.url))
        page.goto((site / name).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def names(site: Path) -> list[str]:
    return [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html"))]


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (PHONE, "dark")], ids=["desk, light", "phone, dark"])
def test_every_page_fits_and_its_pictures_and_words_can_be_seen(
    opened: Opened, site: Path, size: tuple[int, int], scheme: str
) -> None:
    page = opened("index.html", size, color_scheme=scheme)
    for name in names(site):
        page.goto((site / name).as_uri())
        assert page.evaluate(TOO_WIDE) == [], name
        for picture in page.locator("article figure img").all():
            assert picture.evaluate("image => image.complete && image.naturalWidth * image.naturalHeight > 0"), name
        for caption in page.locator("article figcaption").all():
            expect(caption).to_be_visible()
        if not name.startswith("paper/"):
            assert page.evaluate(CONTRAST) == [], name


@pytest.mark.parametrize("key", ["click", "Enter"])
def test_code_is_hidden_until_it_is_asked_for(opened: Opened, key: str) -> None:
    page = opened("01_cohort.html")
    fold, code = page.locator("details.hide summary").nth(1), page.locator("details.hide pre").nth(1)
    expect(code).to_be_hidden()
    expect(fold).to_have_accessible_name("Show the code")
    if key == "click":
        fold.click()
    else:
        fold.focus()
        page.keyboard.press(key)
    expect(code).to_be_visible()
    expect(code).to_contain_text("open_registry(registry)")


def test_all_code_is_shown_and_hidden_by_one_button(opened: Opened) -> None:
    page = opened("04_safety.html")
    for said, count in (("Show all code", 0), ("Hide all code", page.locator("details.hide").count())):
        button = page.get_by_role("button", name=said)
        expect(page.locator("details.hide[open]")).to_have_count(count)
        button.click()
    expect(page.locator("details.hide[open]")).to_have_count(0)


def test_the_source_of_a_number_shows_on_hover_and_stays_while_the_mouse_is_on_it(opened: Opened) -> None:
    page = opened("02_efficacy.html")
    number, source = (
        page.locator("span.row[data-rows='efficacy.mmt8.baseline.mean']").first,
        page.get_by_role("tooltip"),
    )
    expect(source).to_be_hidden()
    number.hover()
    for said in ("efficacy.mmt8.baseline.mean", "n 12", "method: arithmetic mean", "notebook 02_efficacy", "cell 3"):
        expect(source).to_contain_text(said)
    expect(number).not_to_have_attribute("title", re.compile(""))  # else the browser would show it besides
    where = source.bounding_box()
    assert where is not None
    page.mouse.move(where["x"] + 30, where["y"] + 30, steps=25)
    page.wait_for_timeout(400)
    expect(source).to_be_visible()
    page.locator("h1").hover()
    expect(source).to_be_hidden()


def test_the_source_of_a_number_shows_on_focus_and_goes_with_escape(opened: Opened) -> None:
    page = opened("index.html")
    number, source = page.locator("article span.row").first, page.get_by_role("tooltip")
    number.focus()
    expect(source).to_be_visible()
    expect(number).to_have_attribute("aria-describedby", source.get_attribute("id") or "")
    page.keyboard.press("Escape")
    expect(source).to_be_hidden()
    page.keyboard.press("Tab")
    expect(source).to_be_visible()


def test_the_source_of_a_number_shows_on_a_tap_and_within_the_screen(opened: Opened) -> None:
    page = opened("01_cohort.html", PHONE, has_touch=True)
    source = page.get_by_role("tooltip")
    page.locator("td[data-rows]").nth(12).tap()
    expect(source).to_be_in_viewport(ratio=1)
    page.locator("h1").tap()
    expect(source).to_be_hidden()


def test_the_cells_of_a_table_are_reached_with_the_arrow_keys(opened: Opened) -> None:
    page = opened("03_predictors.html")
    cells = page.locator("table").nth(1).locator("[data-rows]")
    expect(page.locator("table").nth(1).locator("[data-rows][tabindex='0']")).to_have_count(1)
    cells.first.focus()
    for key, there in (("ArrowRight", cells.nth(1)), ("ArrowLeft", cells.nth(0))):
        page.keyboard.press(key)
        expect(there).to_be_focused()
    expect(page.get_by_role("tooltip")).to_be_visible()


def test_a_term_shows_its_meaning_and_leads_to_the_glossary(opened: Opened) -> None:
    page = opened("03_predictors.html")
    term = page.locator("a.term", has_text="Odds ratio").or_(page.locator("a.term", has_text="odds ratio")).first
    term.hover()
    expect(page.get_by_role("tooltip")).to_contain_text("The odds of response with a feature")
    term.click()
    expect(page.locator("dt:target")).to_contain_text("Odds ratio")


def test_search_finds_dysphagia_from_disk(opened: Opened) -> None:
    page = opened("index.html")
    page.get_by_label("Search").first.fill("dysphagia")
    page.keyboard.press("Enter")
    found = page.locator("#search-results li a")
    expect(found.first).to_be_visible()
    assert {"Glossary", "Codebook"} <= {each.strip() for each in found.all_text_contents()}


def test_the_list_of_pages_opens_by_keyboard_on_a_narrow_screen(opened: Opened) -> None:
    page = opened("index.html", PHONE)
    pages = page.get_by_role("navigation", name="Pages")
    expect(pages).to_be_hidden()
    button = page.get_by_role("button", name="Toggle site navigation sidebar")
    button.focus()
    page.keyboard.press("Enter")
    expect(pages).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")


def test_without_a_script_everything_can_still_be_read(opened: Opened) -> None:
    page = opened("02_efficacy.html", java_script_enabled=False)
    expect(page.locator("span.row").first).to_have_attribute("title", "efficacy.mmt8.baseline.mean: arithmetic mean")
    expect(page.locator("a.term").first).to_have_attribute(
        "title", "CK, aldolase, LDH, AST, ALT and myoglobin: high while muscle is being destroyed"
    )
    page.locator("details.hide summary").first.click()
    expect(page.locator("details.hide pre").first).to_be_visible()
