"""A stand-in for a study that is printed: a text with one field, and two functions that write small files from it."""

from __future__ import annotations

from .conftest import HEAD

WRITES = "results: [count]\n    tables: [people]"
NOTEBOOK = (
    HEAD.format(name="1_count", needs="[]", writes=WRITES)
    + """
```{code-cell} ipython3
:tags: [parameters]

registry: str = "data/registry"  # the folder of the registry
seed: int = 1  # of every random draw
```

## How many there are

Some prose.

```{code-cell} ipython3
from press.exhibits.publishing import publish_results
from standin.count import how_many
from standin.publishing import counted, publish

results = counted(how_many(seed))
```

## What is kept

```{code-cell} ipython3
publish_results("count", results)
publish("people", results)
```
"""
)

PUBLISHING = '''\
"""Write an exhibit as the press does, without its libraries."""

from press.exhibits.places import files_of
from press.ground.paths import output_folder
from press.rows import Key, Ledger
from press.rows.provenance import note_made, running_cell


def counted(n):
    return Ledger([Key("count").row("n", n, n=n, method="count")])


def publish(name, results):
    for file in files_of("tables", name):
        path = output_folder() / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{results.value('count.n')}\\n")
    note_made(output_folder(), f"paper/tables/{name}", running_cell())
'''

PRINTING = '''\
"""What the paper and the site are made by."""

import os
from pathlib import Path

from press.ground.fault import Fault
from press.rows import Ledger


def write_paper(root, out, provenance, style="plain"):
    text = (root / "paper/manuscript.md").read_text()
    for known in (root / "paper/styles").glob(f"{style}.csl"):
        known.read_text()
    rows = Ledger.read(root / "paper/results/count.csv")
    for number, line in enumerate(text.splitlines(), 1):
        if "{missing}" in line:
            raise Fault(f'paper/manuscript.md, line {number}: no result has the id missing - in "{line}"')
    said = text.replace("{count.n}", f"{rows.value('count.n'):g}")
    made = provenance.results["paper/results/count.csv"]
    write(out / "paper/manuscript.pdf", said + style)
    write(out / "paper/sources.csv", f"count.n,{made.notebook},{made.cell},{made.heading}\\n")
    # BEFORE THE END


def write_site(root, out, provenance):
    write(out / "site/index.html", (root / "paper/manuscript.pdf").read_text() + (root / "README.md").read_text())
    for page in sorted((root / "paper/pages").glob("*.md")):
        write(out / f"site/pages/{page.stem}/index.html", page.read_text())
    around = [os.environ[name] for name in ("PYTHONHASHSEED", "SOURCE_DATE_EPOCH")]
    write(out / "site/_static/around.js", "\\n".join(around))


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
'''

STUDY = """
from dataclasses import replace

from press.printing import PAPER, SITE
from press.study import Parameter, Study

STUDY = Study(
    name="standin",
    title="Stand-in",
    parameters={
        "registry": Parameter("read another registry", "DIR", folder=True),
        "seed": Parameter("seed of every random draw", "N", int),
    },
    reads=("data/codebook.csv",),
    steps=(
        replace(
            PAPER,
            calls="standin.printing:write_paper",
            writes=("paper/manuscript.pdf", "paper/sources.csv", "paper/a.*"),
        ),
        replace(
            SITE,
            calls="standin.printing:write_site",
            reads=(*SITE.reads, "paper/manuscript.pdf", "README.md"),
            follows=("paper",),
        ),
    ),
    prints=(),
)
"""

# What is not of the paper or the site is taken from the stand-in study; the notebooks of that are left out.
SOURCES = {
    "src/standin/study.py": STUDY,
    "src/standin/publishing.py": PUBLISHING,
    "src/standin/printing.py": PRINTING,
    "src/standin/alone.py": '"""Reached by nothing."""\n',
    "notebooks/1_count.md": NOTEBOOK,
    "paper/manuscript.md": "# A paper\n\nThere were {count.n} of them.\n",
    "paper/styles/apa.csl": "<style/>\n",
    "paper/styles/vancouver.csl": "<style/>\n",
    "paper/pages/glossary.md": "# Glossary\n",
    "README.md": "# Read me\n",
}
