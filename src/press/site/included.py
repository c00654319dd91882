"""Documents of the project that the site shows as they are, the list of the paper's files, and whose the data are."""

from __future__ import annotations

import re
from pathlib import Path

from press.ground.fault import Fault
from press.rows import Ledger

ORIGIN = "cohort.registry.origin"  # the row that says whose registry it is
SIMULATED = "simulated"
_SECTIONS = {
    "made/own_registry.md": ("README.md", "Use your own registry"),
    "made/run_it.md": ("README.md", "Run it"),
    "made/follow.md": ("README.md", "Follow one number from the patients to the sentence"),
    "made/bringing.md": ("data/README.md", "Bringing another registry"),
    "made/how_simulated.md": ("data/README.md", "How the simulated registry meets the printed figures"),
    "made/unsettled.md": (
        "data/README.md",
        "What the abstract does not settle: Raynaud's phenomenon, skin involvement, myalgia",
    ),
}
_FORMS = {
    ".pdf": "PDF, to read and print",
    ".docx": "Word, to edit and comment",
    ".html": "one page for the browser",
    ".xml": "JATS XML, for journals and archives",
    ".tex": "LaTeX, for journals that ask for it",
}


def included(root: Path) -> dict[str, str]:
    """Return the parts of the site that are sections of the project's own documents, by the name of the part."""
    texts = {file: (root / file).read_text(encoding="utf-8") for file, _ in _SECTIONS.values()}
    parts = {name: section(texts[file], title, file) for name, (file, title) in _SECTIONS.items()}
    decisions = (root / "DECISIONS.md").read_text(encoding="utf-8")
    return parts | {"made/decisions.md": re.sub(r"\A# .*\n", "", decisions)}


def section(text: str, title: str, file: str) -> str:
    """Return what stands under a heading of the second level. Raises Fault where there is no such heading.

    >>> section("# A\\n\\n## Run it\\n\\nFirst.\\n\\n## Next\\n", "Run it", "README.md")
    'First.\\n'
    """
    found = re.search(rf"^## {re.escape(title)}\n+(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if found is None:
        raise Fault(f"{file} has no section {title!r}, which the site shows: give it this heading again")
    return found[1].rstrip() + "\n"


def documents(folder: Path) -> str:
    """Return the list of the paper's files that there are, each with what it is good for; "" where there are none."""
    lines = []
    for name in ("manuscript", "supplement"):
        links = [
            f'<a href="paper/{name}{ending}">{name}{ending}</a>: {what}'
            for ending, what in _FORMS.items()
            if (folder / f"{name}{ending}").is_file()
        ]
        if links:
            lines += [f"**{name.capitalize()}**", "", *(f"- {link}" for link in links), ""]
    return "\n".join(lines)


def about_the_data(ledger: Ledger) -> str:
    """Return what the front page says first: that the registry is simulated, or whose it is."""
    origin = ledger[ORIGIN].note
    return "```{include} /parts/simulated.md\n```\n" if SIMULATED in origin.lower() else f"**The data.** {origin}\n"
