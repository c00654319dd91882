"""What another definition of response would have made of the study: its rows, and the same exhibits made of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from compendium.clinical.cohort import FOLDER, read_cohort
from compendium.clinical.each_definition import under, under_each_definition
from compendium.exhibits.figures_predictors import UNIVARIABLE
from press.exhibits.places import RESULTS
from press.ground.fault import Fault
from press.rows import Ledger, Row
from press.rows.provenance import Provenance

FILE = f"{RESULTS}/turned.csv"
ANALYSES = ("cohort", "predictors")


def write_turned(root: Path, out: Path, _provenance: Provenance) -> str:
    """Write the rows of Table 1 and of the forest under every definition of response to paper/results/turned.csv.

    Of a registry of patients none is made. Each set of rows might be shown by itself; but whoever sees the sets of two
    definitions sees their differences, which are counts of the few patients in whom the two disagree.
    """
    about = json.loads((root / FOLDER / "about.json").read_text(encoding="utf-8"))
    if about["simulated"]:
        cohort = read_cohort(registry=about["registry"], response=about["response"])
        under_each_definition(cohort, UNIVARIABLE).write(out / FILE)
    return ""


def as_if(ledger: Ledger, definition: str) -> Ledger:
    """Return the rows of Table 1 and of the forest as if the definition were in force, called as the paper calls them.

    What does not depend on who responded is as in the paper. `ledger` holds the rows of `write_turned`. Raises Fault
    where it has none of the definition: the paper's own would then stand under another name.

    >>> from press.rows import Key
    >>> rows = [Key(name, "response").row("n", n) for name, n in (("cohort", 96), ("cohort_tis20", 88))]
    >>> as_if(Ledger(rows), "tis20").value("cohort.response.n")
    88.0
    """
    turned = Ledger(_called_back(ledger, definition))
    if not len(turned):
        raise Fault(f"{FILE} has no rows of the definition {definition!r}: run `make all`, which makes them")
    return Ledger(turned, (row for row in ledger if row.analysis in ANALYSES and row.id not in turned))


def _called_back(ledger: Ledger, definition: str) -> Iterator[Row]:
    names = {under(analysis, definition): analysis for analysis in ANALYSES}
    return (replace(row, analysis=names[row.analysis]) for row in ledger if row.analysis in names)
