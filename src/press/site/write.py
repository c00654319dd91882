"""Write the site: a folder of pages that opens from disk and asks nothing of a network."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

from press.ground.fault import Fault
from press.rows.provenance import Provenance
from press.site.building import build_pages
from press.site.layout import Laid, lay_out
from press.study import load_study


def write_site(root: Path, out: Path, provenance: Provenance) -> None:
    """Build the site of the project in `root` into `out`/site, in place of the one that was there.

    Raises one Fault with everything of a kind that is wrong, and leaves the old site as it was: a term with two
    meanings, a number typed or asked of no row, a warning of Sphinx, a link that leads nowhere.
    """
    with tempfile.TemporaryDirectory(prefix="site-") as folder:
        source, made = Path(folder, "source"), Path(folder, "site")
        build_pages(source, made, _laid_out(root, provenance, source))
        check_links(made)
        _put(made, out / "site")


def _laid_out(root: Path, provenance: Provenance, source: Path) -> Laid:
    try:
        return lay_out(root, load_study(root), provenance, source)
    except OSError as error:
        missing = str(error.filename).removeprefix(f"{root}/")
        raise Fault(f"the site cannot be made: {missing} cannot be read ({error.strerror})") from error


def _put(made: Path, site: Path) -> None:
    """Let the new site take the old one's place only once it is whole."""
    site.parent.mkdir(parents=True, exist_ok=True)
    new = site.with_name(f".{site.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    shutil.copytree(made, new)
    shutil.rmtree(site, ignore_errors=True)
    new.rename(site)


_AWAY = frozenset({"http", "https", "mailto"})
_FETCHED = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src"}
_SHOWN = 20


def check_links(site: Path) -> None:
    """Raise one Fault that lists every broken link, missing fragment and file asked of a network."""
    pages = {path: html.parse(path).getroot() for path in sorted(site.rglob("*.html"))}
    places = {path: set(page.xpath("//@id")) | set(page.xpath("//a/@name")) for path, page in pages.items()}
    broken = [fault for path, page in pages.items() for fault in _faults(site, path, page, places)]
    if broken:
        listed = "\n".join(f"  {fault}" for fault in broken[:_SHOWN])
        more = f"\n  ... and {len(broken) - _SHOWN} more" if len(broken) > _SHOWN else ""
        raise Fault(f"the site has links that lead nowhere; correct the page that each was made from:\n{listed}{more}")


def _faults(site: Path, path: Path, page: html.HtmlElement, places: dict[Path, set[str]]) -> Iterator[str]:
    name = path.relative_to(site).as_posix()
    for element in page.iter("a", "img", "script", "link", "iframe", "source", "use"):
        for attribute in ("href", "src"):
            target = element.get(attribute)
            if target is not None and (why := _wrong(site, path, element.tag, attribute, target, places)):
                yield f"{name}: {target} {why}"


def _wrong(site: Path, path: Path, tag: str, attribute: str, target: str, places: dict[Path, set[str]]) -> str:
    """Why a link is broken, or "" if it is not."""
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        fetched = _FETCHED.get(tag) == attribute and parts.scheme != "data"
        if fetched or parts.scheme not in {*_AWAY, "data"}:
            return "is asked of a network; the site must work without one"
        return ""
    file = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not file.is_file() or not file.is_relative_to(site.resolve()):
        return "is not there"
    fragment = unquote(parts.fragment)
    if fragment and file in places and fragment not in places[file]:
        return "names a place that the page does not have"
    return ""
