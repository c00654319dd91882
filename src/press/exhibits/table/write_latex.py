"""A table as LaTeX, as journals ask for it: booktabs rules, notes below, a longtable when it would pass a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from press.exhibits.table.latex_text import escape, lacking, stand_in_comment
from press.exhibits.table.layout import Column, Line, Table

# More rows than this do not fit an A4 page (upright, landscape) below a caption.
_UPRIGHT, _LANDSCAPE = 40, 24
_WIDE_LABEL = 34  # characters; a longer label makes its column wrap


def latex_table(table: Table) -> str:
    r"""Return the table as LaTeX source; its preamble needs array, booktabs, threeparttable, longtable, pdflscape."""
    rows = sum(line.kind == "row" for line in table.lines)
    long = rows > (_LANDSCAPE if table.landscape else _UPRIGHT)
    body = _long(table) if long else _floating(table)
    if table.landscape:
        body = ["\\begin{landscape}", *body, "\\end{landscape}"]
    needs = "% needs: \\usepackage{array,booktabs,longtable,pdflscape,threeparttable}"
    signs = lacking("".join(_texts(table)))
    return "\n".join([needs, *([stand_in_comment(signs)] if signs else []), *body]) + "\n"


def write_latex(table: Table, path: Path) -> Path:
    """Write the table as LaTeX, to be read by \\input, and return its path."""
    path.write_text(latex_table(table), encoding="utf-8", newline="\n")
    return path


def _texts(table: Table) -> Iterator[str]:
    """All words of a table."""
    yield from (table.title, *table.notes.values(), *table.source)
    for column in table.columns:
        yield from (column.text, column.spanner)
    for line in table.lines:
        yield from (cell.text for cell in line.cells)


def _floating(table: Table) -> list[str]:
    notes = [f"\\item[{letter}] {escape(text)}" for letter, text in table.lettered_notes]
    notes += [f"\\item[] {escape(text)}" for text in table.source]
    if notes:
        notes = ["\\begin{tablenotes}[flushleft]\\footnotesize", *notes, "\\end{tablenotes}"]
    return [
        "\\begin{table}",
        f"\\centering{_size(table)}",
        "\\begin{threeparttable}",
        f"\\caption{{{escape(table.title)}}}\\label{{tab:{table.name}}}",
        f"\\begin{{tabular}}{{{_columns(table)}}}",
        "\\toprule",
        *_head(table),
        "\\midrule",
        *(_line(table, line) for line in table.lines),
        "\\bottomrule",
        "\\end{tabular}",
        *notes,
        "\\end{threeparttable}",
        "\\end{table}",
    ]


def _long(table: Table) -> list[str]:
    notes = [f"\\textsuperscript{{{letter}}} {escape(text)}" for letter, text in table.lettered_notes]
    notes += [escape(text) for text in table.source]
    # Below the table, not in it: a wide note inside would stretch the last column.
    under = [f"\\noindent{{\\footnotesize {text}\\par}}" for text in notes]
    head = ["\\toprule", *_head(table), "\\midrule"]
    return [
        f"\\begingroup{_size(table)}",
        f"\\begin{{longtable}}{{{_columns(table)}}}",
        f"\\caption{{{escape(table.title)}}}\\label{{tab:{table.name}}}\\\\",
        *head,
        "\\endfirsthead",
        *head,
        "\\endhead",
        "\\bottomrule",
        "\\endfoot",
        "\\bottomrule",
        "\\endlastfoot",
        *(_line(table, line) for line in table.lines),
        "\\end{longtable}",
        "\\vspace{-\\baselineskip}",
        *under,
        "\\endgroup",
    ]


def _size(table: Table) -> str:
    return "\\footnotesize\\setlength{\\tabcolsep}{4pt}" if table.landscape else "\\small\\setlength{\\tabcolsep}{5pt}"


def _columns(table: Table) -> str:
    return "@{}" + "".join(_column(table, place, column) for place, column in enumerate(table.columns)) + "@{}"


def _column(table: Table, place: int, column: Column) -> str:
    texts = [line.cells[place].text for line in table.lines if line.kind == "row"]
    if column.align == "left" and max(map(len, texts), default=0) > _WIDE_LABEL:
        share = 0.9 / sum(other.align == "left" for other in table.columns) if len(table.columns) < 4 else 0.3
        return f">{{\\raggedright\\arraybackslash}}p{{{min(share, 0.5):.2f}\\linewidth}}"
    return {"left": "l", "right": "r", "centre": "c"}[column.align]


def _head(table: Table) -> list[str]:
    lines = []
    if any(column.spanner for column in table.columns):
        cells, rules, start = [], "", 1
        for text, width in table.spanners():
            cells.append(f"\\multicolumn{{{width}}}{{c}}{{{escape(text)}}}" if text else "")
            rules += f"\\cmidrule(lr){{{start}-{start + width - 1}}}" if text else ""
            start += width
        lines = [" & ".join(cells) + " \\\\", rules]
    return [*lines, " & ".join(_head_cell(table, column) for column in table.columns) + " \\\\"]


def _head_cell(table: Table, column: Column) -> str:
    """A heading; what it says in brackets, as "(n = 96)", stands below the rest."""
    above, bracket, below = column.text.partition(" (")
    if not bracket:
        return _text(table, column.text, column.marks)
    side = {"left": "l", "right": "r", "centre": "c"}[column.align]
    return f"\\shortstack[{side}]{{{escape(above)}\\\\{_text(table, '(' + below, column.marks)}}}"


def _line(table: Table, line: Line) -> str:
    texts = [_text(table, cell.text, cell.marks) for cell in line.cells]
    if line.kind == "section":
        return f"\\addlinespace\\multicolumn{{{len(table.columns)}}}{{@{{}}l}}{{\\textbf{{{texts[0]}}}}} \\\\"
    if line.indent:
        texts[0] = f"\\hspace*{{{line.indent}em}}{texts[0]}"
    return " & ".join(texts) + " \\\\"


def _text(table: Table, text: str, marks: tuple[str, ...]) -> str:
    return escape(text) + (f"\\textsuperscript{{{table.superscript(marks)}}}" if marks else "")
