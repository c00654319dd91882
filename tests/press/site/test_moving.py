"""Rule: what moves on the site moves by the keyboard alone, says what it says, and stands still without a script."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from compendium.clinical.responses import read_responses
from compendium.exhibits.site_patient_story import story
from compendium.stats.association import two_by_two
from press.exhibits.places import read_results
from press.rows import Key, Ledger
from press.site.moving import moving

from .conftest import PHONE, WIDE, Opened, Pages

MOVING = ("turn.html", "move.html", "walk.html", "patients.html")
# The registry's own table, small and large ones, empty cells, and whole lines without anybody.
TABLES = [
    [27, 15, 62, 12], [1, 1, 1, 1], [3, 7, 5, 2], [40, 2, 10, 30], [150, 149, 151, 150], [10, 30, 30, 30], [2, 9, 3, 1],
    [0, 5, 7, 3], [4, 0, 6, 2], [5, 3, 0, 8], [6, 2, 9, 0], [0, 4, 5, 0], [3, 0, 0, 6],
    [0, 0, 4, 5], [4, 0, 5, 0], [0, 0, 0, 0],
]  # fmt: skip


@pytest.fixture(scope="module")
def ledger(root: Path) -> Ledger:
    """Every result row of the project."""
    return read_results(root)


def held(page: Any) -> Any:
    return json.loads(page.xpath("//script[@class='moves-data']")[0].text)


def lines(page: Page, place: int) -> list[list[str]]:
    return page.evaluate(
        "at => [...document.querySelectorAll('.moves table')[at].tBodies[0].rows]"
        ".map(row => [...row.cells].map(cell => cell.textContent))",
        place,
    )


def of_the_package(cells: list[int]) -> dict[str, float]:
    """What the study's own function says of the table."""
    a, b, c, d = cells
    exposure = pd.Series([True] * (a + b) + [False] * (c + d), dtype="boolean")
    outcome = pd.Series([True] * a + [False] * b + [True] * c + [False] * d, dtype="boolean")
    rows = Ledger(two_by_two(outcome, exposure, Key("x")))
    return {name: rows.value(f"x.{name}") for name in ("or", "ci_low", "ci_high", "p", "p_chi2")}


@pytest.mark.parametrize("cells", TABLES, ids=str)
def test_the_script_computes_of_a_table_what_the_package_computes(opened: Opened, cells: list[int]) -> None:
    # Authorities: Woolf 1955; Fisher's test as scipy has it; Pearson's chi-squared without Yates's correction.
    page = opened("move.html")
    found = page.evaluate(
        "cells => Object.fromEntries(Object.entries(twoByTwo.statistics(cells)).map(([k, v]) => [k, String(v)]))", cells
    )
    own = of_the_package(cells)
    for name, of in (("low", "ci_low"), ("high", "ci_high"), ("fisher", "p"), ("chi2", "p_chi2")):
        assert float(found[name]) == pytest.approx(own[of], rel=1e-9, nan_ok=True), name
    if all(cells):
        assert float(found["or"]) == pytest.approx(own["or"], rel=1e-12)
        error = math.sqrt(sum(1 / cell for cell in cells))
        wald = math.erfc(abs(math.log(own["or"])) / error / math.sqrt(2))
        assert float(found["wald"]) == pytest.approx(wald, rel=1e-9)
    else:  # no correction is made: the odds ratio is nought, infinite or none, the others have no value
        assert float(found["or"]) in (0, math.inf) or math.isnan(float(found["or"]))
        assert np.isnan([float(found[name]) for name in ("low", "high", "wald")]).all()


def test_the_wald_p_is_that_of_a_model_with_the_feature_alone(opened: Opened, ledger: Ledger) -> None:
    # A logistic model with one yes/no predictor has the table's odds ratio and Woolf's standard error.
    found = opened("move.html").evaluate("() => twoByTwo.statistics([27, 15, 62, 12]).wald")
    assert found == pytest.approx(ledger.value("predictors.raynaud.univariable.p"), rel=1e-6)


