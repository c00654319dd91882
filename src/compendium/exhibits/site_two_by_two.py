"""The part of the site that moves the two-by-two table of Raynaud's phenomenon against the printed numbers."""

from __future__ import annotations

import re

from compendium.clinical.candidates import ANALYSIS
from compendium.exhibits import labels
from compendium.exhibits.printed import printed_lines
from press.exhibits import cells
from press.rows import Ledger
from press.site.moving import moving, still_table

FEATURE = "raynaud"
MOST = 200  # patients in a cell: more than any table of this study has
# What is computed of a table: its name in the script, how it is called, the printed line that it is held against.
RESULTS = (
    ("or", "Odds ratio", "or"),
    ("low", "Lower 95% limit (Woolf)", "ci_low"),
    ("high", "Upper 95% limit (Woolf)", "ci_high"),
    ("fisher", "p, Fisher's exact test", "p"),
    ("chi2", "p, chi-squared test without Yates's correction", "p"),
    ("wald", "p, Wald test (belongs to the interval)", "p"),
)
HEADINGS = ["What", "Of this table", "Printed", "Verdict"]
SUMS = (
    ("This table gives neither the printed odds ratio with its limits nor the printed p.",
     "This table gives the printed p, and not the printed odds ratio with its limits."),
    ("This table gives the printed odds ratio and both limits, and by none of the three tests the printed p.",
     "This table gives all that is printed, the p by at least one of the three tests."),
)  # fmt: skip


def two_by_two_part(ledger: Ledger) -> str:
    """Return the moving part as Markdown; still, it has the registry's table with the rows computed of it."""
    counts, feature = registry_table(ledger), labels.label(FEATURE)
    rows = [f"With {feature}", f"Without {feature}"]
    printed = [{"of": of, "label": label, **_printed(name)} for of, label, name in RESULTS]
    columns, results = ["Responders", "Non-responders"], "What the table gives, beside what is printed"
    words = {
        "table": f"{feature} by response",
        "all": "All",
        "results": results,
        "headings": HEADINGS,
        "hint": "Press the arrow keys on a count, drag it, or use its buttons; page up and down move ten patients.",
        "fixed": "Keep the numbers of responders and non-responders",
        "again": "The registry's table again",
        "more": "One more",
        "fewer": "One fewer",
        "fits": "fits as printed",
        "not": "does not fit",
        "none": "no value",
        "empty": "In this table a whole line is empty, so that there is nothing to compare.",
        "zero": "A cell is empty: the odds ratio is nought or infinite, and Woolf's interval and the Wald test have no "
        "value. Nothing is added to the cells here (no correction of Haldane's), as nothing is in the paper.",
        "sums": SUMS,
    }
    data = {"cells": counts, "rows": rows, "columns": columns, "most": MOST, "printed": printed, "words": words}
    a, b, c, d = map(str, counts)
    still = still_table(f"{feature} by response in the registry", ["", *columns], [[rows[0], a, b], [rows[1], c, d]])
    still += still_table(results, HEADINGS[:3], still_lines(ledger, {each["of"]: each["printed"] for each in printed}))
    return moving("two_by_two", still, data, name=f"{feature}: the two-by-two table")


def registry_table(ledger: Ledger) -> list[int]:
    """Return responders and non-responders with the feature, then without it, among those in whom it was recorded."""
    groups = [ANALYSIS.at(variable=FEATURE, group=name) for name in ("responder", "non_responder")]
    having = [int(cells.value(ledger, key, "count")) for key in groups]
    every = [int(cells.value(ledger, key, "total")) for key in groups]
    return [*having, *(total - count for total, count in zip(every, having, strict=True))]


def _printed(name: str) -> dict[str, object]:
    """What the abstract prints: its words, the number and the decimals that it has."""
    line = next(line for line in printed_lines() if line["id"] == f"predictors.{FEATURE}.{name}")
    words = re.sub(r"\s*=\s*", " = ", line["printed"])
    return {"printed": words, "value": line.number("value"), "decimals": len(line["value"].partition(".")[2])}


def still_lines(ledger: Ledger, printed: dict[object, object]) -> list[list[str]]:
    """Return the lines of the table that stands where no script runs, read from the rows."""
    alone = ANALYSIS.at(variable=FEATURE)
    wald = cells.plain_p(ledger, alone.at(group="univariable"), "p").text
    odds, low, high = (f"{cells.value(ledger, alone, name):.3f}" for name in cells.OR_LIMITS)
    tests = [cells.plain_p(ledger, alone, name).text for name in ("p", "p_chi2")]
    own = dict(zip((of for of, *_ in RESULTS), (odds, low, high, *tests, wald), strict=True))
    return [[label, own[of], str(printed[of])] for of, label, _ in RESULTS]
