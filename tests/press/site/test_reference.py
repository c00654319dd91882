"""Rule: whatever the packages of a study are called and however they lie, each has its page, and links lead to it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from lxml import html

from press.ground.fault import Fault
from press.rows.provenance import Provenance
from press.site.links import check_links
from press.site.pages import read_pages
from press.site.reference import overview, places_of_modules
from press.site.write import write_reference

SOURCES = {
    "loose.py": '"""In no package."""\n',
    "ns/mod.py": '"""In a folder that is no package."""\n',
    "index/__init__.py": '"""Called as the first page is."""\n',
    "index/words.py": '"""See `src/loose.py` and `src/search/far.py`."""\n\n\ndef find() -> None:\n    """Find."""\n',
    "search/__init__.py": '"""Called as the page of the search is."""\n',
    "search/far.py": '"""Far."""\n',
    "parts/__init__.py": '"""Called as a folder of the site is."""\n',
    "parts/stats/__init__.py": '"""A sentence over\ntwo lines. And another.\n\nMore.\n"""\n',
    "parts/stats/deep/er/__init__.py": '"""Deep."""\n',
    "above/below/__init__.py": '"""A package in a folder that is none."""\n',
    "größe/__init__.py": '"""Letters outside ASCII."""\n',
    "größe/maß.py": '"""A measure."""\n\n\ndef messe() -> None:\n    """Measure."""\n',
    "_own_/__init__.py": '"""Signs of Markdown."""\n',
}


@pytest.fixture(scope="module")
def study(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy study, with packages of odd names and places besides its own."""
    study = tmp_path_factory.mktemp("odd") / "study"
    shutil.copytree(root / "tests/press/toy_study", study)
    for name, text in SOURCES.items():
        (study / "src" / name).parent.mkdir(parents=True, exist_ok=True)
        (study / "src" / name).write_text(text, encoding="utf-8")
    about = (study / "src/rain/__init__.py").read_text(encoding="utf-8")
    assert about.count('title="Rain in two towns"') == 1
    about = about.replace('title="Rain in two towns"', 'title="Rain & <b>sun</b>"')
    (study / "src/rain/__init__.py").write_text(about, encoding="utf-8")
    return study


@pytest.fixture(scope="module")
def made(study: Path) -> Path:
    """The folder of the site that holds the pages on the code, beside a front page."""
    out = study.parent / "out"
    others = {name: sys.modules.pop(name) for name in [*sys.modules] if name.partition(".")[0] == "rain"}
    write_reference(study, out, Provenance())
    del sys.modules["rain"]  # of this title: another test has its own
    sys.modules.update(others)
    (out / "site/index.html").write_text("<html><body><h1>Front</h1></body></html>", encoding="utf-8")
    return out / "site"


def test_every_package_has_its_page_and_every_link_leads_somewhere(made: Path) -> None:
    check_links(made)
    headings = {html.parse(path).getroot().findtext(".//h1") for path in (made / "reference").rglob("*.html")}
    assert {"index", "search", "parts", "stats", "below", "größe", "_own_", "Reference", "Search"} <= headings
    front = html.parse(made / "reference/index.html").getroot()
    assert front.findtext(".//h1") == "Reference"
    assert html.parse(made / "reference/search.html").getroot().findtext(".//h1") == "Search"


def test_a_file_leads_to_where_it_is_described_and_one_that_is_described_nowhere_to_nothing(
    study: Path, made: Path
) -> None:
    places = places_of_modules(study / "src")
    assert "src/loose.py" not in places and "src/ns/mod.py" not in places
    assert places["src/parts/stats/__init__.py"] == ("parts/stats", "")
    for page, place in places.values():
        tree = html.parse(made / "reference" / f"{page}.html").getroot()
        assert not place or tree.xpath(f"//*[@id='{place}']"), (page, place)
    page = html.parse(made / "reference/index_.html").getroot()
    assert page.xpath("//article//a[code]/@href") == ["search_.html#module-search.far"]


def test_the_list_of_packages_is_nested_as_they_are_and_each_leads_to_its_page(study: Path, made: Path) -> None:
    lines = overview(study / "src", "reference").splitlines()
    assert '  - <a href="reference/parts/stats.html">stats</a>: A sentence over two lines. And another.' in lines
    assert '- <a href="reference/above/below.html">below</a>: A package in a folder that is none.' in lines
    for line in lines:
        assert (made / line.partition('href="')[2].partition('"')[0]).is_file(), line


def test_the_title_of_the_study_is_text_on_every_page(made: Path) -> None:
    page = html.parse(made / "reference/rain.html").getroot()
    (back,) = page.xpath("//nav[@aria-label='Pages']//a[@href='../index.html']")
    assert back.text_content() == "← Rain & <b>sun</b>"


@pytest.mark.parametrize("folder", ["reference", "paper"])
def test_a_page_in_a_folder_that_another_step_fills_is_refused(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    for name in ("index.md", f"{folder}/index.md"):
        (tmp_path / name).write_text("# A page\n", encoding="utf-8")
    with pytest.raises(Fault, match=rf"paper/[\w-]+/{folder}/index\.md cannot be a page of the site"):
        read_pages(tmp_path)
