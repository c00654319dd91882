"""Write the site: a folder of pages that opens from disk and asks nothing of a network."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from press.ground.cheaper import seldom_collected
from press.ground.fault import Fault
from press.rows.provenance import Provenance
from press.site.building import build_pages
from press.site.layout import Laid, lay_out
from press.site.links import check_links
from press.study import load_study


@seldom_collected()
def write_site(root: Path, out: Path, provenance: Provenance) -> None:
    """Build the site of the project in `root` into `out`/site, in place of the one that was there.

    It has all but the files of the paper, which `press.site.downloads` puts into it, so that neither awaits the other.

    Raises one Fault with everything of a kind that is wrong, and leaves the old site as it was: a term with two
    meanings, a number typed or asked of no row, a warning of Sphinx, a link that leads nowhere.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".site-", dir=out) as folder:
        source, made = Path(folder, "source"), Path(folder, "site")
        laid = _laid_out(root, provenance, source)
        build_pages(source, made, laid)
        check_links(made, laid.awaited)
        _put(made, out / "site")


def _laid_out(root: Path, provenance: Provenance, source: Path) -> Laid:
    try:
        return lay_out(root, load_study(root), provenance, source)
    except OSError as error:
        missing = str(error.filename).removeprefix(f"{root}/")
        raise Fault(f"the site cannot be made: {missing} cannot be read ({error.strerror})") from error


def _put(made: Path, site: Path) -> None:
    """Let the new site take the old one's place only once it is whole."""
    shutil.rmtree(site, ignore_errors=True)
    made.rename(site)
