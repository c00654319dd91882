"""The files that leave, and what is written in each: in tables, pages, notebooks, pictures, Word files and PDFs."""

from __future__ import annotations

import json
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
from lxml import etree, html

from compendium.leaving.places import ABOUT, CERTIFICATE
from press.ground.fault import Fault

PLACES = ("paper/**/*", "site/**/*", "notebooks/*.ipynb", "data/analysis/**/*")
# The same whatever the registry is: the looks of the site, its pages on the code, the styles of citations.
_OF_NO_REGISTRY = ("site/_static/", "site/reference/", "paper/styles/", "paper/pages/", "paper/report_pages/")
# Attributes that hold words; of the others an office file and a drawing have thousands, which are lengths.
_SAID = ("title", "alt", "descr", "name", "content", "href", "src", "target", "value", "placeholder", "id", "class")
_IN_WORD, _DRAWN = (".xml", ".rels"), (".png", ".jpeg")


def leaving(root: Path) -> list[str]:
    """Return the files of a study that somebody may hand on, as named from its folder, in order.

    The certificate is not among them: it lists the others, and an examination does away with an earlier one. Nor is
    what says where on this computer the registry lies.
    """
    found = (path for place in PLACES for path in root.glob(place) if path.is_file())
    names = (path.relative_to(root).as_posix() for path in found)
    stays = (*_OF_NO_REGISTRY, CERTIFICATE, ABOUT)
    return sorted(name for name in names if not name.startswith(stays) and not _hidden(name))


def _hidden(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/"))


def can_be_read(name: str) -> bool:
    """Whether it is known how files of this ending are read."""
    return Path(name).suffix in _READERS


def text_of(path: Path) -> str:
    """Return all that is written in a file, without the marks of its format. Raises Fault for one that is not whole."""
    return read_whole(path, _READERS[path.suffix])


def read_whole(path: Path, read: Callable[[Path], str]) -> str:
    """Return what a reader makes of a file. Raises Fault where it cannot be read to its end."""
    try:
        return read(path)
    except (OSError, zipfile.BadZipFile, pypdfium2.PdfiumError, etree.LxmlError, ValueError, struct.error) as error:
        raise Fault(f"{path.name}: it cannot be read, so it may not leave ({error}); make it anew: make all") from error


def as_written(path: Path) -> str:
    """Return a file of text as it is written."""
    return path.read_text(encoding="utf-8")


def visible(path: Path) -> str:
    """Return what a reader of a page sees: its text without scripts and styles, each block on a line of its own."""
    tree = html.fromstring(as_written(path))
    for element in list(tree.iter("script", "style")):
        element.drop_tree()
    return "\n".join(tree.itertext())


def _marked_up(path: Path) -> str:
    """What is read, with nothing and with a space where a tag stood, and the words that tags hold."""
    text = as_written(path)
    tree = html.fromstring(text) if path.suffix == ".html" else etree.fromstring(text.encode())
    held = (value for each in tree.iter(etree.Element) for value in _words_of(each))
    return "\n".join(["".join(tree.itertext()), " ".join(tree.itertext()), *held])


def _words_of(element: etree._Element) -> Iterator[str]:
    for name, value in element.attrib.items():
        plain = etree.QName(name).localname.lower()
        if plain in _SAID or plain.startswith(("data-", "aria-")):
            yield str(value)


def _of_notebook(path: Path) -> str:
    return "\n".join(map(str, strings(json.loads(as_written(path)))))


def strings(held: object) -> Iterator[str]:
    """Yield every text and number in what JSON holds."""
    if isinstance(held, dict):
        for name, value in held.items():
            yield str(name)
            yield from strings(value)
    elif isinstance(held, list):
        for value in held:
            yield from strings(value)
    elif held is not None:
        yield str(held)


def _of_word(path: Path) -> str:
    """Return the paragraphs of every part, what is said of the file itself, and the names of what it holds."""
    found = []
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            found.append(name)
            if name.endswith(_IN_WORD):
                tree = etree.fromstring(parts.read(name))
                found += ["".join(paragraph.itertext()) for paragraph in tree.iter("{*}p")]
                found += tree.itertext()
                found += [value for each in tree.iter(etree.Element) for value in _words_of(each)]
            elif not name.endswith((*_DRAWN, "/")):
                raise ValueError(f"what {name} within it holds")
    return "\n".join(found)


def _of_pdf(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join([*document.get_metadata_dict().values(), *pages_of(document)])


def pages_of(document: pypdfium2.PdfDocument) -> Iterator[str]:
    """Yield what is written on each page of a PDF; where a word may be broken is no part of it."""
    for page in document:
        yield page.get_textpage().get_text_range().replace("\u200b", "")


def _of_png(path: Path) -> str:
    """Return what a picture says of itself beside what it shows."""
    held, found, place = path.read_bytes(), [], 8
    while place + 8 <= len(held):
        length, kind = struct.unpack(">I4s", held[place : place + 8])
        if kind in (b"tEXt", b"iTXt"):
            found.append(held[place + 8 : place + 8 + length].replace(b"\0", b" ").decode("utf-8", errors="replace"))
        place += length + 12
    return "\n".join(found)


_READERS: dict[str, Callable[[Path], str]] = {
    **dict.fromkeys((".csv", ".md", ".tex", ".txt", ".bib", ".js", ".css", ".yml"), as_written),
    **dict.fromkeys((".html", ".svg", ".xml"), _marked_up),
    **dict.fromkeys((".ipynb", ".json"), _of_notebook),
    ".docx": _of_word,
    ".pdf": _of_pdf,
    ".png": _of_png,
}
