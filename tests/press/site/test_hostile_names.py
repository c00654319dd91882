"""A name from the data is words on the site, too: whatever signs the registry's folder or a label holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser

from press.rows import Key, Ledger
from press.site.markdown import number, plain, table
from press.site.shown_rows import ShownRows

from ..paper.test_hostile_names import NAMES

# In a process of its own: Sphinx leaves its traces in the one that runs it.
BUILD = """
import json, sys
from pathlib import Path
from press.rows import Key, Ledger
from press.site.building import build_pages
from press.site.layout import Laid
from press.site.shown_rows import ShownRows
folder, pages, note = Path(sys.argv[1]), *json.loads(sys.stdin.read())
for name, text in pages.items():
    (folder / "source").mkdir(exist_ok=True)
    (folder / "source" / name).write_text(text, encoding="utf-8")
row = Key("cohort", "centres").row("n", 3, n=3, method=note, note=note)
build_pages(folder / "source", folder / "site", Laid("Hostile names", ShownRows(Ledger([row])), []))
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page on which every name stands in prose, as a number that names its row, in a table and in its caption."""
    from compendium.exhibits.site_parts import about_the_data
    from compendium.exhibits.whose import ORIGIN

    folder = tmp_path_factory.mktemp("hostile")
    origin = f"Registry: {' '.join(NAMES)}."
    row = Key("cohort", "registry").row("origin", None, note=origin)
    assert row.id == ORIGIN
    parts = ["# Names", *(f"It says {plain(name)}." for name in NAMES)]
    parts += [number(name, ["cohort.centres.n"]) + "." for name in NAMES]
    parts += [table(plain(name), ("Name", "n"), [(plain(name), number(name, ["cohort.centres.n"]))]) for name in NAMES]
    parts.append(about_the_data(Ledger([row])))
    pages = {"index.md": "\n\n".join(parts)}
    words = [sys.executable, "-c", BUILD, str(folder)]
    given = json.dumps([pages, " ".join(NAMES)])
    done = subprocess.run(words, input=given, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder / "site" / "index.html"


def test_every_name_is_shown_letter_by_letter(page: Path) -> None:
    body = html.parse(page).getroot().find(".//article")
    said = "".join("".join(body.itertext()).split())
    assert [name for name in NAMES if said.count("".join(name.split())) < 6] == []
    assert not body.xpath(".//svg | .//*[@onerror or @onload] | .//img | .//a[starts-with(@href, 'javascript')]")
    assert not body.xpath(".//em | .//del | .//h1[@class] | .//ul | .//ol | .//code")


def test_no_name_runs_in_a_browser(page: Path, browser: Browser) -> None:
    tab, said = browser.new_page(), list[str]()
    tab.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.goto(page.as_uri())
    tab.wait_for_timeout(300)
    tab.close()
    assert said == []


def test_what_a_page_knows_of_its_rows_cannot_end_its_script() -> None:
    row = Key("cohort").row("n", 3, n=3, method="</script><!--", note="<svg onload=alert(1)>")
    said = ShownRows(Ledger([row])).as_json([row.id])
    assert "<" not in said and json.loads(said)["texts"][0] == "</script><!--"


def test_settings_of_the_readers_own_docutils_change_no_page(tmp_path: Path) -> None:
    """Such as one that leaves out raw HTML, by which every number names its row."""
    (tmp_path / "docutils.conf").write_text("[general]\nraw_enabled: no\n", encoding="utf-8")
    shell = os.environ | {"DOCUTILSCONFIG": str(tmp_path / "docutils.conf"), "PYTHONOPTIMIZE": "2", "LC_ALL": "C"}
    given = json.dumps([{"index.md": f"# One\n\n{number('3', ['cohort.centres.n'])}\n"}, "count"])
    words = [sys.executable, "-c", BUILD, str(tmp_path)]
    done = subprocess.run(words, input=given, capture_output=True, text=True, env=shell, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    page = html.parse(tmp_path / "site/index.html").getroot()
    assert page.xpath("//span[@data-rows='cohort.centres.n']/text()") == ["3"]
