"""A stand-in for the paper and the site: a text with one field, and two doors that write a few small files from it."""

from __future__ import annotations

from dataclasses import replace

from press.build.aside import through
from press.build.tasks import PAPER, SITE

NOTEBOOK = """\
---
compendium:
  needs: []
  writes:
    results: [count]
    tables: [people]
jupytext:
  formats: ipynb,md:myst
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# Counting

```{code-cell} ipython3
:tags: [parameters]

registry: str = "data/registry"  # the folder of the registry
seed: int = 1  # of every random draw
```

## How many there are

Some prose.

```{code-cell} ipython3
from standin.count import how_many
from standin.publishing import people, publish, publish_results

counted = how_many(seed)
```

## What is kept

```{code-cell} ipython3
publish_results("count", counted)
publish(people(counted))
```
"""

PUBLISHING = '''\
"""Write as the study's own publishing does, without its libraries."""

from press.build.project import EXHIBITS
from press.ground.paths import output_folder
from press.rows import Key, Ledger


def publish_results(name, n):
    Ledger([Key("count").row("n", n, n=n, method="count")]).write(output_folder() / f"paper/results/{name}.csv")


def people(n):
    return "people", n


def publish(exhibit):
    name, n = exhibit
    pattern, endings = EXHIBITS["tables"]
    for ending in endings:
        path = output_folder() / (pattern.format(name) + ending)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{n}\\n")
'''

DOORS = '''\
"""What the paper and the site are made by."""

import os
from pathlib import Path

from press.ground.fault import Fault
from press.rows import Ledger


def write_paper(root, out, origins, style="plain"):
    text = (root / "paper/manuscript.md").read_text()
    rows = Ledger.read(root / "paper/results/count.csv")
    for number, line in enumerate(text.splitlines(), 1):
        if "{missing}" in line:
            raise Fault(f'paper/manuscript.md, line {number}: no result has the id missing - in "{line}"')
    said = text.replace("{count.n}", f"{rows.value('count.n'):g}")
    made = origins.results["paper/results/count.csv"]
    write(out / "paper/manuscript.pdf", said + style)
    write(out / "paper/sources.csv", f"count.n,{made.notebook},{made.cell},{made.heading}\\n")
    # BEFORE THE END


def write_site(root, out, origins):
    write(out / "site/index.html", (root / "paper/manuscript.pdf").read_text() + (root / "README.md").read_text())
    for page in sorted((root / "paper/pages").glob("*.md")):
        write(out / f"site/pages/{page.stem}/index.html", page.read_text())
    around = [os.environ[name] for name in ("PYTHONHASHSEED", "SOURCE_DATE_EPOCH")]
    write(out / "site/_static/around.js", "\\n".join(around))


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
'''

# What is not of the paper or the site is taken from the stand-in study; the notebooks of that are left out.
SOURCES = {
    "src/standin/publishing.py": PUBLISHING,
    "src/standin/doors.py": DOORS,
    "src/standin/aside.py": '"""Reached by nothing."""\n',
    "notebooks/1_count.md": NOTEBOOK,
    "paper/manuscript.md": "# A paper\n\nThere were {count.n} of them.\n",
    "paper/styles/apa.csl": "<style/>\n",
    "paper/styles/vancouver.csl": "<style/>\n",
    "paper/pages/glossary.md": "# Glossary\n",
    "README.md": "# Read me\n",
}
TASKS = (
    replace(PAPER, modules=("standin.doors",), make=through("standin.doors:write_paper", styled=True)),
    replace(SITE, make=through("standin.doors:write_site")),
)
