"""Does a Word file, a PDF, a JATS or a LaTeX file say a number that the page of the same text does not?

The page names the row of every number (compendium.leaving.numbers); the other forms of a text do not, and are held
against it: numbers of the references and of what surrounds a text left out.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import pypdfium2
from lxml import etree

from compendium.leaving.files import pages_of, read_whole, text_of

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)*")
_WORDS_OF = re.compile(r"word/(?:document|footnotes|header\d*|footer\d*)\.xml")
_LENGTHS = re.compile(r"\\(?:real|CSLLeftMargin)\{[^}]*\}|\d*\.?\d+\\(?:line|text)width")
_APART = ("ref-list", "history", "pub-date", "processing-meta")


def only_there(form: Path, page: Iterable[Path]) -> Iterator[str]:
    """Yield, in order, each number that a form says and none of these pages and vector files does."""
    known = set[str]().union(*map(_numbers, page))
    said = _NUMBER.findall(read_whole(form, _READ[form.suffix]))
    yield from dict.fromkeys(number for number in said if number not in known)


@lru_cache(maxsize=64)
def _numbers(path: Path) -> frozenset[str]:
    return frozenset(_NUMBER.findall(text_of(path)))


def can_be_held(name: str) -> bool:
    """Whether a file is such a form."""
    return Path(name).suffix in _READ


def _word(path: Path) -> str:
    with zipfile.ZipFile(path) as parts:
        trees = [etree.fromstring(parts.read(name)) for name in parts.namelist() if _WORDS_OF.fullmatch(name)]
    paragraphs = (paragraph for tree in trees for paragraph in tree.iter("{*}p"))
    return "\n".join("".join(text.text or "" for text in paragraph.iter("{*}t")) for paragraph in paragraphs)


def _pdf(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(pages_of(document))


def _jats(path: Path) -> str:
    tree = etree.parse(path).getroot()
    for element in list(tree.iter(*(f"{{*}}{name}" for name in _APART))):
        element.getparent().remove(element)
    return " ".join(tree.itertext())


def _latex(path: Path) -> str:
    before, _, within = path.read_text(encoding="utf-8").partition(r"\begin{document}")
    return _LENGTHS.sub(" ", within or before)


_READ: dict[str, Callable[[Path], str]] = {".docx": _word, ".pdf": _pdf, ".xml": _jats, ".tex": _latex}
