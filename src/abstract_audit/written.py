"""The certificate as files: JSON for programs, HTML for a screen, PDF for one sheet of paper."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

import typst
from jinja2 import Environment, StrictUndefined

from press.ground.dates import source_date
from press.ground.printable import SQUARE, printable

_TEMPLATES = files("abstract_audit")
_SQUARES = f"A square ({SQUARE}) stands for a sign that the fonts of the PDF lack; the page and the JSON have it."


def as_json(certificate: dict[str, Any]) -> bytes:
    """Return the certificate as JSON."""
    return (json.dumps(certificate, ensure_ascii=False, indent=1) + "\n").encode()


def as_html(certificate: dict[str, Any]) -> bytes:
    """Return the certificate as a page that needs no other file."""
    page = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    return page.from_string(_TEMPLATES.joinpath("certificate.html").read_text("utf-8")).render(certificate).encode()


def as_pdf(certificate: dict[str, Any]) -> bytes:
    """Return the certificate as PDF/UA, the same bytes for the same certificate.

    The document's font has no letters of some scripts, and no pictures: a square stands for each of them.
    """
    words = json.dumps(certificate, ensure_ascii=False)
    if squared := printable(words.split()):
        certificate = {**certificate, "limits": [*certificate["limits"], _SQUARES]}
        words = json.dumps(certificate, ensure_ascii=False)
        words = re.sub(r"\S+", lambda word: squared.get(word.group(), word.group()), words)
    pdf = typst.compile(
        _TEMPLATES.joinpath("certificate.typ").read_bytes(),
        sys_inputs={"certificate": words},
        ignore_system_fonts=True,
        timestamp=source_date(),
        pdf_standards=["ua-1"],
    )
    assert isinstance(pdf, bytes), "one document is one PDF"
    return pdf
