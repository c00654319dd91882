"""Rule: in a real browser, from disk, the pages do what they offer: by mouse, key and finger, script or none."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .conftest import PHONE, Opened


@pytest.mark.parametrize("key", ["click", "Enter"])
def test_code_is_hidden_until_it_is_asked_for(opened: Opened, key: str) -> None:
    page = opened("01_cohort.html")
    fold, code = page.locator("details.hide summary").first, page.locator("details.hide pre").first
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
    expect(page.locator(".search-summary")).to_contain_text("finished")
    assert {"Glossary", "Codebook"} <= {each.strip() for each in found.all_text_contents()}


@pytest.mark.parametrize("asked", ["dysphagia", "Raynaud", "CK"])
def test_search_names_the_chapters_first_and_shows_a_line_of_each_page(opened: Opened, asked: str) -> None:
    page = opened("index.html")
    page.get_by_label("Search").first.focus()
    page.keyboard.type(asked)
    page.keyboard.press("Enter")
    expect(page.locator(".search-summary")).to_contain_text("finished")
    found = page.locator("#search-results li")
    files = [
        (link.get_attribute("href") or "").partition("#")[0].partition("?")[0] for link in found.locator("a").all()
    ]
    chapters = [bool(re.match(r"\d\d_", file)) for file in files]
    assert any(chapters) and not all(chapters)
    assert chapters == sorted(chapters, reverse=True), files
    expect(found.locator(".context")).to_have_count(len(files))
    said = found.locator(".context").all_text_contents()
    assert all(asked.lower() in line.lower() for line in said), said
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#search-results a')"):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(files[0])))


@pytest.mark.parametrize(
    ("asked", "answer", "line"),
    [
        ("real patients", "Are these real patients?", "invented"),
        ("side effects", "Is it safe?", "side effect"),
        ("died", "Is it safe?", "patients had died"),
        ("death", "Is it safe?", "Death ended the treatment"),
        ("odds", "Odds", ""),
        ("chance", "Whom does it help?", "Nobody can tell"),
        ("odds ratio", "Odds ratio", "The odds of response with a feature"),
        ("ck", "CK", ""),
    ],
)
def test_a_lay_question_and_a_term_of_the_glossary_are_answered_before_all_pages(
    opened: Opened, asked: str, answer: str, line: str
) -> None:
    page = opened(f"search.html?q={asked.replace(' ', '+')}")
    first = page.locator("main li, article li").first
    expect(first.locator("a")).to_have_text(answer)
    expect(first).to_contain_text(line)
    first.locator("a").click()
    expect(page.locator(":target").first).to_contain_text(answer)


def test_without_a_script_the_search_says_calmly_what_to_do_instead(opened: Opened) -> None:
    page = opened("search.html", java_script_enabled=False)
    expect(page.locator("article")).to_contain_text("The search needs script.")
    assert page.locator(".admonition").count() == 0


QUESTIONS = {
    "Did it work?": "This study cannot say.",
    "How many got better, and compared with what?": "96 of 123 patients",
    "What if better were counted differently?": "lies somewhere from 30% to 92%",
    "Whom does it help?": "Nobody can tell from this study whom it helps",
    "Is it safe?": "patients (28%) had an",
    "Are these real patients?": "Every patient here was invented by a program",
}


@pytest.mark.parametrize("script", [True, False])
def test_a_reader_s_questions_are_answered_in_one_step_from_the_front_page(opened: Opened, script: bool) -> None:
    for question, answer in QUESTIONS.items():
        page = opened("index.html", java_script_enabled=script)
        page.locator("article").get_by_role("link", name=question, exact=True).focus()
        page.keyboard.press("Enter")
        expect(page.locator("section:target > h3")).to_contain_text(question)
        sentence = page.locator("section:target > p").first
        expect(sentence).to_contain_text(answer)
        expect(sentence).to_be_in_viewport()


def test_the_search_of_the_study_finds_its_pages_and_that_of_the_reference_what_is_in_the_code(opened: Opened) -> None:
    for search, there, elsewhere in (
        ("search.html?q=CK", "Who responds?", "compendium.registry.checking"),
        ("reference/search.html?q=checking", "compendium.registry.checking", "Who responds?"),
    ):
        page = opened(search)
        found = page.locator("#search-results li a")
        expect(found.first).to_be_visible()
        expect(page.locator(".search-summary")).to_contain_text("finished")
        said = [each.strip() for each in found.all_text_contents()]
        assert there in said and elsewhere not in said


def test_from_the_reference_a_link_leads_back_to_the_study(opened: Opened) -> None:
    page = opened("reference/compendium/stats.html")
    page.get_by_role("navigation", name="Pages").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/site/index\.html$"))
    page = opened("reference.html")
    page.locator("article").get_by_role("link", name="stats", exact=True).click()
    expect(page.locator("h1")).to_contain_text("stats")


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
    expect(page.locator("span.row").first).to_have_attribute(
        "title", re.compile("efficacy.mmt8.change.mean: mean change")
    )
    expect(page.locator("a.term").first).to_have_attribute(
        "title", "CK, aldolase, LDH, AST, ALT and myoglobin: high while muscle is being destroyed"
    )
    page.locator("details.hide summary").first.click()
    expect(page.locator("details.hide pre").first).to_be_visible()