def test_a_cell_moves_by_the_arrow_keys_and_the_verdict_with_it(opened: Opened) -> None:
    page = opened("move.html")
    cell = page.get_by_role("spinbutton").first
    said = page.locator(".moves-said")
    before, start = lines(page, 1), int(cell.get_attribute("aria-valuenow") or "")
    cell.focus()
    for key, count in (("ArrowUp", start + 1), ("PageUp", start + 11), ("ArrowLeft", start + 10), ("Home", 0)):
        page.keyboard.press(key)
        expect(cell).to_have_attribute("aria-valuenow", str(count))
        expect(cell).to_have_text(str(count))
    page.keyboard.press("ArrowDown")
    expect(cell).to_have_attribute("aria-valuenow", "0")
    expect(said).to_contain_text("no correction of Haldane's")
    assert [row[1] for row in lines(page, 1)[:3]] == ["0.000", "–", "–"]
    page.get_by_role("button", name="The registry's table again").press("Enter")
    assert lines(page, 1) == before
    expect(said).to_contain_text("This table gives the printed p")


def test_with_the_totals_kept_a_patient_changes_rows_and_no_group_changes_its_size(opened: Opened) -> None:
    page = opened("move.html")
    page.get_by_role("checkbox").press("Space")
    page.get_by_role("spinbutton").first.press("PageDown")
    counts = [int(each) for each in page.get_by_role("spinbutton").all_text_contents()]
    assert counts == [17, 15, 72, 12]


def test_a_cell_moves_by_dragging(opened: Opened) -> None:
    page = opened("move.html")
    place = page.get_by_role("spinbutton").first.bounding_box()
    assert place is not None
    x, y = place["x"] + 10, place["y"] + 10
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y, steps=4)
    page.mouse.up()
    page.mouse.move(x + 90, y)
    expect(page.get_by_role("spinbutton").first).to_have_text("32")


def test_what_is_printed_fits_where_it_is_what_the_number_rounds_to(opened: Opened) -> None:
    page = opened("move.html")
    fits = "([value, printed, decimals]) => twoByTwo.fits(value, printed, decimals)"
    for case, told in (([0.2849, 0.28, 2], True), ([0.285, 0.28, 2], True), ([0.2851, 0.28, 2], False)):
        assert page.evaluate(fits, case) is told, case


def verdict(point: list[float | None]) -> object:
    """On which side of 1 an odds ratio lies, and whether its interval holds 1."""
    odds, low, high = point
    return None if odds is None or low is None or high is None else (odds < 1, low <= 1 <= high)


def test_a_definition_is_turned_by_the_arrow_keys(opened: Opened, pages: Pages, ledger: Ledger) -> None:
    page = opened("turn.html")
    points = [each["points"] for each in held(pages["turn.html"])["definitions"][:2]]
    definitions = [*read_responses().values()]
    first = page.get_by_role("radio").first
    expect(first).to_be_checked()
    paper = lines(page, 2)
    first.focus()
    page.keyboard.press("ArrowDown")
    chosen = definitions[1]
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    counted = [int(ledger.value(f"efficacy.response.{chosen.id}.{name}")) for name in ("count", "total")]
    expect(page.locator(".moves-said")).to_contain_text(f"{counted[0]} of {counted[1]} patients")
    expect(page.locator("tr[aria-current]")).to_contain_text(chosen.label)
    odds = f"{ledger.value(f'predictors_{chosen.id}.raynaud.multivariable.or'):.2f}"
    assert any(
        row[0] == "Raynaud's phenomenon" and row[2].startswith(odds) for row in lines(page, 1)[-2:] if len(row) > 2
    )
    assert lines(page, 2) != paper
    moved = [at for at, (one, other) in enumerate(zip(*points, strict=True)) if verdict(one) != verdict(other)]
    odds_rows = page.locator(".moves table").nth(1).locator("tbody tr:not(.heads)")
    assert [at for at, row in enumerate(odds_rows.all()) if row.locator(".has-moved").count()] == moved
    assert page.locator(".has-moved").count() == len(moved)
    page.keyboard.press("ArrowUp")
    assert lines(page, 2) == paper
    assert page.locator(".has-moved").count() == 0


