"""The project's own texts: nothing is at fault; no number of paper, site or notebook is typed, but in a definition."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import compendium.exhibits
from press.paper.compose import compose
from press.paper.files import DEFAULT_STYLE, STYLES
from press.paper.lint import ALLOWED, lint, read_allowed, unused
from press.paper.write import style_file
from press.rows.provenance import Made, Provenance


@pytest.fixture(scope="module")
def texts(root: Path) -> dict[str, str]:
    files = [*(root / "paper").glob("*.md"), *(root / "paper").glob("*pages/**/*.md")]
    message = {file.relative_to(root).as_posix(): file.read_text(encoding="utf-8") for file in sorted(files)}
    notebooks = {f"notebooks/{file.name}": narrative(file) for file in sorted((root / "notebooks").glob("*.md"))}
    return message | notebooks | dict(_answered())


def _answered() -> Iterator[tuple[str, str]]:
    """Every sentence of the modules `answers...`, by module and name."""
    for module in pkgutil.iter_modules(compendium.exhibits.__path__, "compendium.exhibits."):
        if module.name.startswith("compendium.exhibits.answers"):
            for name, text in vars(importlib.import_module(module.name)).items():
                if name.lstrip("_").isupper() and isinstance(text, str):
                    yield f"{module.name}.{name}", text


def narrative(file: Path) -> str:
    """A notebook's sentences, on their own lines; not its header, nor the vocabulary, where a scale states its ends."""
    text = re.sub(
        r"\A---\n.*?\n---\n",
        lambda match: "\n" * match.group().count("\n"),
        file.read_text(encoding="utf-8"),
        flags=re.DOTALL,
    )
    return re.sub(r"^\|.*$", "", text, flags=re.MULTILINE)


def test_the_paper_can_be_made(root: Path) -> None:
    made = Made("notebook", 1, "")
    files = [path.relative_to(root).as_posix() for path in (root / "paper/results").glob("*.csv")]
    exhibits = [path.stem for path in (root / "paper").glob("*/*.json")]
    assert compose(root, Provenance(dict.fromkeys(files, made), dict.fromkeys(exhibits, made))).known.quoted


def test_no_number_is_typed(root: Path, texts: dict[str, str]) -> None:
    allowed = read_allowed(root / ALLOWED)
    assert [str(flaw) for file, text in texts.items() for flaw in lint(text, file, allowed)] == []


def test_every_allowed_phrase_is_used(root: Path, texts: dict[str, str]) -> None:
    assert [str(flaw) for flaw in unused(read_allowed(root / ALLOWED), texts)] == []


def test_every_citation_style_states_its_licence(root: Path) -> None:
    assert style_file(root, DEFAULT_STYLE).is_file()
    message = (root / STYLES / "README.md").read_text(encoding="utf-8")
    for path in (root / STYLES).glob("*.csl"):
        text = path.read_text(encoding="utf-8")
        assert '<rights license="http://creativecommons.org/licenses/by-sa/3.0/">' in text
        assert f"`{path.stem}`" in message
        assert 'rel="independent-parent"' not in text
