"""Every link of the site leads somewhere, and no page asks anything of a network."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

from press.ground.fault import Fault

_AWAY = frozenset({"http", "https", "mailto"})
_FETCHED = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src"}
_SHOWN = 20


def check_links(site: Path, promised: Mapping[str, Collection[str]] | None = None) -> None:
    """Raise one Fault that lists every broken link, missing fragment and file asked of a network.

    `promised` are files, named from the folder of these pages, that another step makes, each with its known places.
    """
    awaited = {(site / name).resolve(): within for name, within in (promised or {}).items()}
    pages = {path: html.parse(path).getroot() for path in sorted(site.rglob("*.html"))}
    places = {path: set(page.xpath("//@id")) | set(page.xpath("//a/@name")) for path, page in pages.items()}
    broken = [fault for path, page in pages.items() for fault in _faults(site, path, page, places, awaited)]
    if broken:
        listed = "\n".join(f"  {fault}" for fault in broken[:_SHOWN])
        more = f"\n  ... and {len(broken) - _SHOWN} more" if len(broken) > _SHOWN else ""
        raise Fault(f"the site has links that lead nowhere; correct the page that each was made from:\n{listed}{more}")


def _faults(
    site: Path,
    path: Path,
    page: html.HtmlElement,
    places: dict[Path, set[str]],
    awaited: Mapping[Path, Collection[str]],
) -> Iterator[str]:
    name = path.relative_to(site).as_posix()
    for element in page.iter("a", "img", "script", "link", "iframe", "source", "use"):
        for attribute in ("href", "src"):
            target = element.get(attribute)
            if target is not None and (why := _wrong(site, path, element.tag, attribute, target, places, awaited)):
                yield f"{name}: {target} {why}"


def _wrong(
    site: Path,
    path: Path,
    tag: str,
    attribute: str,
    target: str,
    places: dict[Path, set[str]],
    awaited: Mapping[Path, Collection[str]],
) -> str:
    """Why a link is broken, or "" if it is not."""
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        fetched = _FETCHED.get(tag) == attribute and parts.scheme != "data"
        if fetched or parts.scheme not in {*_AWAY, "data"}:
            return "is asked of a network; the site must work without one"
        return ""
    file = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    fragment = unquote(parts.fragment)
    if file in awaited:
        known = not fragment or fragment in awaited[file]
        return "" if known else "names a place in a file that another step makes; link to the file itself"
    if not file.is_file() or not file.is_relative_to(site.resolve()):
        return "is not there"
    if fragment and file in places and fragment not in places[file]:
        return "names a place that the page does not have"
    return ""
