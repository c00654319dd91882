"""A project that holds a paper and no more: results, one of each exhibit, both texts, everything that they cite."""

from __future__ import annotations

import shutil
from pathlib import Path

from matplotlib.figure import Figure

from press.exhibits.figure.exhibit import save_figure
from press.exhibits.figure.kept import KeptFigure, write_figure
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.kept import write_json
from press.exhibits.table.layout import Cell, Table
from press.ground.fault import Fault
from press.paper.compose import compose
from press.paper.files import DEFAULT_STYLE
from press.rows import Key, Ledger
from press.rows.provenance import Made, Provenance, Run

from ..origin import SIMULATED

ORIGIN = r"Simulated registry: no patient data\.|Registry: .+\."  # as the study below declares it
PROVENANCE = Provenance(
    results={
        "paper/results/cohort.csv": Made("01_cohort", 5, "Who is in"),
        "paper/results/efficacy.csv": Made("02_efficacy", 7, "Every outcome"),
    },
    exhibits={
        "patients": Made("01_cohort", 9, "The table"),
        "wide": Made("02_efficacy", 11, "All of it"),
        "course": Made("02_efficacy", 12, "Over time"),
    },
    runs={"01_cohort": Run({"seed": 2021}, {"data/registry/cedar.csv": "ab" * 32})},
)
MANUSCRIPT = """---
title: "Response of {cohort.n:int} patients: a simulated cohort"
short-title:
  A simulated cohort
licence: CC BY 4.0
keywords: [myositis, simulation]
lang: en-GB
bibliography: references.bib
abstract: |
  **Background.** Little is known.

  **Results.** {efficacy.response.percent:percent0} responded ({efficacy.change.p:p}).
---

# Introduction {#sec-introduction}

Trials are few [@kim2020, p. 3]. By convention, 95% CI are given.

# Methods {#sec-methods}

## Response definitions {#sec-response}

[]{#at-blinding}Nobody was blinded. Response: {efficacy.response.definition:note}. The model was

$$ y = \\beta_0 + \\beta_1 x $$ {#eq-model}

where $x$ is given. A field in a text looks like `{cohort.n:int}`.

# Results {#sec-results}

{cohort.n:Word} patients are in @tbl-patients, their course in @fig-course, all of it in @tbl-wide; @eq-model is
explained in @sec-response. The change was {efficacy.change.mean:d1} ({efficacy.change.p:p}), see
[@tbl-patients; @fig-course] and Tables [-@tbl-patients] and [-@tbl-wide].

::: {#tbl-patients .table file=patients}
Women are *not* shown.
:::

::: {#fig-course .figure file=course}
:::

# References {#sec-references}
"""
SUPPLEMENT = """---
title: Supplement to a simulated cohort
lang: en-GB
bibliography: references.bib
---

# Tables {#sec-tables}

As in @tbl-patients, {cohort.n:int} patients are in @tbl-wide.

::: {#tbl-wide .table file=wide}
:::

# Sources {#sec-sources}

See @tbl-sources, @tbl-exhibits, @tbl-inputs, @tbl-points and @tbl-strobe.

::: {#tbl-sources .sources}
:::

::: {#tbl-exhibits .exhibit-sources}
:::

::: {#tbl-inputs .inputs}
:::

::: {#tbl-points .csv file=data/definitions/points.csv columns="measure,points"}
Points of the score

As they were published.
:::

::: {#tbl-strobe .checklist name=STROBE}
:::

::: {.csv file=data/definitions/points.csv columns=measure}
What is measured
:::
"""
REFERENCES = """@article{kim2020,
  author = {Kim, Ann},
  title = {A trial},
  journal = {Journal of Trials},
  shortjournal = {J Trials},
  year = {2020},
  doi = {10.1000/182},
}
"""
AUTHORS = """authors:
  - {given: Ann, family: One, orcid: 0000-0002-1825-0097, affiliations: [unit, hospital], email: ann@example.org,
     roles: [Software, Writing - original draft]}
  - {given: Bo, family: Two, affiliations: [hospital]}
  - {group: The Example Group}
affiliations:
  hospital: Example Hospital & Clinic, Exampletown
  unit: Unit of Examples, Exampletown
"""
CHECKLISTS = """checklist,id,item,where,not_applicable
STROBE,STROBE-1,title,sec-title,
STROBE,STROBE-7,blinding,at-blinding tbl-wide,
STROBE,STROBE-9,matching,,nobody was matched
"""


