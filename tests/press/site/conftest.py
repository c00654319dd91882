"""One site for all tests of it: built once, by whichever worker comes first, in a process of its own."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from lxml import html
from playwright.sync_api import Browser, Page, sync_playwright

import compendium.exhibits.site_parts
import compendium.study  # noqa: F401
from press.rows.provenance import Made, Provenance

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BUILD = """
import pickle
import sys
from pathlib import Path
from press.ground.fault import Fault
from press.site.downloads import write_downloads
from press.site.write import write_reference, write_site
try:
    for write in (write_site, write_reference, write_downloads):
        write(Path(sys.argv[1]), Path(sys.argv[2]), pickle.loads(bytes.fromhex(sys.argv[3])))
except Fault as fault:
    sys.exit(f"Fault: {fault}")
"""
Build = Callable[..., subprocess.CompletedProcess[str]]
Pages = dict[str, Any]
Opened = Callable[..., Page]
Tabs = Callable[..., Page]
WIDE, PHONE = (1280, 900), (390, 844)
GIVEN_UP = "net::ERR_ABORTED"  # what a browser says of a request that it stopped itself


@pytest.fixture(scope="session")
def origins(root: Path) -> Provenance:
    """Where the results were made, as far as a page tells it."""
    names = {path.stem.partition("_")[2]: path.stem for path in (root / "notebooks").glob("*.ipynb")}
    made = {f"paper/results/{name}.csv": Made(made, 3, "The question") for name, made in names.items()}
    others = {path.relative_to(root).as_posix(): Made("printed") for path in (root / "paper/results").glob("*.csv")}
    return Provenance(others | made)


@pytest.fixture(scope="session")
def build(root: Path, origins: Provenance) -> Build:
    """A function that builds the site into a folder, with a seed of hashes."""

    def run(out: Path, seed: str = "0") -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-c", BUILD, str(root), str(out), pickle.dumps(origins).hex()]
        shell = os.environ | {"PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1767225600"}
        return subprocess.run(words, env=shell, capture_output=True, text=True)

    return run


@pytest.fixture(scope="session")
def site(build: Build, shared: Path) -> Path:
    """The folder of the built site."""
    with FileLock(shared / "site.lock"):
        out = shared / "built"
        if not (out / "whole").exists():
            done = build(out)
            assert done.returncode == 0, done.stderr
            (out / "whole").touch()
    return out / "site"


@pytest.fixture(scope="session")
def pages(site: Path) -> Pages:
    """Every page of the site itself as a tree, by its name from the site's folder."""
    made = [path for path in sorted(site.rglob("*.html")) if path.parent.name != "paper"]
    return {path.relative_to(site).as_posix(): html.parse(path).getroot() for path in made}


@pytest.fixture(scope="session")
def prepared(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a site is made from, to be spoilt."""
    copy = tmp_path_factory.mktemp("project")
    for name in ("notebooks", "data/definitions", "data/registry", "paper", "tests/press/toy_study"):
        shutil.copytree(
            root / name, copy / name, ignore=shutil.ignore_patterns("sources.csv", "supplement.*", "styles")
        )
    for path in sorted((copy / "notebooks").glob("*.ipynb")):  # without code and output: chapters that are soon made
        content = json.loads(path.read_text(encoding="utf-8"))
        content["cells"] = [cell for cell in content["cells"] if cell["cell_type"] == "markdown"]
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    for path in [
        *root.glob("src/*/__init__.py"),
        *root.glob("src/*/*/__init__.py"),
    ]:  # rooms without modules: a short reference is soon made
        (copy / path.relative_to(root)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy / path.relative_to(root))
    for name in ("pyproject.toml", "README.md", "DECISIONS.md", "data/README.md", "data/codebook.csv"):
        shutil.copyfile(root / name, copy / name)
    return copy


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium that is there already; none is downloaded."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"no browser was found; install one of {', '.join(BROWSERS)} to run this test")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Iterator[Tabs]:
    """A function that gives the one tab of each setting; it is left open for the tests that follow."""
    made: dict[tuple[object, ...], Page] = {}

    def tab(size: tuple[int, int], **settings: object) -> Page:
        key = (size, *sorted(settings.items()))
        if key not in made:
            viewport = {"width": size[0], "height": size[1]}
            made[key] = browser.new_context(viewport=viewport, **settings).new_page()  # type: ignore[arg-type]
        return made[key]

    yield tab
    for page in made.values():
        page.context.close()


@pytest.fixture
def opened(tabs: Tabs, site: Path) -> Iterator[Opened]:
    """A function that opens a page; an error on its console or a request past the disk fails the test.

    What was still being loaded when a page is left is given up, and is no failure.
    """
    wrong: list[str] = []
    heard: dict[str, Callable[..., None]] = {
        "console": lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None,
        "pageerror": lambda error: wrong.append(str(error)),
        "request": lambda asked: wrong.append(asked.url) if not asked.url.startswith("file://") else None,
        "requestfailed": lambda asked: wrong.append(asked.url) if asked.failure != GIVEN_UP else None,
    }
    used: list[Page] = []

    def open_page(name: str, size: tuple[int, int] = WIDE, **settings: object) -> Page:
        page = tabs(size, **settings)
        if page not in used:
            used.append(page)
            for event, listener in heard.items():
                page.on(event, listener)  # type: ignore[call-overload]
        page.mouse.move(0, 0)
        file, _, query = name.partition("?")
        page.goto(f"{(site / file).as_uri()}?{query}".rstrip("?"))
        return page

    yield open_page
    for page in used:
        for event, listener in heard.items():
            page.remove_listener(event, listener)
    assert wrong == []


def row_data(page: Any) -> dict[str, Any]:
    """What a page holds of its rows."""
    held = page.xpath("//script[@id='row-data']")
    return json.loads(held[0].text) if held else {"rows": {}, "texts": []}
