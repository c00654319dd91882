"""The HTML page: one file that needs no network, with formulas as MathML, for a wide screen, a phone and paper."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from html import escape
from importlib.resources import as_file, files
from pathlib import Path

import panflute as pf

from press.paper.document import Document
from press.paper.key_messages import BOX, TITLE, is_box
from press.paper.pandoc import citing, convert
from press.paper.tree_walk import walk

_TEMPLATES = files("press.paper.html")


def write_html(document: Document, path: Path, root: Path, style: Path | None) -> None:
    """Write the document as one HTML page; the other text of the paper is linked as a page beside it."""
    tree = html_tree(document, root)
    tree.metadata["stylesheet"] = _code((_TEMPLATES / "paper.css").read_text(encoding="utf-8"))
    if document.other:
        tree.metadata["other"] = pf.MetaString(document.other)
        tree.metadata["other-title"] = pf.MetaString(f"To the {document.other}")
    tree.metadata["description"] = _code(escape(_description(document), quote=False).replace('"', "&quot;"))
    tree.metadata["link-citations"] = pf.MetaBool(True)
    with as_file(_TEMPLATES / "paper.html") as template:
        options = [f"--template={template}", *citing(style), "--mathml", "--wrap=none"]
        options += ["--toc", "--toc-depth=3", "--shift-heading-level-by=1"]
        path.write_bytes(convert(tree, to="html5", options=options, root=root))


def _description(document: Document) -> str:
    metadata = document.tree.metadata
    return " ".join(pf.stringify(metadata[name]).strip() for name in ("title", "origin") if name in metadata)


def _code(text: str) -> pf.MetaInlines:
    return pf.MetaInlines(pf.RawInline(text, format="html"))


_BOX = f'<aside class="{BOX}" aria-labelledby="{BOX}">\n<h2 id="{BOX}">{TITLE}</h2>'
_MOST_NAMED = 3  # rows of a cell that are named in full; of more, how many there are


def html_tree(document: Document, root: Path) -> pf.Doc:
    """Return a copy of the document's tree written for HTML. Pictures are read from the project at `root`."""
    tree = document.copy_of_tree()

    def action(element: pf.Element) -> pf.Element | list[pf.Element] | None:
        if isinstance(element, pf.Span):
            return _span(element, document.row_sources)
        if isinstance(element, pf.TableCell):
            _name_sources(element, document.row_sources)
        if isinstance(element, pf.Div) and "exhibit" in element.classes:
            return _exhibit(element, root)
        if is_box(element):
            return [_raw(_BOX), *element.content, _raw("</aside>")]
        if isinstance(element, pf.Div) and "equation" in element.classes:
            number = pf.stringify(element.content[0].content[-1]).strip("()")
            element.attributes |= {"tabindex": "0", "role": "region", "aria-label": f"Equation {number}"}
        return None

    walk(tree, action)
    return tree


def _span(span: pf.Span, row_sources: Mapping[str, str]) -> pf.Element | None:
    """A number tells its source to who points at it or reaches it with the keyboard; the other text is a link away."""
    if "row" in span.classes:
        source = row_sources.get(span.attributes["row"], span.attributes["row"])
        span.attributes |= {"title": source, "tabindex": "0"}
    if "rows" in span.classes:
        _name_sources(span, row_sources)
    if "xref" in span.classes:
        address = f"{span.attributes['document']}.html#{span.attributes['target']}"
        return pf.Link(*span.content, url=address, classes=["xref"])
    return None


def _name_sources(part: pf.TableCell | pf.Span, row_sources: Mapping[str, str]) -> None:
    ids = part.attributes.pop("rows", "").split()
    if ids:
        part.attributes["data-rows"] = " ".join(ids)
        more = [f"and {len(ids) - _MOST_NAMED} more"] if len(ids) > _MOST_NAMED else []
        part.attributes["title"] = "\n".join([*(row_sources.get(each, each) for each in ids[:_MOST_NAMED]), *more])


def _exhibit(div: pf.Div, root: Path) -> list[pf.Element]:
    """A table or figure within <figure>, its caption outside the box in which a wide table scrolls."""
    parts: list[pf.Element] = []
    for part in div.content:
        if isinstance(part, pf.Table | pf.Figure):
            caption = f"{div.identifier}-caption" if div.identifier else ""
            named = {"aria-labelledby": caption} if caption else {"aria-label": pf.stringify(part.caption.content[0])}
            opening = f'<figcaption id="{caption}">' if caption else "<figcaption>"
            words = [_raw(opening), *part.caption.content, _raw("</figcaption>")]
            table = isinstance(part, pf.Table)
            inside = _table(part, named) if table else _raw(_picture(part.content[0].content[0], root))
            shown = pf.Div(inside, classes=["scroll"], attributes={"tabindex": "0", "role": "region", **named})
            parts += [*words, shown] if table else [shown, *words]
        else:
            parts.append(part)
    name = f' id="{div.identifier}"' if div.identifier else ""
    kind = "table" if "table" in div.classes else "figure"
    return [_raw(f'<figure{name} class="{kind}">'), *parts, _raw("</figure>")]


def _raw(code: str) -> pf.RawBlock:
    return pf.RawBlock(code, format="html")


def _picture(image: pf.Image, root: Path) -> str:
    """A picture as part of the page itself; in the browser it may be smaller than printed, never larger."""
    inside = base64.b64encode((root / "paper" / image.url).read_bytes()).decode()
    alt, width = escape(image.attributes["alt"]), image.attributes["width"]
    return f'<img src="data:image/svg+xml;base64,{inside}" alt="{alt}" style="width: {width}">'


def _table(table: pf.Table, named: Mapping[str, str]) -> pf.Table:
    """Headings say what they head: columns, groups of columns, rows, or the rows of a section."""
    for row in table.head.content:
        for cell in row.content:
            cell.attributes["scope"] = "colgroup" if cell.colspan > 1 else "col"
    longest = max((len(pf.stringify(row.content[0])) for row in table.content[0].content), default=0)
    about = {**named, "style": f"--columns: {table.cols}; --label: {longest}ch"}
    columns = [(side, "ColWidthDefault") for side, _ in table.colspec]
    bodies = [_body(rows) for rows in _sections(table.content[0].content)]
    return pf.Table(*bodies, head=table.head, colspec=columns, attributes=about)


def _sections(rows: Iterable[pf.TableRow]) -> list[list[pf.TableRow]]:
    parts: list[list[pf.TableRow]] = []
    for row in rows:
        if not parts or "section" in row.classes:
            parts.append([])
        parts[-1].append(row)
    return parts


def _body(rows: list[pf.TableRow]) -> pf.TableBody:
    heads = [row for row in rows if "section" in row.classes]
    others = [row for row in rows if "section" not in row.classes]
    for row in heads:
        row.content[0].attributes["scope"] = "rowgroup"
    for row in others:
        first = row.content[0]
        first.attributes["scope"] = "row"
        words = first.content[0].content if first.content else []
        if words and isinstance(words[0], pf.Span) and "indent" in words[0].classes:
            first.classes.append(f"indent-{len(pf.stringify(words.pop(0)))}")
    return pf.TableBody(*others, head=heads, row_head_columns=1)
