"""Rule: whichever file holds something of a patient, or a number that no row shows, it is found and named."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import docx
import pytest
import typst

from compendium.disclosure.policy import load_policy
from compendium.leaving.certificate import certificate
from compendium.leaving.examining import Examined, examine_files, released
from compendium.leaving.files import leaving
from compendium.leaving.persons import Persons
from press.exhibits.table.latex_text import lacking, stand_in_comment
from press.ground.fault import Fault
from press.rows import Key, Ledger

WHOM = Persons.named(["PI-001", "Rossi 12", "104233", "7", "MMT8"], [(2014, 5, 31)], known="MMT8 in points")
PAGE = '<p>Women: <span data-row="cohort.sex.female.count">{}</span> of 20.</p>'
SAYS = ("PI-001", "Rossi 12", "2014-05-31", "31/05/2014", "5/31/2014", "31.5.2014")
# The same, joined to something else or written otherwise, and what is found of it.
OTHERWISE = {
    "PI-001/PI-002": "PI-001",
    "id:pi_001": "pi_001",
    "centre/PI–001.csv": "PI–001",
    "PI 001": "PI 001",
    "P\u200bI-001": "PI-001",
    "rossi\u00a012": "rossi 12",
    "104233.0": "104233",
    "on 2014-05-31T00:00:00": "2014-05-31",
    "20140531": "20140531",
    "2014/05/31": "2014/05/31",
    "31 May 2014": "31 May 2014",
    "May 31, 2014": "May 31, 2014",
    "31 maggio 2014": "31 maggio 2014",
    "31 de mayo de 2014": "31 de mayo de 2014",
    "31-Mai-2014": "31-Mai-2014",
}


def notebook(*outputs: dict[str, object], source: str = "1 + 1") -> str:
    cell = {"cell_type": "code", "source": [source], "outputs": list(outputs), "metadata": {}, "execution_count": 1}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def as_html(text: str) -> dict[str, object]:
    return {"output_type": "display_data", "data": {"text/html": [text]}, "metadata": {}}


def pdf(text: str) -> bytes:
    made = typst.compile(text.encode())
    assert isinstance(made, bytes)
    return made


@dataclass
class Folder:
    """A run's folder with a few files in it, and what an examination of it finds."""

    root: Path

    def write(self, name: str, content: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def word(self, name: str, text: str, author: str = "") -> None:
        document = docx.Document()
        document.core_properties.author = author
        table = document.add_table(1, 1)
        table.cell(0, 0).text = text
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        document.save(str(self.root / name))

    def examined(self) -> Examined:
        found = Examined(load_policy("publish-5"))
        examine_files(self.root, released(self.root), WHOM, found)
        return found


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Twelve women of twenty patients, said on a page, in Word, in a PDF, in LaTeX, in a table and in a notebook."""
    key = Key("cohort", "sex", "female")
    hidden = replace(key.at(level="other").row("count", None), withheld="<5")
    rows = [Key("cohort").row("n", 20, n=20), key.row("count", 12, n=20), key.row("percent", 60, n=20), hidden]
    Ledger(rows).write(tmp_path / "paper/results/cohort.csv")
    made = Folder(tmp_path)
    made.write("paper/allowed_digits.csv", "text,kind,why\ngrade 1,scale,the mildest grade\n")
    made.write("paper/report.html", PAGE.format("12"))
    made.word("paper/report.docx", "Women: 12 of 20.")
    made.write("paper/report.pdf", pdf("Women: 12 of 20."))
    made.write("paper/report.tex", r"\setlength{\x}{0.7em}\begin{document}Women: 12 of 20.\end{document}")
    made.write("paper/report.xml", "<article><body><p>Women: 12 of 20.</p></body></article>")
    cells = [
        {"text": "12/20 (60%)", "rows": ["cohort.sex.female.count", "cohort.n"]},
        {"text": "<5", "rows": [hidden.id]},
    ]
    made.write("paper/tables/table_one.json", json.dumps({"lines": [{"cells": cells}]}))
    made.write("paper/figures/flow.svg", "<svg><text>20 patients</text></svg>")
    made.write("notebooks/01_cohort.ipynb", notebook(as_html(PAGE.format("12"))))
    made.write("site/index.html", "<p>A site.</p>")
    made.write("data/analysis/patients.csv", "patient_id,sex\n")
    return made


def test_where_nothing_is_found_there_is_a_certificate_that_lists_every_file(folder: Folder) -> None:
    found = folder.examined()
    assert found.findings == []
    text = certificate(found)
    assert all(f"| {name} | `{checksum[:16]}` |" in text for name, checksum in found.files.items())
    assert set(found.files) == set(leaving(folder.root)) and len(found.files) == 12
    assert "2 ids cannot be told from other words or numbers" in text


HOLDS: dict[str, Callable[[Folder, str], None]] = {
    "paper/results/more.csv": lambda folder, text: Ledger([Key("more").row("n", 20, n=20, note=text)]).write(
        folder.root / "paper/results/more.csv"
    ),
    "paper/tables/table_two.csv": lambda folder, text: folder.write("paper/tables/table_two.csv", f"a,b\n1,{text}\n"),
    "paper/tables/table_two.tex": lambda folder, text: folder.write("paper/tables/table_two.tex", f"a & {text} \\\\"),
    "paper/tables/table_two.json": lambda folder, text: folder.write(
        "paper/tables/table_two.json", json.dumps({"lines": [], "notes": [{"of": text}]})
    ),
    "paper/tables/table_two.docx": lambda folder, text: folder.word("paper/tables/table_two.docx", text),
    "paper/supplement.docx": lambda folder, text: folder.word("paper/supplement.docx", "nothing", author=text),
    "paper/supplement.pdf": lambda folder, text: folder.write("paper/supplement.pdf", pdf(f"Of {text}")),
    "paper/figures/dots.svg": lambda folder, text: folder.write(
        "paper/figures/dots.svg", f"<svg><g><title>{text}</title></g></svg>"
    ),
    "paper/figures/dots.pdf": lambda folder, text: folder.write("paper/figures/dots.pdf", pdf(text)),
    "paper/figures/dots.json": lambda folder, text: folder.write("paper/figures/dots.json", json.dumps({"alt": text})),
    "notebooks/02_efficacy.ipynb": lambda folder, text: folder.write(
        "notebooks/02_efficacy.ipynb", notebook(source=f"patient = {text!r}")
    ),
    "site/page.html": lambda folder, text: folder.write("site/page.html", f'<a title="{text}">x</a>'),
    "site/searchindex.js": lambda folder, text: folder.write("site/searchindex.js", f'Search({{"t": "{text}"}})'),
    "paper/report.md": lambda folder, text: folder.write("paper/report.md", f"As in {text}, who\n"),
    "data/analysis/patients.csv": lambda folder, text: folder.write("data/analysis/patients.csv", f"id\n{text}\n"),
}


@pytest.mark.parametrize("text", SAYS)
@pytest.mark.parametrize("name", HOLDS)
def test_whatever_file_holds_an_id_or_a_date_of_a_patient_is_named(name: str, text: str, folder: Folder) -> None:
    HOLDS[name](folder, text)
    found = folder.examined().findings
    assert f"{name}: it holds {text!r}, as a patient's row does" in found
    with pytest.raises(ValueError, match="no certificate"):
        certificate(folder.examined())


@pytest.mark.parametrize("text", OTHERWISE)
def test_an_id_or_a_day_is_found_however_it_is_written(text: str, folder: Folder) -> None:
    folder.write("paper/tables/table_two.csv", f"a\n{text}\n")
    assert [
        f"paper/tables/table_two.csv: it holds {OTHERWISE[text]!r}, as a patient's row does"
    ] == folder.examined().findings


def test_the_name_of_a_file_is_looked_at_as_well(folder: Folder) -> None:
    folder.write("paper/figures/PI-001.svg", "<svg/>")
    assert "paper/figures/PI-001.svg: it holds 'PI-001', as a patient's row does" in folder.examined().findings


def test_a_day_that_was_reviewed_is_no_patients(folder: Folder) -> None:
    """A date of the authors' own may be a patient's by chance: one day in four is."""
    folder.write("paper/report.md", "Approved on 2014-05-31.\n")
    assert len(folder.examined().findings) == 1
    folder.write("paper/allowed_digits.csv", "text,kind,why\n2014-05-31,year,the day of approval\n")
    assert folder.examined().findings == []


def test_a_number_of_a_reference_is_no_day_of_a_patient_but_any_other_writing_of_it_is() -> None:
    """Of 50,000 patients one began on 30 April 1998, and the DOI of an article made the whole paper unpublishable."""
    reference = "doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E"
    persons = Persons.named(["PI-001"], [(1998, 4, 30)], known=reference)
    assert list(persons.within(f"<a>{reference}</a>")) == []
    assert list(persons.within("begun on 1998-04-30, 30.4.1998")) == ["1998-04-30", "30.4.1998"]


@pytest.mark.parametrize(
    "text", ["PI-0012", "XPI-001", "PI. Of 001", "2014-05-30", "12014-05-31", "in 2014", "grade 1", "MMT8", "7"]
)
def test_what_is_only_like_an_id_or_a_date_is_none(text: str, folder: Folder) -> None:
    folder.write("paper/tables/table_two.csv", f"a\n{text}\n")
    assert folder.examined().findings == []


NUMBERS: dict[str, tuple[str | bytes, str]] = {
    "paper/report.html": (PAGE.format("13"), "it shows 13, and no row of it does (cohort.sex.female.count)"),
    "site/index.html": (PAGE.format("3"), "it shows 3, and no row of it does (cohort.sex.female.count)"),
    "notebooks/01_cohort.ipynb": (notebook(as_html(PAGE.format("11"))), "it shows 11, and no row of it does"),
    "paper/tables/table_one.json": (
        json.dumps({"lines": [{"cells": [{"text": "3", "rows": ["cohort.sex.other.count"]}]}]}),
        "it shows 3, and no row of it does (cohort.sex.other.count)",
    ),
    "paper/report.pdf": (pdf("Women: 12 of 20, others 3."), "it says 3, and its page does not"),
    "paper/report.tex": (
        r"\begin{document}Women: 12 of 20; 3\end{document}",
        "it says 3, and its page does not",
    ),
    "paper/report.xml": (
        "<article><body><p>Women: 12 of 20; 3</p></body></article>",
        "it says 3, and its page does not",
    ),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_that_no_row_shows_is_named_with_its_file(name: str, folder: Folder) -> None:
    content, said = NUMBERS[name]
    folder.write(name, content)
    assert [each for each in folder.examined().findings if each.startswith(name) and said in each]


def test_a_number_in_a_word_file_that_its_page_does_not_say_is_named(folder: Folder) -> None:
    folder.word("paper/report.docx", "Women: 12 of 20; others 3, and 12 again.")
    said = "and its page does not, or not so often"
    assert folder.examined().findings == [f"paper/report.docx: it says {each}, {said}" for each in ("12", "3")]


def test_the_number_of_a_page_is_no_number_of_patients_and_who_signs_is_searched_too(folder: Folder) -> None:
    """A report is handed on with the file that names its authors; the foot of its page says "Page 1 of 1"."""
    foot = "context [Page #counter(page).get().first() of #counter(page).final().first()]"
    folder.write("paper/report.pdf", pdf(f"#set page(footer: {foot})\nWomen: 12 of 20."))
    folder.write("paper/report_authors.yml", "authors:\n  - family: One\n    orcid: 0000-0002-1825-0097\n")
    assert folder.examined().findings == []
    folder.write("paper/report.pdf", pdf(f"#set page(footer: {foot})\nWomen: 12 of 20. Page 3"))
    assert folder.examined().findings == ["paper/report.pdf: it says 3, and its page does not, or not so often"]


@pytest.mark.parametrize("sign", ["\u0301", "片", "\U0001f915", "й"])
def test_the_unicode_number_of_a_sign_that_latex_lacks_is_no_number_of_patients(sign: str, folder: Folder) -> None:
    """The comment that LaTeX files have of it (press.exhibits.table.latex_text) had stopped runs with such terms."""
    said = stand_in_comment(lacking(sign))
    document = "\\begin{{document}}\n{}\nWomen: 12 of 20{}.\\end{{document}}"
    folder.write("paper/report.tex", document.format(said, ""))
    assert folder.examined().findings == []
    folder.write("paper/report.tex", document.format(said, ", 17"))
    assert [each for each in folder.examined().findings if "it says 17" in each]
    folder.write("paper/report.tex", document.format(said, " (U+0017)"))  # in the text it may be a count
    assert [each for each in folder.examined().findings if "it says 0017" in each]


def test_a_result_that_is_not_among_the_rows_is_named(folder: Folder) -> None:
    folder.write("site/index.html", '<p data-row="cohort.sex.unknown.count">3</p>')
    assert folder.examined().findings == [
        "site/index.html, '3': it shows a result 'cohort.sex.unknown.count', which there is not"
    ]


def test_a_kind_of_file_that_nobody_knows_how_to_read_may_not_leave(folder: Folder) -> None:
    folder.write("paper/rows.parquet", b"PAR1")
    assert folder.examined().findings == [
        "paper/rows.parquet: how such a file is read is not known, so nothing can be said of it"
    ]


@pytest.mark.parametrize(
    ("output", "why"),
    [
        (as_html('<table class="dataframe"><tr><td>1</td></tr></table>'), "it shows a data frame"),
        (as_html('<table border="1" class="table dataframe"></table>'), "it shows a data frame"),
        (as_html('<table id="T_4f1"></table>'), "it shows a data frame"),
        ({"output_type": "stream", "name": "stdout", "text": ["age\n", "81\n"]}, "it prints a number"),
        ({"output_type": "execute_result", "data": {"text/plain": ["81"]}}, "it prints a number"),
        ({"output_type": "error", "ename": "ValueError", "evalue": "x", "traceback": []}, "it shows where it stopped"),
    ],
)
def test_a_notebook_shows_no_data_frame_and_no_stop(output: dict[str, object], why: str, folder: Folder) -> None:
    folder.write("notebooks/01_cohort.ipynb", notebook(output))
    assert [each for each in folder.examined().findings if why in each]


@pytest.mark.parametrize(
    "name", ["paper/report.docx", "paper/report.pdf", "paper/report.xml", "paper/figures/flow.svg"]
)
def test_a_file_that_cannot_be_read_may_not_leave(name: str, folder: Folder) -> None:
    folder.write(name, b"half a file")
    with pytest.raises(Fault, match=r"it cannot be read, so it may not leave"):
        folder.examined()


def test_a_share_and_a_limit_are_founded_on_what_they_are_made_of(folder: Folder) -> None:
    """60% is 12 of 20; "<0.001" stands for a smaller value; "grade 1" is a phrase that was reviewed."""
    Ledger([Key("more", "p").row("p", 0.00002, n=20)]).write(folder.root / "paper/results/more.csv")
    folder.write("site/index.html", '<p data-row="more.p.p">p &lt; 0.001, grade 1</p>')
    assert folder.examined().findings == []
    folder.write("site/index.html", '<p data-row="more.p.p">p &lt; 0.00001</p>')
    assert len(folder.examined().findings) == 1


@pytest.mark.parametrize(
    ("text", "findings"),
    [("others: &lt;5.", 0), ("&lt;5, and", 0), ("(&lt;5)", 0), ("&lt;50", 1), ("&lt;5.2", 1), ("&lt;5,200", 1)],
)
def test_the_mark_of_a_small_count_is_no_number_wherever_a_sentence_has_it(
    text: str, findings: int, folder: Folder
) -> None:
    """At the end of a sentence it was taken for one, and a paper in which nothing could be told was refused."""
    folder.write("site/index.html", f'<p data-row="cohort.sex.other.count">{text}</p>')
    assert len(folder.examined().findings) == findings


def test_a_digit_in_the_name_of_a_centre_is_no_result(folder: Folder) -> None:
    centre = Key("cohort", "centres", "centre_24").row("patients", 20, n=20, note="Centre 24")
    Ledger([centre]).write(folder.root / "paper/results/more.csv")
    folder.write("site/index.html", '<p data-row="cohort.n">20, Centre 24</p>')
    assert folder.examined().findings == []
    folder.write("site/index.html", '<p data-row="cohort.n">20, Centre 25</p>')
    assert len(folder.examined().findings) == 1


def test_what_latex_and_a_pdf_have_of_their_own_is_no_number_of_the_text(folder: Folder) -> None:
    """Colours, lengths, columns and page numbers; a raised number is one, on the page as in LaTeX."""
    folder.write("paper/report.html", PAGE.format("12") + "<p>R² and 95% interval</p>")
    own = (
        r"\color[rgb]{0.7,0,0}\multicolumn{3}{c}{x}\cmidrule(lr){5-7}\hspace*{1em}p{0.31\linewidth}\setlength{\x}{4pt}"
    )
    folder.write(
        "paper/report.tex", rf"\begin{{document}}{own} Women: 12 of 20, R\textsuperscript{{2}}, 95\%\end{{document}}"
    )
    pages = '#set page(numbering: "1 of 1")\nWomen: 12 of 20.\n#pagebreak()\nNo more.'
    folder.write("paper/report.pdf", pdf(pages))
    assert folder.examined().findings == []


def test_the_number_of_a_page_is_none_of_the_text_after_a_parted_word_either(folder: Folder) -> None:
    """'ap-' at the end of page 31 was read as one line with '31 of 51', and a sound run was refused."""
    narrow = "width: 60mm, height: 30mm, margin: 10mm"
    said = "Women: 12 of 20. The approximation by normal approximations and approximations approximately approximates."
    setting = (
        f'#set page({narrow}, numbering: "1 of 1")\n#set text(size: 9pt, hyphenate: true)\n#set par(justify: true)\n'
    )
    folder.write("paper/report.pdf", pdf(setting + said))
    assert folder.examined().findings == []
    folder.write("paper/report.pdf", pdf(setting + said + " Others 3."))
    assert [each for each in folder.examined().findings if "it says 3" in each]
