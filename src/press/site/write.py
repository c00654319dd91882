"""Write the site: a folder of pages that opens from disk and asks nothing of a network."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from press.ground.cheaper import seldom_collected
from press.ground.fault import Fault
from press.rows.provenance import Provenance
from press.site.building import ABOVE, build_pages
from press.site.layout import REFERENCE, lay_out, lay_out_reference
from press.site.links import check_links
from press.study import load_study


@seldom_collected()
def write_site(root: Path, out: Path, provenance: Provenance) -> None:
    """Build the site of the project in `root` into `out`/site, in place of the one that was there.

    It has all but the files of the paper, which `press.site.downloads` puts into it, and the pages that
    `write_reference` makes, so that none awaits another.

    Raises one Fault with everything of a kind that is wrong, and leaves the old site as it was: a term with two
    meanings, a number typed or asked of no row, a warning of Sphinx, a link that leads nowhere.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".site-", dir=out) as folder:
        source, made = Path(folder, "source"), Path(folder, "site")
        with _what_is_missing(root):
            laid = lay_out(root, load_study(root), provenance, source)
        build_pages(source, made, laid)
        check_links(made, laid.awaited)
        _put(made, out / "site")


@seldom_collected()
def write_reference(root: Path, out: Path, _provenance: Provenance) -> None:
    """Build the pages that describe the code of the project in `root` into `out`/site/reference.

    They rest on the sources alone, so no notebook is awaited. Raises one Fault with everything that is wrong.
    """
    (out / "site").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".reference-", dir=out) as folder:
        source, made = Path(folder, "source"), Path(folder, "made")
        with _what_is_missing(root):
            laid = lay_out_reference(root, load_study(root), source)
        build_pages(source, made, laid)
        check_links(made, {ABOVE: ()})
        _put(made, out / "site" / REFERENCE)


@contextmanager
def _what_is_missing(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        missing = str(error.filename).removeprefix(f"{root}/")
        raise Fault(f"the site cannot be made: {missing} cannot be read ({error.strerror})") from error


def _put(made: Path, place: Path) -> None:
    """Let the new pages take the place of the old ones only once they are whole."""
    shutil.rmtree(place, ignore_errors=True)
    made.rename(place)
