"""The run of Sphinx that turns the laid-out sources into pages; whatever it warns of stops the build."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from press.ground.cheaper import without_the_grammar
from press.ground.fault import Fault
from press.site.files import places_of_files
from press.site.finishing import finish
from press.site.layout import ABOVE, Laid
from press.site.searched import write_words
from press.site.terms import Link, Linker
from press.site.vocabulary import Term, is_looked_for

HERE = Path(__file__).parent
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")

_SETTINGS: dict[str, Any] = {
    "language": "en-GB",
    "extensions": ["myst_nb"],
    "html_theme": "furo",
    "html_static_path": [str(HERE / "static")],
    "templates_path": [str(HERE / "templates")],
    "html_css_files": ["site.css"],
    "html_js_files": [("site.js", {"defer": "defer"}), ("figures.js", {"defer": "defer"})],
    "html_search_language": "en",
    "html_search_scorer": str(HERE / "search" / "scorer.js"),
    "html_show_search_summary": False,  # it would fetch the pages, which a browser forbids a page from disk
    "html_copy_source": False,
    "html_show_sourcelink": False,
    "html_show_copyright": False,
    "html_use_index": False,
    "html_domain_indices": False,
    "html_permalinks_icon": "#",
    "add_module_names": False,
    "python_display_short_literal_types": True,
    "python_use_unqualified_type_names": True,
    "toc_object_entries": False,
    "smartquotes": False,  # words are shown as they were written
    "myst_enable_extensions": ["colon_fence"],
    "myst_heading_anchors": 3,
    "nb_execution_mode": "off",
    "nb_code_prompt_show": "Show the code",
    "nb_code_prompt_hide": "Hide the code",
}


def build_pages(source: Path, out: Path, laid: Laid) -> None:
    """Build the pages of `source` into `out`; what Sphinx keeps for itself goes beside it.

    Raises Fault with every warning of Sphinx, and where a page shows a row that there is not.
    """
    warnings = io.StringIO()
    own: dict[str, Any] = {"project": laid.title, "html_title": laid.title}
    own["html_theme_options"] = {"announcement": escape(laid.banner)}
    own["html_context"] = {"study": laid.study, "above": ABOVE}
    own["exclude_patterns"] = [] if laid.study else ["parts/*", "made/*"]
    try:
        with patch_docutils(source), docutils_namespace():  # no docutils.conf lies there: the reader's counts no more
            kept = out.parent / "doctrees"
            with without_the_grammar():
                app = Sphinx(source, None, out, kept, "html", _SETTINGS | own, None, warnings, freshenv=True)
            app.connect("doctree-read", _leave_foreign_types)
            app.connect("html-page-context", _finisher(laid))
            app.build(force_all=True)
    except SphinxError as error:
        raise Fault(f"the site cannot be made: {_in_words(str(error), source, laid)}") from error
    if said := warnings.getvalue().strip():
        raise Fault(f"the site cannot be made; these places must be put right:\n{_in_words(said, source, laid)}")
    for name in (".buildinfo", "objects.inv"):  # for a second build, and for other sites: neither is needed here
        (out / name).unlink(missing_ok=True)
    write_words(out)
    (out / "_sources").rmdir()  # empty: the sources are the project's own


def _in_words(said: str, source: Path, laid: Laid) -> str:
    """What Sphinx said, with the files as their writers know them."""
    lines = dict.fromkeys(_COLOURS.sub("", said).splitlines())
    known = "\n".join(f"  {line}" for line in lines if line.strip())
    theirs = r"the page on src/\1" if laid.study else rf"{laid.pages}/\1.md"
    return re.sub(rf"{re.escape(str(source))}/([\w./-]+)\.md", theirs, known).replace(f"{source}/", "")


def _leave_foreign_types(app: Sphinx, doctree: nodes.document) -> None:
    """Take what only looks like a link from each type that is not the project's own: Sphinx would search for it."""
    own = tuple(f"{page.stem}." for page in Path(app.srcdir).glob("*.md"))  # of the reference: a page for each package
    for link in list(doctree.findall(addnodes.pending_xref)):
        if link.get("refdomain") == "py" and not link["reftarget"].startswith(own):
            (*_, words) = link.children
            link.replace_self(words.children if isinstance(words, addnodes.pending_xref_condition) else [words])


def _finisher(laid: Laid) -> Callable[..., None]:
    """What Sphinx calls with every page before it is written."""

    def finisher(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
        if context.get("body"):
            links = _links(app, pagename, laid.terms)
            try:
                context["body"] = finish(context["body"], laid.rows, Linker(links), _files(app, pagename, laid))
            except KeyError as error:
                raise SphinxError(f"{pagename}: {error.args[0]}") from error

    return finisher


def _links(app: Sphinx, pagename: str, terms: Sequence[Term]) -> dict[str, Link]:
    """Where each form of each term leads from a page; nowhere from the glossary itself."""
    places = _places(app.env)
    links: dict[str, Link] = {}
    for term in terms:
        for form in filter(is_looked_for, term.forms):
            if form in places and places[form][0] != pagename:
                page, place = places[form]
                links[form] = Link(f"{app.builder.get_relative_uri(pagename, page)}#{place}", term.words)
    return links


def _files(app: Sphinx, pagename: str, laid: Laid) -> dict[str, str]:
    """Where each file of the project leads from a page; nowhere from the page that shows it."""
    return {
        file: f"{app.builder.get_relative_uri(pagename, page)}#{place}".rstrip("#")
        for file, page, place in places_of_files(app.env.found_docs, laid.modules, laid.files)
        if page != pagename
    }


def _places(env: BuildEnvironment) -> dict[str, tuple[str, str]]:
    objects = env.domains.standard_domain.objects
    return {name: place for (kind, name), place in objects.items() if kind == "term"}
