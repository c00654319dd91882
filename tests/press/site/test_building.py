"""Rule: the same sources make the same bytes, and what is wrong stops the build with one message and no harm done."""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from press.ground.fault import Fault
from press.rows import Key, Ledger
from press.rows.provenance import Provenance
from press.site.downloads import write_downloads
from press.site.links import check_links
from press.site.write import write_site

from .conftest import Build

LEDGER = Ledger([Key("cohort").row("n", 123, n=123, method="count")])


@contextmanager
def changed(path: Path, old: str, new: str) -> Iterator[None]:
    """A file with one passage changed for a while."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(text, encoding="utf-8")


def differences(left: Path, right: Path) -> list[str]:
    compared = filecmp.dircmp(left, right, ignore=[], hide=[])
    _, differ, unread = filecmp.cmpfiles(left, right, compared.common_files, shallow=False)
    found = [*compared.left_only, *compared.right_only, *differ, *unread]
    return found + [name for each in compared.common_dirs for name in differences(left / each, right / each)]


def test_a_second_build_makes_the_same_bytes_whatever_the_order_of_hashes(
    build: Build, site: Path, tmp_path: Path
) -> None:
    done = build(tmp_path, seed="7")
    assert done.returncode == 0, done.stderr
    assert differences(site, tmp_path / "site") == []


@pytest.mark.filterwarnings("ignore:.*:PendingDeprecationWarning", "ignore:.*:DeprecationWarning")  # Sphinx's own
def test_what_sphinx_warns_of_stops_the_build_and_leaves_the_old_site(
    prepared: Path, origins: Provenance, tmp_path: Path
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("old")
    faulty = "# The paper\n\n[gone](nowhere.md)\n\n### Too low"
    with changed(prepared / "paper/pages/paper.md", "# The paper", faulty), pytest.raises(Fault) as message:
        write_site(prepared, tmp_path, origins)
    said = str(message.value)
    assert said.startswith("the site cannot be made; these places must be put right:\n")
    assert "paper/pages/paper.md:3" in said
    assert "nowhere.md" in said
    assert str(prepared) not in said
    assert [path.name for path in tmp_path.rglob("*")] == ["site", "index.html"]


def test_a_link_that_leads_nowhere_stops_the_build(
    prepared: Path, origins: Provenance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_page(_source: Path, out: Path, *_: object) -> None:
        out.mkdir()
        (out / "paper.html").write_text('<html><body><a href="#no">x</a></body></html>')

    monkeypatch.setattr("press.site.write.build_pages", one_page)
    with pytest.raises(Fault, match=r"paper\.html: #no names a place that the page does not have"):
        write_site(prepared, tmp_path, origins)
    assert list(tmp_path.iterdir()) == []


def test_a_term_with_two_meanings_stops_the_build_and_names_both_notebooks(prepared: Path, tmp_path: Path) -> None:
    notebook = prepared / "notebooks" / "03_predictors.ipynb"
    with (
        changed(notebook, "Confidence interval: the values", "Credible interval: the values"),
        pytest.raises(Fault) as message,
    ):
        write_site(prepared, tmp_path, Provenance())
    assert "'95% CI' in 00_abstract and 03_predictors" in str(message.value)
    assert not (tmp_path / "site").exists()


def test_the_built_site_has_no_broken_link(site: Path) -> None:
    check_links(site)


def test_the_downloads_are_the_files_of_the_paper_and_one_that_is_missing_is_named(root: Path, tmp_path: Path) -> None:
    names = ["manuscript.docx", "manuscript.html", "manuscript.pdf", "manuscript.tex", "manuscript.xml"]
    names += ["supplement.docx", "supplement.html", "supplement.pdf"]
    (tmp_path / "paper").mkdir()
    for name in ["manuscript.md", "supplement.md", *names]:
        shutil.copyfile(root / "paper" / name, tmp_path / "paper" / name)
    write_downloads(tmp_path, tmp_path / "out", Provenance())
    assert sorted(path.name for path in (tmp_path / "out/site/paper").iterdir()) == names
    page = (tmp_path / "out/site/paper/manuscript.html").read_text(encoding="utf-8")
    assert page.count('<a href="../index.html">') == 1 and page.index("<body") < page.index("../index.html")
    assert "../index.html" not in (tmp_path / "paper/manuscript.html").read_text(encoding="utf-8")
    (tmp_path / "paper/supplement.html").unlink()
    with pytest.raises(Fault, match=r"^paper/supplement\.html cannot be read \(No such file .* run `make paper`"):
        write_downloads(tmp_path, tmp_path / "again", Provenance())


def test_a_link_to_what_another_step_puts_there_is_no_broken_link(tmp_path: Path) -> None:
    (tmp_path / "paper.html").write_text('<html><body><a href="paper/manuscript.pdf">x</a></body></html>')
    check_links(tmp_path, {"paper/manuscript.pdf": ()})
    with pytest.raises(Fault, match=r"paper\.html: paper/manuscript\.pdf is not there"):
        check_links(tmp_path)


def test_a_project_without_executed_notebooks_is_told_what_to_do(prepared: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    shutil.copytree(prepared / "data", bare / "data")
    shutil.copyfile(prepared / "pyproject.toml", bare / "pyproject.toml")
    (bare / "notebooks").mkdir()
    with pytest.raises(Fault, match="there is no executed notebook in notebooks: run `make all`"):
        write_site(bare, tmp_path, Provenance())


def test_a_document_that_is_missing_is_named(prepared: Path, tmp_path: Path) -> None:
    (prepared / "DECISIONS.md").rename(prepared / "aside.md")
    with pytest.raises(Fault, match=r"^the site cannot be made: DECISIONS\.md cannot be read \(No such file"):
        write_site(prepared, tmp_path, Provenance())
    (prepared / "aside.md").rename(prepared / "DECISIONS.md")


def test_a_place_in_a_file_that_another_step_makes_is_refused(tmp_path: Path) -> None:
    """Neither step could tell whether it is there: the site has no paper yet, and the paper has no pages."""
    page = '<html><body><a href="paper/manuscript.html#sec-methods">Methods</a></body></html>'
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    with pytest.raises(Fault, match=r"index\.html: paper/manuscript\.html#sec-methods names a place in a file that"):
        check_links(tmp_path, {"paper/manuscript.html": {"sec-results"}})
    check_links(tmp_path, {"paper/manuscript.html": {"sec-results", "sec-methods"}})


def test_with_all_that_three_steps_make_every_link_of_the_site_leads_somewhere(site: Path) -> None:
    """Each step takes the others' files, and the places in the reference, on trust."""
    check_links(site)
