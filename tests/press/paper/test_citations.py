"""The literature: nothing is cited that is not listed, nothing is listed that is not cited or cannot be found."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.ground.fault import Fault
from press.paper.author_text import Source
from press.paper.citations import check_citations, read_references

LIST = """% a comment
@article{kim2020,
  journal = {Journal of Trials},
  shortjournal = {J Trials},
  doi = {10.1000/182},
}

@misc{rcore,
  title = {R},
  url = {https://www.r-project.org},
  note = {no-doi: software}
}

@misc{page, title = {A page},
  url = {https://a.org},
}
@article{kim2020, doi = {10.1000/183}}
@article{lee2021,
  journal = {Journal of Trials},
  shortjournal = {J. Tri.},
  doi = {10.1000/184}
}
@article{may2022,
  doi = {10.1000/185}
}
"""


@pytest.fixture
def flaws(tmp_path: Path) -> list[str]:
    path = tmp_path / "references.bib"
    path.write_text(LIST, encoding="utf-8")
    known = "As known [@kim2020; see @rcore, p. 2; @lee2021; @may2022]."
    text = f"{known}\n\nNobody said so [@kim2021], see @tbl-a, `@code`, a@b.org.\n"
    return [str(flaw) for flaw in check_citations([Source("paper/manuscript.md", text)], read_references(path))]


def test_a_key_without_an_entry_names_its_line_and_what_is_near(flaws: list[str]) -> None:
    assert (
        "paper/manuscript.md, line 3: paper/references.bib has no entry kim2021; nearest: kim2020 - "
        'in the sentence "Nobody said so [@kim2021], see @tbl-a, `@code`, a@b.org."'
    ) in flaws


def test_an_entry_without_doi_needs_an_address_and_the_reason(flaws: list[str]) -> None:
    message = 'page has no DOI; give its doi, or its url with note = "no-doi: why"'
    assert f"paper/references.bib, line 14: {message}" in flaws
    assert not any("rcore" in flaw for flaw in flaws)


def test_an_entry_that_is_nowhere_cited_is_told(flaws: list[str]) -> None:
    assert "paper/references.bib, line 14: page is nowhere cited; cite it or delete it" in flaws


def test_of_some_of_the_texts_no_entry_is_said_to_be_uncited(tmp_path: Path) -> None:
    """A run on other data has the list of the study, and a report that cites less of it than the manuscript."""
    path = tmp_path / "references.bib"
    path.write_text(LIST, encoding="utf-8")
    flaws = check_citations([Source("paper/report.md", "None.")], read_references(path), all_texts=False)
    assert [flaw for flaw in map(str, flaws) if "nowhere cited" in flaw] == []
    assert any("has no DOI" in str(flaw) for flaw in flaws)


def test_a_journal_has_one_short_name_and_every_article_has_it(flaws: list[str]) -> None:
    """The ICMJE's sample references abbreviate journals as the NLM does, whose names follow ISO 4."""
    message = "lee2021 calls its journal J. Tri., an entry above J Trials; write one of them"
    assert f"paper/references.bib, line 18: {message}" in flaws
    (lacking,) = [flaw for flaw in flaws if "has no shortjournal" in flaw]
    assert lacking.startswith("paper/references.bib, line 23: may2022 ")


def test_a_key_is_listed_once(flaws: list[str]) -> None:
    assert "paper/references.bib, line 17: kim2020 is there twice, first in line 2; delete one" in flaws


def test_nothing_else_is_told(flaws: list[str]) -> None:
    assert len(flaws) == 6


def test_a_missing_list_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Fault, match=r"paper/references\.bib cannot be read"):
        read_references(tmp_path / "references.bib")


def test_a_list_saved_on_windows_keeps_its_first_entry(tmp_path: Path) -> None:
    path = tmp_path / "references.bib"
    path.write_bytes(b"\xef\xbb\xbf@article{kim2020,\r\n  doi = {10.1000/182}\r\n}\r\n")
    assert [(entry.key, entry.doi) for entry in read_references(path)] == [("kim2020", "10.1000/182")]
    path.write_text("% none yet\n", encoding="utf-8")
    assert read_references(path) == ()
