"""The part of the site that turns the definition of response: share, forest and Table 1 under each of them."""

from __future__ import annotations

import math
from html import escape

from compendium.clinical.candidates import ANALYSIS
from compendium.clinical.range_of_shares import LOWER, UPPER
from compendium.clinical.response_models import PRINTED_MODEL
from compendium.clinical.responses import read_responses
from compendium.exhibits.figures_predictors import UNIVARIABLE
from compendium.exhibits.tables_baseline import table_baseline
from compendium.exhibits.tables_predictors import predictor_label
from compendium.exhibits.turned import as_if
from press.exhibits import cells
from press.exhibits.table.layout import Table
from press.rows import Key, Ledger, text
from press.site.moving import moving, still_table

EFFICACY = Key("efficacy", "response")
SHARE = ("percent", "ci_low", "ci_high", LOWER, UPPER)
SHARE_HEADINGS = ["Definition", "Responders of those decided", "% (95% CI)", "Undecided", "Bounds, %"]
FOREST_HEADINGS = ["Predictor", "n", "Odds ratio (95% CI)"]
ALONE, TOGETHER = "Each by itself", "Both in one model, the other held equal (the paper's)"
Lines = list[list[str]]


def turn_part(ledger: Ledger, in_force: str) -> str:
    """Return the moving part as Markdown; still, it has the shares of all definitions and the rest of that in force.

    `ledger` holds every row of the paper and those of paper/results/turned.csv.
    """
    definitions = read_responses()
    turned = {name: as_if(ledger, name) for name in definitions}
    tables = {name: table_baseline(rows, "") for name, rows in turned.items()}
    forests = {name: forest_lines(rows) for name, rows in turned.items()}
    shares = [share_line(ledger, name, each.label) for name, each in definitions.items()]
    data = {
        "inForce": in_force,
        "title": tables[in_force].title,
        "definitions": [
            {
                "id": name,
                "label": each.label,
                "text": each.text,
                "share": [_short(cells.value(ledger, EFFICACY.at(level=name), one)) for one in SHARE],
                "said": said(ledger, turned[name], name),
                "points": forests[name][1],
                "forest": forests[name][0],
                "columns": [column.text for column in tables[name].columns],
                "lines": lines_of(tables[name]),
            }
            for name, each in definitions.items()
        ],
    }
    chosen = tables[in_force]
    still = "".join(
        [
            still_table("Response under each definition", SHARE_HEADINGS, shares),
            still_table("Odds ratios of response under the definition in force", FOREST_HEADINGS, forests[in_force][0]),
            still_table(chosen.title, [column.text for column in chosen.columns], lines_of(chosen)),
            f'<p class="moves-hint">{escape(chosen.source[0])}</p>',
        ]
    )
    return moving("turn", still, data, name="The study under another definition of response")


def share_line(ledger: Ledger, definition: str, label: str) -> list[str]:
    """Return the line of a definition in the table of shares: its label, n/N, share, undecided and bounds."""
    key = EFFICACY.at(level=definition)
    share = cells.count_of(ledger, key), cells.share(ledger, key), cells.whole(ledger, key, "undecided")
    return [label, *(each.text for each in share), cells.interval(ledger, key, (LOWER, UPPER), 1).text]


def forest_lines(ledger: Ledger) -> tuple[Lines, list[list[float | None]]]:
    """Return the lines of the forest, and the odds ratio with its limits of each line that has numbers."""
    lines: Lines = []
    points = []
    for heading, names, group in ((ALONE, UNIVARIABLE, "univariable"), (TOGETHER, PRINTED_MODEL, "multivariable")):
        lines.append([heading])
        for name in names:
            key = ANALYSIS.at(variable=name, group=group)
            odds = cells.three(ledger, key, cells.OR_LIMITS)
            n = cells.n_behind(ledger[cells.row_id(key, "or")])
            lines.append([predictor_label(name), n, text.estimate(*odds, 2)])
            points.append([_short(each) for each in odds])
    return lines, points


def _short(value: float) -> float | None:
    """A number as a drawing needs it, to four significant digits; None where there is none."""
    return float(f"{value:.4g}") if math.isfinite(value) else None


def lines_of(table: Table) -> Lines:
    """Return the lines of a table as words; a level of a variable is set in by a dash before its name."""
    found = []
    for line in table.lines:
        first, *others = (cell.text for cell in line.cells)
        found.append([f"{'– ' * line.indent}{first}", *others])
    return found


def said(ledger: Ledger, turned: Ledger, definition: str) -> str:
    """Return what a definition makes of the study in words, for the ear as well: the share and the printed model."""
    key = EFFICACY.at(level=definition)
    counted = f"{cells.whole(ledger, key, 'count').text} of {cells.whole(ledger, key, 'total').text}"
    share, low, high = (f"{text.number(each)}%" for each in cells.three(ledger, key, ("percent", "ci_low", "ci_high")))
    words = [f"{counted} patients in whom the records can decide responded: {share}, 95% CI {low} to {high}."]
    if cells.value(ledger, key, "undecided") > 0:
        bounds = cells.interval(ledger, key, (LOWER, UPPER), 1).text
        undecided = cells.whole(ledger, key, "undecided").text
        words.append(f"In {undecided} they cannot: the share of all patients lies anywhere from {bounds} per cent.")
    words.append("With the other feature in the model as well:")
    for name in PRINTED_MODEL:
        odds = cells.three(turned, ANALYSIS.at(variable=name, group="multivariable"), cells.OR_LIMITS)
        words.append(f"{predictor_label(name)}: odds ratio {text.estimate(*odds, 2)}, {_against_one(odds)}.")
    return " ".join(words)


def _against_one(odds: tuple[float, float, float]) -> str:
    """What an interval says of no difference.

    >>> _against_one((0.28, 0.11, 0.72)), _against_one((0.8, 0.3, 2.1))
    ('a worse response', 'which could be either way')
    """
    estimate, low, high = odds
    if not all(map(math.isfinite, odds)):
        return "not to be computed"
    if low <= 1 <= high:
        return "which could be either way"
    return "a worse response" if estimate < 1 else "a better response"
