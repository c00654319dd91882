"""Write the site: a folder of pages that opens from disk and asks nothing of a network."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from press.ground.cheaper import seldom_collected
from press.ground.fault import Fault
from press.rows.provenance import Provenance
from press.site.building import build_pages
from press.site.layout import Laid, lay_out, lay_out_reference
from press.site.links import check_links
from press.site.reference import REFERENCE
from press.study import Study, load_study


@seldom_collected()
def write_site(root: Path, out: Path, provenance: Provenance) -> None:
    """Build the site of the project in `root` into `out`/site, in place of the one that was there.

    It has all but the files of the paper, which `press.site.downloads` puts into it, and the pages that
    `write_reference` makes, so that none awaits another.

    Raises one Fault with everything of a kind that is wrong, and leaves the old site as it was: a term with two
    meanings, a number typed or asked of no row, a warning of Sphinx, a link that leads nowhere.
    """
    _write(root, out, "site", lambda study, source: lay_out(root, study, provenance, source))


@seldom_collected()
def write_reference(root: Path, out: Path, _provenance: Provenance) -> None:
    """Build the pages that describe the code of the project in `root` into `out`/site/reference.

    They rest on the sources alone, so no notebook is awaited. Raises one Fault with everything that is wrong.
    """
    _write(root, out, f"site/{REFERENCE}", lambda study, source: lay_out_reference(root, study, source))


def _write(root: Path, out: Path, place: str, lay: Callable[[Study, Path], Laid]) -> None:
    """Build what is laid out for Sphinx; it takes the place of the old pages only once it is whole."""
    (out / place).parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".pages-", dir=out) as folder:
        source, made = Path(folder, "source"), Path(folder, "made")
        try:
            laid = lay(load_study(root), source)
        except OSError as error:
            missing = str(error.filename).removeprefix(f"{root}/")
            raise Fault(f"the site cannot be made: {missing} cannot be read ({error.strerror})") from error
        build_pages(source, made, laid)
        check_links(made, laid.awaited)
        shutil.rmtree(out / place, ignore_errors=True)
        made.rename(out / place)