def test_the_curve_says_by_the_keyboard_and_under_the_pointer_what_was_chosen(opened: Opened, pages: Pages) -> None:
    page, data = opened("walk.html"), held(pages["walk.html"])
    curve, read = page.get_by_role("slider"), page.locator(".moves-readout")
    points = data["questions"][0]["points"]
    curve.focus()
    for key, place in (("Home", 0), ("ArrowRight", 1), ("PageUp", 51), ("ArrowLeft", 50), ("End", len(points) - 1)):
        page.keyboard.press(key)
        expect(curve).to_have_attribute("aria-valuenow", str(place + 1))
        expect(read).to_contain_text(f"Analysis {place + 1} of {len(points)}")
        digits = data["questions"][0]["chosen"][place]
        for decision, digit in zip(data["decisions"], digits, strict=True):
            expect(read).to_contain_text(decision["choices"][int(digit, 36)])
            assert decision["choices"][int(digit, 36)] in (curve.get_attribute("aria-valuetext") or "")
    curve.hover(position={"x": 300, "y": 100})
    assert 2 < int(curve.get_attribute("aria-valuenow") or "") < len(points)
    page.get_by_role("radio").nth(1).check()
    expect(curve).to_have_attribute("aria-label", re.compile(data["questions"][1]["label"]))


def test_a_patient_opens_by_enter_closes_by_escape_and_the_focus_returns(opened: Opened, pages: Pages) -> None:
    page, data = opened("patients.html"), held(pages["patients.html"])
    lines_of = page.locator(".moves-person")
    expect(lines_of).to_have_count(len(data["people"]))
    assert page.locator(".moves-person[tabindex='0']").count() == 1
    lines_of.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    second = data["people"][1]
    expect(dialog).to_have_accessible_name(f"Simulated patient {second['id']}")
    for visit in second["visits"]:
        expect(dialog.locator("table")).to_contain_text(visit[0])
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(lines_of.nth(1)).to_be_focused()


def test_a_link_opens_its_patient(opened: Opened, pages: Pages) -> None:
    third = held(pages["patients.html"])["people"][2]["id"]
    page = opened("patients.html")
    page.evaluate("place => { location.hash = place }", f"patient-{third}")
    expect(page.get_by_role("dialog")).to_have_accessible_name(f"Simulated patient {third}")
    page.keyboard.press("Escape")


@pytest.mark.parametrize("name", MOVING)
def test_without_a_script_a_plain_table_stands_in_the_place(opened: Opened, pages: Pages, name: str) -> None:
    page = opened(name, java_script_enabled=False)
    expect(page.locator(".moves table").first).to_be_visible()
    assert page.locator(".moves tbody tr").count() >= 4
    assert page.locator(".moves :is(input, button)").count() == 0
    still = "".join(pages[name].xpath("//div[contains(@class, 'moves-still')]//td//text()"))
    assert re.search(r"\d", still)
    expect(page.get_by_text("This page needs script to move; the tables below hold the same.")).to_be_visible()
    expect(opened(name).locator(".moves-unmoved")).to_be_hidden()


@pytest.mark.parametrize("name", MOVING)
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_each_moving_page_fits_and_says_that_the_patients_are_simulated(
    opened: Opened, name: str, size: tuple[int, int]
) -> None:
    page = opened(name, size)
    assert page.evaluate("[document.documentElement, ...document.querySelectorAll('.content')]"
                         ".filter(part => part.scrollWidth > part.clientWidth).length") == 0  # fmt: skip
    expect(page.locator(".announcement")).to_contain_text("Simulated registry")
    assert page.locator("article .admonition").count() == 0  # the banner says it once


