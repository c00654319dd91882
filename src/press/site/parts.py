"""What the site shows of a study's own files: parts of pages, and where a variable, a count or a file is explained."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from press.ground.fault import Fault
from press.rows import Row
from press.site.leads import Lead


@dataclass(frozen=True)
class Parts:
    """What a study adds to its site.

    texts: parts that a page may include, as Markdown, by name: "made/codebook.md".
    variables: the address that explains a variable, by the variable's name: "codebook.html#visits-mmt8".
    rows: counts that pages ask for and no notebook states. counted: the file that their analysis is counted from.
    files: the page that shows a file, by the file's path from the project's root.
    leads: links below exhibits of chapters, by chapter and exhibit: "02_efficacy/responses".
    banner: one sentence at the head of every page, such as whose data these are; plain words.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    rows: Sequence[Row] = ()
    counted: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    banner: str = ""
    leads: Mapping[str, Lead] = field(default_factory=dict)


def section(text: str, title: str, file: str) -> str:
    """Return what stands under a heading of the second level. Raises Fault where there is no such heading.

    >>> section("# A\\n\\n## Run it\\n\\nFirst.\\n\\n## Next\\n", "Run it", "README.md")
    'First.\\n'
    """
    found = re.search(rf"^## {re.escape(title)}\n+(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if found is None:
        raise Fault(f"{file} has no section {title!r}, which the site shows: give it this heading again")
    return found[1].rstrip() + "\n"
