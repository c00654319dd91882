"""A table as HTML: a fragment for notebooks and the site, and a small standalone page."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import pandas as pd
from great_tables import GT
from great_tables import html as raw

from press.exhibits.legible import STAND_INS, legible, unmarked
from press.exhibits.table.layout import Cell, Column, Table

# Stand-ins from Unicode's private area: great_tables escapes every text, then these become tags. The first two stand
# for <sup> and </sup>, the others enclose result rows, which become an attribute of the element that they open.
# Before that, `unmarked` takes them out of whatever text of the table holds them.
_SUP, _END, _ROWS, _TEXT = STAND_INS
_ALIGN = {"left": "left", "right": "right", "centre": "center"}
_FONT = ["Source Sans 3", "Helvetica Neue", "Arial", "DejaVu Sans", "sans-serif"]
_RULES = """
@.gt_table { margin-left: 0; }
@.gt_heading { font-weight: bold; padding-bottom: 6px; }
@.gt_col_headings { border-style: none; }
@.gt_heading + .gt_col_headings { border-top: 1.5px solid #000; }
@.gt_column_spanner { border-bottom: 0.75px solid #000; }
@.gt_table_body { border-top: 0.75px solid #000; border-bottom: 1.5px solid #000; }
@.gt_row { border-top-style: none; vertical-align: top; }
@.gt_stub.gt_indent_1 { text-indent: 0; padding-left: 28px; }
@.gt_stub.gt_indent_2 { text-indent: 0; padding-left: 46px; }
@sup { font-size: 70%; line-height: 0; }
@td.gt_right { white-space: nowrap; }
@td.gt_right sup { margin-right: -0.75em; }
"""
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
</head>
<body>
<main>
{fragment}
</main>
</body>
</html>
"""


def html_fragment(table: Table) -> str:
    """Return the table as one HTML element with its own style, which touches nothing else in a page.

    Headings and row labels have a scope, sections head their rows, text is escaped; an element whose text quotes
    result rows names them in data-rows. The same table gives the same text.
    """
    frame, indents = _frame(table)
    sectioned = bool(frame["section"].any())
    drawn = GT(
        frame if sectioned else frame.drop(columns="section"),
        rowname_col="c0",
        groupname_col="section" if sectioned else None,
        id=_id(table),
    ).tab_header(_plain(unmarked(table.title)))
    drawn = _style(_headings(drawn, table), table)
    for step in sorted({indent for indent in indents if indent}):
        drawn = drawn.tab_stub_indent(rows=[i for i, indent in enumerate(indents) if indent == step], indent=step)
    for letter, text in table.lettered_notes:
        drawn = drawn.tab_source_note(raw(f"{_from(table.note_rows.get(text, ()))}{_SUP}{letter}{_END} {_words(text)}"))
    for text in table.source:
        drawn = drawn.tab_source_note(raw(_from(table.note_rows.get(text, ())) + _words(text)))
    return _tidy(legible(drawn.as_raw_html()), table)


def write_html(table: Table, path: Path, *, fragment: str = "") -> Path:
    """Write the table as a standalone HTML5 page (no other file, no network) and return its path.

    `fragment` is what `html_fragment` returns of the table, where it has been asked already.
    """
    page = _PAGE.format(title=_words(legible(table.title)), fragment=fragment or html_fragment(table))
    path.write_text(page, encoding="utf-8", newline="\n")
    return path


def _id(table: Table) -> str:
    return "table-" + table.name.replace("_", "-")


def _words(text: str) -> str:
    """Text that is written into HTML as it stands, such as that of a note."""
    return escape(unmarked(text))


def _plain(text: str) -> str:
    """Text that great_tables takes literally: it would read doubled braces as a unit of measurement."""
    return text.replace("{{", "{ {").replace("}}", "} }")


def _marked(table: Table, part: Cell | Column) -> str:
    return (
        _from(part.rows) + unmarked(part.text) + (f"{_SUP}{table.superscript(part.marks)}{_END}" if part.marks else "")
    )


def _from(rows: tuple[str, ...]) -> str:
    """The result rows of a text, to stand before it."""
    return f"{_ROWS}{' '.join(rows)}{_TEXT}" if rows else ""


def _frame(table: Table) -> tuple[pd.DataFrame, list[int]]:
    """The rows as texts, each with the section that it stands in ("" = none), and every row's indentation."""
    rows: list[list[str]] = []
    indents: list[int] = []
    section = ""
    for line in table.lines:
        texts = [_marked(table, cell) for cell in line.cells]
        if line.kind == "section":
            section = texts[0]
        else:
            rows.append([section, *texts])
            indents.append(line.indent)
    return pd.DataFrame(rows, columns=["section", *(f"c{i}" for i in range(len(table.columns)))]), indents


def _headings(drawn: GT, table: Table) -> GT:
    labels = [_plain(_marked(table, column)) for column in table.columns]
    drawn = drawn.tab_stubhead(labels[0]).cols_label({f"c{i}": label for i, label in enumerate(labels) if i})
    for place, column in enumerate(table.columns):
        drawn = drawn.cols_align(_ALIGN[column.align], f"c{place}") if place else drawn
    start = 0
    for number, (spanner, width) in enumerate(table.spanners()):
        under = [f"c{place}" for place in range(start, start + width)]
        drawn = (
            drawn.tab_spanner(_plain(unmarked(spanner)), under, id=f"spanner{number}", gather=False)
            if spanner
            else drawn
        )
        start += width
    return drawn


def _style(drawn: GT, table: Table) -> GT:
    """Three rules, as journals print tables: above, below the headings, below the last row."""
    return drawn.tab_options(
        table_font_names=_FONT,
        table_font_size="14px",
        table_font_color="#000000",
        table_border_top_style="none",
        table_border_bottom_style="none",
        heading_align="left",
        heading_title_font_size="15px",
        column_labels_font_weight="bold",
        column_labels_padding_horizontal="10px",
        row_group_font_weight="bold",
        row_group_border_top_style="none",
        row_group_border_bottom_style="none",
        row_group_padding="5px",
        row_group_padding_horizontal="10px",
        stub_border_style="none",
        data_row_padding="3px",
        data_row_padding_horizontal="10px",
        heading_padding_horizontal="10px",
        source_notes_padding="2px",
        source_notes_padding_horizontal="10px",
    ).opt_css(_RULES.replace("@", f"#{_id(table)} "))


def _tidy(fragment: str, table: Table) -> str:
    """Put the marks in, keep the style inside this table, drop the empty heading over rows without a section.

    The `headers` attributes go too: every heading states its scope, and they would double the size of a page.
    """
    name = _id(table)
    fragment = fragment.replace(_SUP, "<sup>").replace(_END, "</sup>")
    fragment = fragment.replace(f">{_ROWS}", ' data-rows="').replace(_TEXT, '">')
    fragment = fragment.replace(f"#{name} thead, tbody, tfoot, tr, td, th {{", f"#{name} :is(tr, td, th) {{")
    fragment = fragment.replace("\n tr {", f"\n#{name} tr {{")
    fragment = re.sub(r'<tr class="gt_empty_group_heading">.*?</tr>', "", fragment, flags=re.DOTALL)
    fragment = re.sub(r' headers="[^"]*"', "", fragment)
    return "\n".join(line.rstrip() for line in fragment.splitlines() if line.strip()) + "\n"
