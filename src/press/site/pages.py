"""The site's own pages: every number in them is asked of a result row by id, and a typed one stops the build."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from press.ground.fault import Fault
from press.ground.merge_conflict import read_merged
from press.paper.files import MANUSCRIPT, PAGES
from press.paper.flaws import Flaw
from press.paper.lint import Allowed, lint
from press.rows import Ledger
from press.rows.estimable import settled
from press.rows.sentence import Said, fill_text
from press.site.downloads import FOLDER
from press.site.markdown import number
from press.site.reference import REFERENCE

_TAKEN = (FOLDER, REFERENCE)  # folders of the site that other steps fill
# The pages of a study that writes none itself.
_INDEX = """# {title}

```{{toctree}}
:caption: The study
:glob:
:maxdepth: 1

[0-9]*
```

```{{toctree}}
:caption: Look it up
:maxdepth: 1

{pages}
```
"""
_DEFAULT = {
    "paper": ("# The paper", "made/paper.md"),
    "sources": ("# Where every number comes from\n\n## Every number of the paper", "made/sources.md"),
    "glossary": ("# Glossary", "made/glossary.md"),
    "reference": ("# Reference", "made/reference.md"),
}
_DIRECTIVE = re.compile(r"\s*(?:`{3,}|:{3,})\{")


def read_pages(folder: Path) -> dict[str, str]:
    """Return the text of every page of the site by its name, such as "index.md" or "parts/simulated.md"."""
    pages = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.md"))}
    called = f"paper/{folder.name}"
    if taken := [name for name in pages if name.partition("/")[0] in _TAKEN]:
        raise Fault(
            f"{called}/{taken[0]} cannot be a page of the site: other steps put their files into "
            f"{' and '.join(f'site/{each}' for each in _TAKEN)}; give its folder another name"
        )
    if "index.md" not in pages:
        raise Fault(f"{called}/index.md is not there: it is the front page of the site")
    return {name: read_merged(path, f"{called}/{name}") for name, path in pages.items()}


def default_pages(title: str, made: Mapping[str, str]) -> dict[str, str]:
    """Return a front page, and a page for each part of which there is something to show.

    `made` has the parts by name: paper, sources, glossary and reference.
    """
    shown = {name: part for name, part in _DEFAULT.items() if made.get(part[1], "").strip()}
    pages = {f"{name}.md": f"{heading}\n\n```{{include}} {part}\n```\n" for name, (heading, part) in shown.items()}
    return pages | {"index.md": _INDEX.format(title=title, pages="\n".join(shown))}


def fill_pages(
    pages: Mapping[str, str], ledger: Ledger, allowed: Sequence[Allowed] = (), folder: str = PAGES[MANUSCRIPT]
) -> dict[str, str]:
    """Return the pages with every `{id:format}` filled; each number names its row.

    A passage `{?what it is about| passage ?}` in which a number could not be computed says why instead (`settled`).

    `folder` is where they lie. Raises one Fault with all that is wrong, each with file and line: an unknown id or
    format, a digit that was typed.
    """
    flaws: list[Flaw] = []
    filled: dict[str, str] = {}
    for name, page in pages.items():
        file = f"{folder}/{name}"
        flaws += lint(page, file, allowed)
        lines = enumerate(_settled(page, file, ledger, flaws).split("\n"), start=1)
        filled[name] = "\n".join(_fill(line, place, file, ledger, flaws) for place, line in lines)
    stop(flaws)
    return filled


def stop(flaws: Sequence[Flaw]) -> None:
    """Raise one Fault that tells every flaw, file by file; do nothing where there is none."""
    if flaws:
        raise Fault("\n".join(["The site cannot be made:", *(f"  {flaw}" for flaw in sorted(set(flaws)))]))


def _settled(page: str, file: str, ledger: Ledger, flaws: list[Flaw]) -> str:
    try:
        return settled(page, ledger)
    except ValueError as error:
        flaws.append(Flaw(file, 0, error.args[0]))
        return page


def _fill(line: str, place: int, file: str, ledger: Ledger, flaws: list[Flaw]) -> str:
    try:
        filled = fill_text(line, ledger, _shown)
    except (KeyError, ValueError) as error:
        flaws.append(Flaw(file, place, f'{error.args[0]} - in the line "{line.strip()}"'))
        return line
    if "{" in filled and not _DIRECTIVE.match(line):
        flaws.append(Flaw(file, place, f'a brace is not a field like {{id:format}} - in the line "{line.strip()}"'))
    return filled


def _shown(said: Said) -> str:
    return number(said.text, [said.row.id])