def patients() -> Table:
    """A table with what tables have: a spanner, sections, indents, marks, rows, notes."""
    made = TableBuilder("patients", "Patients' characteristics & more")
    made.column("Characteristic", align="left")
    made.column("All (n = 12)")
    made.column("Yes", spanner="Response")
    made.column("No", spanner="Response", marks=made.note("Counted twice."))
    made.section("Demographics")
    made.line("Age, years", Cell("55.1 ± 14.0", rows=("cohort.n", "efficacy.change.mean")), "≥ 54", "−2 × γ")
    made.line("Median [IQR]", "55 [40, 61]", "", "", indent=1)
    made.section("Course")
    made.line("Any, n/N (%)", "6/12 (50.0%)", "5", "1")
    made.source("n/N (%).", SIMULATED)
    return made.build()


def wide() -> Table:
    """A table that wants a page on its side."""
    made = TableBuilder("wide", "Everything", landscape=True)
    for column in range(9):
        made.column(f"Column {column}", align="left" if column == 0 else "right")
    for line in range(100):
        made.line(f"Line {line}", *["12.3 (4.5 to 6.7)"] * 8)
    made.source(SIMULATED)
    return made.build()


STUDY = """
from press.study import Study

STUDY = Study(
    name="paperonly",
    title="A paper and no more",
    label="paperonly.study:label",
    origin=r"Simulated registry: no patient data\\.|Registry: .+\\.",
    checklists={"STROBE": "STROBE: observational studies"},
)


def label(name):
    return {"mmt8": "MMT8"}[name]
"""


def lay_out_project(root: Path, project: Path) -> Path:
    """Write the small project to `root`, with the citation styles of the `project` itself, and return it."""
    for folder in ("paper/results", "paper/tables", "paper/figures", "data/definitions"):
        (root / folder).mkdir(parents=True)
    shutil.copytree(project / "paper/styles", root / "paper/styles")
    (root / "src/paperonly").mkdir(parents=True)
    (root / "src/paperonly/__init__.py").touch()
    (root / "src/paperonly/study.py").write_text(STUDY, encoding="utf-8")
    (root / "pyproject.toml").write_text('[tool.press]\nstudy = "paperonly.study:STUDY"\n', encoding="utf-8")
    _results(root / "paper/results")
    for table in (patients(), wide()):
        write_json(table, root / f"paper/tables/{table.name}.json")
    figure = Figure(figsize=(4, 2))
    figure.add_subplot().plot([0, 1], [100, 120])
    save_figure(figure, "course", root / "paper/figures")
    kept = KeptFigure("course", "The course.", f"Means. {SIMULATED}", 'MMT8 rises from "low" to high.', 101.6, 50.8)
    write_figure(kept, root / "paper/figures/course.json")
    texts = {
        "manuscript.md": MANUSCRIPT,
        "supplement.md": SUPPLEMENT,
        "references.bib": REFERENCES,
        "authors.yml": AUTHORS,
    }
    texts |= {"checklists.csv": CHECKLISTS, "allowed_digits.csv": "text,kind,why\n95% CI,convention,usual\n"}
    for name, text in texts.items():
        (root / "paper" / name).write_text(text, encoding="utf-8")
    points = "measure,points\nmmt8,10\nphysician_global,2.5\n"
    (root / "data/definitions/points.csv").write_text(points, encoding="utf-8")
    return root


def _results(folder: Path) -> None:
    efficacy = Key("efficacy", "response")
    Ledger([Key("cohort").row("n", 12, n=12, method="count")]).write(folder / "cohort.csv")
    Ledger(
        [
            efficacy.row("percent", 78.05, n=12, method="percentage, Wilson interval"),
            efficacy.row("definition", None, note="Physician's judgement [a*b] <c> #1"),
            Key("efficacy", "change").row("mean", -22.44, n=11, method="mean change"),
            Key("efficacy", "change").row("p", 0.00001, n=11, method="signed-rank test"),
        ]
    ).write(folder / "efficacy.csv")


def edit(root: Path, name: str, *changes: tuple[str, str]) -> None:
    """Replace texts in paper/<name>; each must be there."""
    path = root / "paper" / name
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"{old!r} is not in {name}"
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def fault_of(root: Path) -> str:
    """Return what composing the paper of `root` is stopped with."""
    try:
        compose(root, PROVENANCE)
    except Fault as fault:
        return str(fault)
    raise AssertionError("nothing was found wrong")


STYLE = f"paper/styles/{DEFAULT_STYLE}.csl"
