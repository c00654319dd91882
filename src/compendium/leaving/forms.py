"""Does a Word file, a PDF, a JATS or a LaTeX file say a number that the page of the same text does not?

The page names the row of every number (compendium.leaving.numbers); the other forms of a text do not, and are held
against what a reader of it sees: a Word file number by number, as often as it says each; the others, which repeat
captions and number their pages, by which numbers they say.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pypdfium2
from lxml import etree

from compendium.leaving.files import pages_of, read_whole, text_of, visible

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)*")
_WORDS_OF = re.compile(r"word/(?:document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml")
_LENGTHS = re.compile(
    r"\\(?:real|CSLLeftMargin|multicolumn|hspace\*?|vspace\*?|cmidrule(?:\([^)]*\))?|color\[rgb\])\{[^}]*\}"
    r"|\d*\.?\d+(?:\\(?:line|text)width|em\b|ex\b|pt\b|cm\b|mm\b)"
)
_COMMENT = re.compile(r"^%.*$", re.MULTILINE)  # of the writer: in a text "%" is escaped
_SIGN = re.compile(r"\(U\+[0-9A-F]{4,6}\)")  # in it, the number in Unicode of a sign that LaTeX lacks: of no patient
_PARTED = "\ufffe"  # in the place of the hyphen of a word that goes on in the next line
_APART = ("ref-list", "history", "pub-date", "processing-meta")


def only_there(form: Path, page: Path, drawn: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield, in order, each number that a form says and its page does not, nor, but for a Word file, its figures.

    drawn: what is written in the figures (`said_by`).
    """
    said = _numbers(read_whole(form, _READ[form.suffix]))
    known = Counter(_numbers(visible(page)))
    if form.suffix == ".docx":
        yield from dict.fromkeys(number for number, times in Counter(said).items() if times > known[number])
        return
    yield from dict.fromkeys(number for number in said if number not in known and number not in drawn)


def _numbers(text: str) -> list[str]:
    """Return the numbers of a text; one that is raised, as in R², is one as well."""
    return _NUMBER.findall(unicodedata.normalize("NFKC", text))


def said_by(files: Iterable[Path]) -> frozenset[str]:
    """Return every number that one of these files says."""
    return frozenset(number for path in files for number in _numbers(text_of(path)))


def can_be_held(name: str) -> bool:
    """Whether a file is such a form."""
    return Path(name).suffix in _READ


def _word(path: Path) -> str:
    with zipfile.ZipFile(path) as parts:
        trees = [etree.fromstring(parts.read(name)) for name in parts.namelist() if _WORDS_OF.fullmatch(name)]
    paragraphs = (paragraph for tree in trees for paragraph in tree.iter("{*}p"))
    return "\n".join("".join(text.text or "" for text in paragraph.iter("{*}t")) for paragraph in paragraphs)


def _pdf(path: Path) -> str:
    """Return what the pages say, without the number of each; a word that is parted before it leaves no line's end."""
    with pypdfium2.PdfDocument(path) as document:
        pages = enumerate(pages_of(document), start=1)
        number = r"(?m)(?:^|(?<={}))\s*(?:Page )?{}(?: of \d+)?\s*$"
        return "\n".join(re.sub(number.format(_PARTED, at), "", page) for at, page in pages)


def _jats(path: Path) -> str:
    tree = etree.parse(path).getroot()
    for element in list(tree.iter(*(f"{{*}}{name}" for name in _APART))):
        element.getparent().remove(element)
    return " ".join(tree.itertext())


def _latex(path: Path) -> str:
    before, _, within = path.read_text(encoding="utf-8").partition(r"\begin{document}")
    text = _COMMENT.sub(lambda line: _SIGN.sub(" ", line[0]), within or before)
    return _LENGTHS.sub(" ", text)


_READ: dict[str, Callable[[Path], str]] = {".docx": _word, ".pdf": _pdf, ".xml": _jats, ".tex": _latex}
