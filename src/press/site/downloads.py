"""The paper's files, put into the site as soon as they are written: the pages link to them and do not wait for them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from press.ground.fault import Fault
from press.paper.files import FILES, FORMS, texts
from press.rows.provenance import Provenance
from press.site.links import check_links

FOLDER = "paper"  # of the site


def files_of_paper(root: Path) -> Iterator[str]:
    """Yield the name of every file that the paper of a project has, as "manuscript.pdf"; none where it has no text."""
    for name in texts(root):
        if (root / FILES[name]).is_file():
            yield from (f"{name}.{ending}" for ending in FORMS[name])


def write_downloads(root: Path, out: Path, _provenance: Provenance) -> None:
    """Copy the files of the paper to `out`/site/paper. Raises Fault where one is not there or has a link to nowhere."""
    target = out / "site" / FOLDER
    target.mkdir(parents=True)
    for name in files_of_paper(root):
        try:
            shutil.copyfile(root / "paper" / name, target / name)
        except OSError as error:
            raise Fault(f"paper/{name} cannot be read ({error.strerror}): run `make paper`") from error
    check_links(target)
