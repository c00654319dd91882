"""No number is typed: digits and number words of the prose are found, everything that is no prose is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.ground.fault import SpreadsheetFault
from press.paper.lint import Allowed, lint, read_allowed, unused


def found(text: str, *phrases: str) -> list[str]:
    allowed = [Allowed(phrase, "name", "a name", 2) for phrase in phrases]
    return [flaw.message.split('"')[1] for flaw in lint(text, "a.md", allowed)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Of 123 patients", ["123"]),
        ("it rose by 22.4 (95% CI)", ["22.4", "95%"]),
        ("p<0.05", ["p<0.05"]),
        ("three centres, Twenty-one patients and a dozen visits", ["three", "Twenty-one", "dozen"]),
        ("two thirds, a quarter of them, tenfold, hundreds", ["thirds", "a quarter of", "tenfold", "hundreds"]),
        ("one of the two, at first, often, threshold, weight", []),
        ("see [96 patients](page5.html) and ![the 5th](a1.png)", ["96", "5th"]),
        ("MMT8 rose", ["MMT8"]),
        ("a paragraph that ends in\n96. Then more", ["96"]),
        ("# Results of 2020 {#sec-r2}", ["2020"]),
        ("::: {#tbl-a .table file=table1}\nWith 7 rows.\n:::", ["7"]),
        ("---\ntitle: In 96 patients\nabstract: |\n  Of 12.\nlang: en-2\n---\n", ["96", "12"]),
        ("{cohort.n:int} of 5{cohort.n:int}", ["5"]),
    ],
)
def test_numbers_of_the_prose_are_found(text: str, numbers: list[str]) -> None:
    assert found(text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "{efficacy.tis20.percent:percent0} did",
        "as known [@kim2020; @lu2021, p. 33] and by @kim2020; see @tbl-table1",
        "# Head {#sec-2 .c1 a=3}\n\n::: {#tbl-1 .table file=table_1}\n:::\n",
        "`x = 3` and ``a ` 4``\n\n```python\nfive = 5\n```\n\n~~~\n6\n~~~\n",
        "$x_1 = 2$ and $$ y = 3 $$ {#eq-1}",
        '[text](https://a.org/1?b=2 "t") <https://b.org/3> https://c.org/4 [here]\n\n[here]: d5.html\n',
        "<!-- 7 of them -->",
        "1. first\n2. second\n   more\n3. third\n\n   still\n\n4. fourth\n",
        "a note[^1]\n\n[^1]: it is\n",
        "---\nauthor:\n  - A1\n- B2\nbibliography: r2.bib\nkernelspec:\n  name: python3\n---\n",
        "a&#8211;b",
    ],
)
def test_what_is_no_prose_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_flaw_names_file_line_and_sentence() -> None:
    (flaw,) = lint("One.\n\nSo it is. Of all, 96\nresponded.", "paper/pages/front.md")
    assert str(flaw) == (
        'paper/pages/front.md, line 3: "96" is typed, not asked of a result row, and not in paper/allowed_digits.csv - '
        'in the sentence "Of all, 96 responded."'
    )


@pytest.mark.parametrize(
    ("text", "phrase", "numbers"),
    [
        ("by MMT8, MMT8-based", "MMT8", []),
        ("of 2 g/kg and 12 g/kg, 1.2 g/kg", "2 g/kg", ["12", "1.2"]),
        ("in ACR/EULAR\n2016 style", "ACR/EULAR 2016", []),
        ("age 18, 18.5, 18% and 18", "18", ["18.5", "18%"]),
        ("three-centre and three", "three-centre", ["three"]),
        ("scale 0–150 and 10–150", "0–150", ["10–150"]),
    ],
)
def test_an_allowed_phrase_covers_itself_and_no_more(text: str, phrase: str, numbers: list[str]) -> None:
    assert found(text, phrase) == numbers


def test_a_phrase_that_no_text_uses_is_told() -> None:
    allowed = [Allowed("MMT8", "name", "a scale", 2), Allowed("IL-6", "name", "a cytokine", 3)]
    texts = {"a.md": "The MMT8 rose, `IL-6` too.", "b.md": "Nothing."}
    (flaw,) = unused(allowed, texts)
    assert str(flaw) == 'paper/allowed_digits.csv, line 3: "IL-6" is allowed, but no text uses it; delete the row'


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("MMT8,name,", 'column why: "(empty)" - the rule: a row is a text, a kind and why'),
        ("MMT8,thing,a scale", 'column kind: "thing" - the rule: one of name, scale, criterion'),
        ("95% CI,convention,again", 'column text: "95% CI" - the rule: no two rows the same; row 2 has it too'),
        ("muscle,name,no number", 'column text: "muscle" - the rule: a phrase that holds a number'),
    ],
)
def test_the_list_of_allowed_phrases_is_checked(row: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "allowed_digits.csv"
    path.write_text(f"text,kind,why\n95% CI,convention,usual\n{row}\n", encoding="utf-8")
    with pytest.raises(SpreadsheetFault) as caught:
        read_allowed(path)
    assert str(caught.value).startswith(f"paper/allowed_digits.csv, row 3, {message}")
    assert len(caught.value.records) == 1
