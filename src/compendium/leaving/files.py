"""The files that leave, and what is written in each: in tables, pages, notebooks, pictures, Word files and PDFs."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pypdfium2
from lxml import etree

from press.ground.fault import Fault

PLACES = ("paper/**/*", "site/**/*", "notebooks/*.ipynb", "data/analysis/**/*")
# The same whatever the registry is: the looks of the site, its pages on the code, and what authors wrote themselves.
_OF_NO_REGISTRY = ("site/_static/", "site/reference/", "paper/styles/", "paper/pages/", "paper/report_pages/")
_PICTURES = (".png", ".ico", ".woff", ".woff2")  # drawn from the rows as the vector file beside them
_TAGS = re.compile(r"<[^>]*>")


def leaving(root: Path) -> list[str]:
    """Return the files of a study that somebody may hand on, as named from its folder, in order."""
    found = (path for place in PLACES for path in root.glob(place) if path.is_file())
    names = (path.relative_to(root).as_posix() for path in found)
    return sorted(name for name in names if not name.startswith(_OF_NO_REGISTRY) and not _hidden(name))


def _hidden(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/"))


def is_picture(name: str) -> bool:
    """Whether a file holds no text that could be read."""
    return name.endswith(_PICTURES)


def text_of(path: Path) -> str:
    """Return all that is written in a file, without the marks of its format. Raises Fault for one that is not whole."""
    return read_whole(path, _READERS.get(path.suffix, _plain))


def read_whole(path: Path, read: Callable[[Path], str]) -> str:
    """Return what a reader makes of a file. Raises Fault where it cannot be read to its end."""
    try:
        return read(path)
    except (OSError, zipfile.BadZipFile, pypdfium2.PdfiumError, etree.XMLSyntaxError, ValueError) as error:
        raise Fault(f"{path.name}: it cannot be read, so it may not leave ({error}); make it anew: make all") from error


def _plain(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")


def _marked_up(path: Path) -> str:
    """Both as it reads and as it is written: what a tag holds leaves as well."""
    text = _plain(path)
    return f"{unescape(_TAGS.sub(' ', text))}\n{unescape(text)}"


def _of_notebook(path: Path) -> str:
    return "\n".join(map(str, strings(json.loads(_plain(path)))))


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
    """Return the paragraphs of every part, and what is said of the file itself."""
    found = []
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            if name.endswith(".xml"):
                tree = etree.fromstring(parts.read(name))
                found += ["".join(paragraph.itertext()) for paragraph in tree.iter("{*}p")]
                found += tree.itertext()
                found += [str(value) for each in tree.iter() for value in each.attrib.values()]
    return "\n".join(found)


def _of_pdf(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join([*document.get_metadata_dict().values(), *pages_of(document)])


def pages_of(document: pypdfium2.PdfDocument) -> Iterator[str]:
    """Yield what is written on each page of a PDF; where a word may be broken is no part of it."""
    for page in document:
        yield page.get_textpage().get_text_range().replace("\u200b", "")


_READERS: dict[str, Callable[[Path], str]] = {
    **dict.fromkeys((".html", ".svg", ".xml"), _marked_up),
    **dict.fromkeys((".ipynb", ".json"), _of_notebook),
    ".docx": _of_word,
    ".pdf": _of_pdf,
}
