"""The paper's files, put into the site as soon as they are written: the pages link to them and do not wait for them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from press.ground.fault import Fault
from press.paper.files import FILES, FORMS, texts
from press.rows.provenance import Provenance
from press.site.links import check_links

FOLDER = "paper"  # of the site
_FRONT = "../index.html"
_BACK = f'<p class="no-print"><a href="{_FRONT}">&larr; Back to the site</a></p>'


def files_of_paper(root: Path) -> Iterator[str]:
    """Yield the name of every file that the paper of a project has, as "manuscript.pdf"; none where it has no text."""
    for name in texts(root):
        if (root / FILES[name]).is_file():
            yield from (f"{name}.{ending}" for ending in FORMS[name])


def write_downloads(root: Path, out: Path, _provenance: Provenance) -> None:
    """Copy the files of the paper to `out`/site/paper, each page of the browser with a link back to the site.

    Raises Fault where one is not there or has a link to nowhere.
    """
    target = out / "site" / FOLDER
    target.mkdir(parents=True)
    for name in files_of_paper(root):
        try:
            shutil.copyfile(root / "paper" / name, target / name)
        except OSError as error:
            raise Fault(f"paper/{name} cannot be read ({error.strerror}): run `make paper`") from error
    for page in sorted(target.glob("*.html")):
        lead_back(page)
    check_links(target, {_FRONT: ()})


def lead_back(page: Path) -> None:
    """Write a link to the front page of the site at the head of a page; the paper's own file is left as it is."""
    text = page.read_text(encoding="utf-8")
    page.write_text(re.sub(r"<body[^>]*>", rf"\g<0>\n{_BACK}", text, count=1), encoding="utf-8", newline="\n")
