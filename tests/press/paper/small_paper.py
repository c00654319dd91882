"""A small paper as the writers get it, made by hand: one of everything that a real one holds."""

from __future__ import annotations

import io
from pathlib import Path

import panflute as pf

from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table
from press.paper.authors import Author
from press.paper.byline import sign
from press.paper.document import Anchor, Document
from press.paper.pandoc import read_markdown
from press.paper.table_block import block

from ..origin import SIMULATED

ROW = "efficacy.response.percent"
CSL = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text" default-locale="en-GB">
<info><title>Numbers</title><id>numbers</id><updated>2026-01-01T00:00:00Z</updated></info>
<citation collapse="citation-number"><layout prefix="[" suffix="]" delimiter=","><text variable="citation-number"/>
</layout></citation>
<bibliography second-field-align="flush"><layout suffix="."><text variable="citation-number" suffix=". "/>
<names variable="author" suffix=". "><name initialize-with=""/></names><text variable="title" suffix=". "/>
<text variable="container-title" font-style="italic"/><text variable="DOI" prefix=" doi:"/></layout></bibliography>
</style>
"""
BIBTEX = """@article{aggarwal2022, author = {Aggarwal, Rohit and Schessl, Joachim},
 title = {Trial of immune globulin}, journal = {Journal of Trials}, year = {2022}, pages = {1264},
 doi = {10.1056/NEJMoa2117912}}
@misc{rcore, author = {{R Core Team}}, title = {R}, year = {2024}, url = {https://www.r-project.org}}
"""
AUTHORS = (
    Author(
        *("One", "Ann"),
        orcid="0000-0002-1825-0097",
        affiliations=("Unit of Examples", "Hospital & Clinic"),
        email="ann@example.org",
        roles=("Software", "Writing - original draft"),
    ),
    Author("van Two", "Bob", affiliations=("Hospital & Clinic",)),
    Author("The Example Group", is_group=True),
)
TEXT = """---
title: A registry, **simulated**
keywords: [myositis, simulation]
lang: en-GB
licence: CC BY 4.0
bibliography: references.bib
abstract: |
  **Background.** Of all, [78%]{.row row=efficacy.response.percent} responded.

  **Methods.** Counted.
---

::: {.key-messages}
- Of all, [78%]{.row row=efficacy.response.percent} responded.
- Nothing is *known* of them [@rcore].
:::

# Introduction {#sec-introduction}

Known before [@aggarwal2022; @rcore]. []{#at-aim}We ask. See [Table 1](#tbl-patients){.xref ref-type=table},
[Figure 1](#fig-course){.xref ref-type=fig}, [Equation 1](#eq-model){.xref ref-type=disp-formula},
[Section “Model”](#sec-model){.xref ref-type=sec} and
[Table S1]{.xref ref-type=table document=supplement target=tbl-all}; [78%]{.row row=efficacy.response.percent}
responded, as [Section “References”](#sec-references){.xref ref-type=sec} tells.

## Model {#sec-model}

::: {#eq-model .equation}
$$\\log\\frac{p}{1-p} = \\beta_0 + \\beta_1 x$$ [(1)]{.label}
:::

After the equation.

# Results {#sec-results}

:::: {#tbl-patients}
::::

Between the exhibits.

:::: {#tbl-wide}
::::

:::: {#tbl-wider}
::::

:::: {#fig-course}
::::

:::: {#tbl-narrow}
::::

# References {#sec-references}

::: {#refs}
:::
"""


def table(name: str, rows: int, *, landscape: bool = False, wide: bool = False) -> Table:
    """A table with spanners, sections, indents, marks and notes, of as many rows as are wanted."""
    made = TableBuilder(name, "Patients & <others>", landscape=landscape or wide)
    made.column("Characteristic", align="left")
    made.column("All (n = 123)")
    made.column("Yes", spanner="Response")
    made.column("No", spanner="Response", marks=made.note(Cell("Twice in 3.", rows=("cohort.twice",))))
    made.section("Demographics")
    made.line("Age, years", Cell("55.1 ± 14.0", rows=("cohort.age.mean", "cohort.age.sd")), "54.0", "58.2")
    for number in range(rows):
        made.line(f"Level {number} of a variable with a long name", "60/123 (48.8%)", "50/96", "10/27", indent=1)
    if wide:
        made.line("Interval", *["−0.44 (−0.54 to −0.34), p = 0.023 (Fisher)"] * 3)
    made.source(Cell("n/N (%), N = 123.", rows=("cohort.n",)))  # the origin is said in the caption
    return made.build()


def small_paper(root: Path, *, rows: int = 4) -> Document:
    """A text with an abstract, references, citations, an equation, tables (two of them wide) and a figure."""
    tree = read_markdown(TEXT, root)
    sign(tree, AUTHORS)
    exhibits: dict[str, list[pf.Block]] = {
        "tbl-patients": block(table("patients", rows), "tbl-patients", "Table 1", origin=SIMULATED),
        "tbl-narrow": block(table("narrow", 3, landscape=True), "tbl-narrow", "Table 4", origin=SIMULATED),
        "tbl-wide": block(table("wide", 2, wide=True), "tbl-wide", "Table 2", origin=SIMULATED),
        "tbl-wider": block(table("wider", 2, wide=True), "tbl-wider", "Table 3", origin=SIMULATED),
    }
    exhibits["fig-course"] = _figure()
    tree.walk(lambda element, _doc: exhibits.get(element.identifier) if isinstance(element, pf.Div) else None)
    tree.metadata["origin"] = pf.MetaInlines(pf.Str(SIMULATED))
    ids = {"tbl-patients": "Table 1", "fig-course": "Figure 1", "sec-model": "Introduction: Model"}
    anchors = {name: Anchor(name, label, "Results", "manuscript") for name, label in ids.items()}
    return Document("manuscript", tree, (), anchors, other="supplement", authors=AUTHORS)


def _figure() -> list[pf.Block]:
    picture = pf.Image(url="figures/course.svg", attributes={"alt": "MMT8 rises.", "width": "120mm"})
    words = [pf.Span(pf.Str("Figure 1."), classes=["label"]), pf.Space(), pf.Str(f"The course. {SIMULATED}")]
    figure = pf.Figure(pf.Plain(picture), caption=pf.Caption(pf.Plain(*words)))
    return [pf.Div(figure, identifier="fig-course", classes=["exhibit", "figure"])]


def lay_out(root: Path) -> Path:
    """Put the bibliography, the picture and the style of the small paper under `root`; return the style."""
    from matplotlib.figure import Figure

    (root / "paper/figures").mkdir(parents=True)
    (root / "paper/references.bib").write_text(BIBTEX, encoding="utf-8")
    style = root / "paper/numbers.csl"
    style.write_text(CSL, encoding="utf-8")
    figure = Figure(figsize=(4, 2))
    figure.add_subplot().plot([0, 1], [100, 120])
    picture = io.BytesIO()
    figure.savefig(picture, format="png", metadata={"Software": None})
    (root / "paper/figures/course.png").write_bytes(picture.getvalue())
    return style