@pytest.mark.parametrize("name", ["turn.html", "walk.html"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_what_is_drawn_is_whole_and_its_letters_can_be_read(opened: Opened, name: str, size: tuple[int, int]) -> None:
    page = opened(name, size)
    outside = """() => { const drawn = document.querySelector('.moves-drawing svg');
      const edge = drawn.getBoundingClientRect();
      return [...drawn.querySelectorAll('text, circle')].map((part) => [part, part.getBoundingClientRect()])
        .filter(([, box]) => box.left < edge.left - 1 || box.right > edge.right + 1 || box.bottom > edge.bottom + 1)
        .map(([part]) => part.textContent); }"""
    assert page.evaluate(outside) == []
    edge = page.locator(".moves-drawing svg").bounding_box()
    assert edge and edge["x"] >= 0 and edge["x"] + edge["width"] <= size[0]
    scale = page.locator(".moves-drawing svg").evaluate("drawn => drawn.clientWidth / drawn.viewBox.baseVal.width")
    assert scale == pytest.approx(1, abs=0.03)  # 12 px stay 12 px


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_choice_of_a_definition_stays_in_sight(opened: Opened, size: tuple[int, int]) -> None:
    page = opened("turn.html", size)
    page.evaluate("window.scrollTo(0, document.querySelector('.moves-forest').getBoundingClientRect().bottom)")
    expect(page.get_by_role("radio").first).to_be_in_viewport()


def test_the_list_of_patients_has_an_axis_that_fits_its_lines(opened: Opened, pages: Pages) -> None:
    page, people = opened("patients.html"), held(pages["patients.html"])["people"]
    first = page.locator(".moves-bar").first.bounding_box()
    ticks = page.locator(".moves-axis .moves-track span")
    ends = [(int(each.inner_text()), each.bounding_box()) for each in (ticks.first, ticks.last)]
    (_, zero), (months, there) = ends
    assert first and zero and there
    assert zero["x"] == pytest.approx(first["x"], abs=2)
    assert there["x"] - zero["x"] == pytest.approx(first["width"] * months / people[0]["months"], abs=3)
    page.locator(".moves-people").evaluate("list => { list.scrollTop = list.scrollHeight }")
    expect(ticks.first).to_be_in_viewport()
    expect(page.locator(".moves-patients")).to_contain_text(f"{len(people)} patients")


def test_a_patient_s_profile_begins_with_what_happened(opened: Opened, pages: Pages) -> None:
    page, person = opened("patients.html"), held(pages["patients.html"])["people"][0]
    page.locator(".moves-person").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("p").first).to_have_text(person["story"])
    expect(dialog).to_contain_text(person["seen"])
    assert f"{person['months']:.0f} months" in person["story"]
    page.keyboard.press("Escape")
    assert not [each["story"] for each in held(pages["patients.html"])["people"] if "ongoing" in each["story"]]


def test_a_story_names_a_death_once_and_says_what_was_not_recorded() -> None:
    person = pd.Series({"treatment_duration": 1.2, "infusions_n": None, "stop_reason": "death", "vital_status": "dead"})
    person["response_physician"] = None
    assert story(person, None, 0) == "Treated for 1 month; no adverse events; death ended the treatment."
    person = pd.Series({"treatment_duration": 7.0, "infusions_n": 6.0, "stop_reason": None, "vital_status": "dead"})
    person["response_physician"] = "non-responder"
    visits = pd.DataFrame({"visit_on": pd.to_datetime(["2020-01-01", "2020-07-01"]), "mmt8": [120.0, 110.0]})
    assert story(person, visits, 1) == (
        "Not better in the judgement of the physician; treated for 7 months with 6 infusions; strength (MMT8) fell "
        "from 120 to 110 of 150; one adverse event; "
        "why treatment ended is not recorded; had died by the last record."
    )


def test_words_in_the_data_cannot_end_the_script_that_holds_them() -> None:
    made = moving("turn", "", {"label": "</script><b>"}, name='a "name"')
    assert "</script><b>" not in made and "\\u003c/script>" in made
    assert 'aria-label="a &quot;name&quot;"' in made
