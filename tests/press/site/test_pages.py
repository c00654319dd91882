"""Rule: the pages say what the project's files say; each number names its row, and each page can be read by all."""

from __future__ import annotations

import ast
import csv
import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from compendium.exhibits.site_moving import LEADS
from press.ground.paths import project_root
from press.paper.lint import read_allowed
from press.rows import Key, Ledger
from press.site.executed import read_notebooks
from press.site.pages import fill_pages
from press.site.signatures import public
from press.site.vocabulary import is_looked_for, read_vocabulary

from .conftest import Pages, row_data

CHAPTERS = sorted(f"{path.stem}.html" for path in (project_root() / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def ledger(root: Path) -> Ledger:
    return Ledger.read(*sorted((root / "paper" / "results").glob("*.csv")))


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def article(page: Any) -> Any:
    (found,) = page.xpath("//article")
    return found


def test_the_front_page_names_the_simulation_first_and_then_the_finding(pages: Pages, ledger: Ledger) -> None:
    (banner,) = pages["index.html"].xpath("//*[@class='announcement']")
    assert words(banner).startswith("Simulated registry: no patient data")
    said = words(article(pages["index.html"]))
    finding, figure, questions = (
        said.index("got better"),
        said.index("Response under every"),
        said.index("Did it work?"),
    )
    assert finding < said.index("these patients are not real") < figure < questions < said.index("28 of 28 printed")
    (first, *_) = pages["index.html"].xpath("//article//figure//img/@src")
    assert first.endswith("responses.svg")
    responders, all_patients = (int(ledger.value(f"efficacy.response.{name}")) for name in ("count", "total"))
    assert f"{responders} of {all_patients} patients" in said
    assert "There was no control group." in said
    assert pages["index.html"].xpath("//article//figure//img[contains(@src, 'flow_chart')]")


def test_every_page_on_the_study_says_that_the_patients_are_simulated(pages: Pages) -> None:
    """A page may be reached from anywhere. Those that describe the code show no data, and say that."""
    for name, page in pages.items():
        said = [words(each).partition(";")[0].partition(":")[0] for each in page.xpath("//*[@class='announcement']")]
        assert said == ["No patient data" if name.startswith("reference/") else "Simulated registry"], name


def test_each_link_of_the_study_stands_below_its_exhibit_and_leads_to_the_page_that_moves(pages: Pages) -> None:
    for place, lead in LEADS.items():
        chapter, _, exhibit = place.partition("/")
        (link,) = (
            each for each in pages[f"{chapter}.html"].xpath(f"//article//a[@href='{lead.page}.html']")
            if words(each) == f"{lead.words} →"
        )  # fmt: skip
        shown = f"contains(@src, '/{exhibit}.svg') or @id='table-{exhibit.replace('_', '-')}'"
        above = link.xpath("preceding::*[self::img or self::div[starts-with(@id, 'table-')]]")[-1]
        assert above.xpath(f"self::*[{shown}]"), place


def test_the_front_page_says_who_died_and_how_many_got_better_with_and_without_the_features(
    pages: Pages, ledger: Ledger
) -> None:
    def said(place: str) -> str:
        return words(pages["index.html"].xpath(f"//section[@id='{place}']")[0])

    dead = [int(ledger.value(f"cohort.vital_status.dead.{name}")) for name in ("count", "total")]
    assert "{} of {} patients had died".format(*dead) in said("is-it-safe")
    for group in ("none", "raynaud_skin"):
        of = [int(ledger.value(f"predictors.patient_profile.{group}.{name}")) for name in ("total", "count")]
        assert re.search(r"{}\b.*\b{}\b".format(*of), said("whom-does-it-help"))
    for end in ("lowest", "highest"):
        share = ledger.value(f"efficacy.response_definitions.{end}")
        assert f"{share:.0f}%" in said("what-if-better-were-counted-differently")
    assert pages["index.html"].xpath("//article//a[starts-with(@href, 'turn.html')]")


def test_in_every_chapter_the_answer_stands_before_settings_and_code(pages: Pages) -> None:
    for name in CHAPTERS:
        outputs = pages[name].xpath("//article//div[contains(@class, 'cell_output')]")
        assert outputs[0].xpath("preceding::details | preceding::pre") == [], name
        assert re.search(r"\d", words(outputs[0])), name
        assert [each for each in outputs if each.xpath("./preceding-sibling::details")] == [], name
        settings = pages[name].xpath("//details[.//summary[contains(., 'Show the settings')]]")
        assert settings and all(each.get("open") is None for each in settings), name


@pytest.mark.parametrize("kind", ["published", "inferred", "assumed"])
def test_the_front_page_counts_how_variables_are_known(root: Path, pages: Pages, kind: str) -> None:
    with (root / "data" / "codebook.csv").open(newline="", encoding="utf-8") as file:
        counted = sum(row["source"].startswith(kind) for row in csv.DictReader(file) if row["table"] != "analysis")
    (shown,) = pages["index.html"].xpath(f"//span[@data-rows='codebook.{kind}.count']")
    assert shown.text == str(counted)


def test_every_number_in_the_prose_is_that_of_the_row_it_names(pages: Pages, ledger: Ledger) -> None:
    checked = 0
    for name in ("index.html", *CHAPTERS):
        for shown in pages[name].xpath("//article//p//span[@class='row']"):
            (row_id,) = shown.get("data-rows").split()
            if row_id in ledger and re.fullmatch(r"\d+\.\d", shown.text):
                assert abs(abs(ledger.value(row_id)) - float(shown.text)) <= 0.0500001, (name, row_id)
                checked += 1
    assert checked > 20


def test_each_page_holds_exactly_the_rows_that_it_shows(pages: Pages, ledger: Ledger) -> None:
    for name, page in pages.items():
        shown = {row for ids in page.xpath("//@data-rows") for row in ids.split()}
        assert set(row_data(page)["rows"]) == shown, name
    data = row_data(pages["02_efficacy.html"])
    value, n, *places = data["rows"]["efficacy.mmt8.change.mean"]
    row = ledger["efficacy.mmt8.change.mean"]
    assert (float(value), n) == (row.value, row.n)
    message = [data["texts"][place] for place in places]
    assert message[:2] == [row.method, row.note]
    assert message[2].startswith("notebook 02_efficacy “Did patients improve?”, cell 3")


def test_every_table_of_a_notebook_names_the_rows_of_its_numbers(pages: Pages) -> None:
    for name in CHAPTERS:
        for cell in pages[name].xpath("//td[contains(@class, 'gt_row') and contains(@class, 'gt_right')]"):
            assert cell.get("data-rows") or not re.search(r"\d", words(cell)), (name, words(cell))


def test_code_is_folded_in_every_chapter(root: Path, pages: Pages) -> None:
    for notebook in read_notebooks(root / "notebooks"):
        page = pages[f"{notebook.name}.html"]
        code = [cell for cell in notebook.content["cells"] if cell["cell_type"] == "code"]
        folds = page.xpath("//details[contains(@class, 'hide')]")
        assert len(folds) == len(code)
        assert [fold for fold in folds if fold.get("open") is not None] == []
        assert page.xpath("//pre[not(ancestor::details) and not(ancestor::*[contains(@class, 'cell_output')])]") == []


def test_every_term_is_in_the_glossary_and_linked_where_it_first_occurs(root: Path, pages: Pages) -> None:
    terms = read_vocabulary(read_notebooks(root / "notebooks"))
    glossary = pages["glossary.html"]
    for term in terms:
        assert words(html.fromstring(f"<p>{term.words}</p>")) in words(glossary), term.name
    linked: dict[str, str] = {}
    for name, page in pages.items():
        links = page.xpath("//article//a[@class='term']")
        assert len({link.text.lower().rstrip("s") for link in links}) == len(links), name
        assert not page.xpath("//*[self::h1 or self::h2 or self::h3 or self::pre or self::code]//a[@class='term']")
        linked |= {link.get("href").partition("#")[2]: link.get("title") for link in links}
    titles = set(linked.values())
    used = [term for term in terms if any(map(is_looked_for, term.forms))]
    assert len([term for term in used if term.words in titles]) > 0.7 * len(used)
    answer = pages["02_efficacy.html"].xpath("//div[contains(@class, 'cell_output')]//a[@class='term']")
    assert {"MMT8", "CK"} <= {link.text for link in answer}


def test_the_codebook_has_every_variable_with_how_it_is_known(root: Path, pages: Pages) -> None:
    with (root / "data" / "codebook.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            (place,) = pages["codebook.html"].xpath(f"//*[@id='{row['table']}-{row['name']}']")
            line = words(place.xpath("ancestor::tr")[0])
            assert line.startswith(row["name"]), row["name"]
            assert " ".join(row["source"].split()) in line


def test_the_decisions_and_the_sections_for_own_data_are_those_of_the_documents(root: Path, pages: Pages) -> None:
    decisions = len(re.findall(r"^\d+\. ", (root / "DECISIONS.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert len(pages["decisions.html"].xpath("//article//ol/li")) == decisions
    assert "NAME=mycentre" in words(pages["own_data.html"])
    assert "The program constructs what was printed" in words(pages["data.html"]).replace(
        " (src/simulated_registry)", ""
    )


def test_every_printed_figure_stands_beside_its_recomputed_one(root: Path, pages: Pages) -> None:
    page = pages["published.html"]
    with (root / "data" / "published.csv").open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    rows = [row for row in page.xpath("//article//tbody/tr") if len(row) > 1]
    assert len(rows) == len(lines) == 28
    assert len({words(row[0]) for row in rows}) == 28  # a mean can be told from its standard deviation
    assert page.xpath("//article//a[@href='decisions.html']")
    for line, row in zip(lines, rows, strict=True):
        assert "".join(row[1].xpath("./text()")).split() == line["printed"].split()
        assert words(row[4]) == "agrees"
        assert row[2].get("data-rows")


def test_everything_public_is_described_in_the_reference(root: Path, pages: Pages) -> None:
    for path in sorted((root / "src").rglob("*.py")):
        module = ".".join(path.relative_to(root / "src").with_suffix("").parts)
        if path.stem == "__init__":
            continue
        room = "/".join(module.split(".")[:-1][:2])
        page = pages[f"reference/{room}.html"]
        ids = set(page.xpath("//@id"))
        for node in public(ast.parse(path.read_text(encoding="utf-8")).body):
            assert f"{module}.{node.name}" in ids, module
    assert "Raises ValueError if unaligned." in words(pages["reference/compendium/stats.html"])


def test_one_number_can_be_followed_by_links_to_the_code_the_cell_and_the_row(pages: Pages) -> None:
    page = pages["sources.html"]
    shown = {link.text_content(): link.get("href") for link in page.xpath("//article//li//a[code]")}
    assert shown["data/codebook.csv"] == "codebook.html"
    assert shown["notebooks/02_efficacy.ipynb"] == "02_efficacy.html"
    assert (
        shown["src/compendium/stats/proportion.py"]
        == "reference/compendium/stats.html#module-compendium.stats.proportion"
    )
    (number,) = page.xpath("//article//strong//span[@data-rows='efficacy.response.percent']")
    assert number.text.endswith("%")
    (line,) = page.xpath("//tr[.//*[@id='row-efficacy.response.percent']]")
    (cell,) = line.xpath(".//a[starts-with(@href, '02_efficacy.html#cell-')]/@href")
    (place,) = pages["02_efficacy.html"].xpath(f"//*[@id='{cell.partition('#')[2]}']")
    assert "cell" in place.getnext().get("class")


HIDDEN = (
    "cohort.vital_status.dead.count", "cohort.stop_reason.death.count", "safety.grade.grade_5.events.count",
    "predictors.patient_profile.raynaud_skin.count", "predictors.skin.multivariable.or",
    "efficacy.response_definitions.lowest", "efficacy.response.tis20.percent",
)  # fmt: skip


@pytest.mark.parametrize("hidden", ["<5", "*"])
def test_the_front_page_holds_where_small_counts_are_not_shown(root: Path, ledger: Ledger, hidden: str) -> None:
    without = Ledger(replace(row, value=math.nan, withheld=hidden) if row.id in HIDDEN else row for row in ledger)
    without.add(
        Key("codebook", kind).row("count", 1, n=3, method="count") for kind in ("published", "inferred", "assumed")
    )
    allowed = read_allowed(root / "paper" / "allowed_digits.csv")
    page = {"index.md": (root / "paper/pages/index.md").read_text(encoding="utf-8")}
    said = re.sub(r"<[^>]*>", "", fill_pages(page, without, allowed)["index.md"])
    assert "–%" not in said and "nan" not in said
    if hidden == "<5":
        assert "&lt;5 of 123 patients had died" in said.replace("\n", " ").replace("  ", " ")
