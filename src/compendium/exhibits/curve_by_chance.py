"""How often the whole curve says as much when responses are dealt out anew: what `make extra` left, if not stale."""

from __future__ import annotations

import json
from collections.abc import Sequence

from compendium.clinical.decisions_file import multiverse
from compendium.clinical.multiverse import ANALYSIS, TESTED
from compendium.exhibits.multiverse_words import nothing_shown
from press.exhibits import cells
from press.ground.fault import stop_at
from press.ground.paths import find_input
from press.ground.spreadsheet import Line, inspect_spreadsheet
from press.rows import Ledger, Row

RESULT = "data/multiverse/permutations.csv"  # written by `make extra`, which no build runs
MADE_FROM = "data/multiverse/made_from.json"
COLUMNS = ("permutation", "question", "same_sign", "excludes", "computed")
STALE = "the kept permutations are of another list of analyses, or of other patients: make extra makes them anew"
_METHOD = (
    "responses dealt out anew among the patients, by all definitions as one; counted are permutations in which at "
    "least as many intervals exclude 1 on the published side as do with the true responses; of the analyses by "
    "maximum likelihood on complete cases"
)


def by_chance(ledger: Ledger) -> list[Row]:
    """Return the rows of the test: none of patients; without a value, and with the reason, where what is kept is stale.

    What is kept is stale where its list of analyses is not the one in force, or where the true responses of its
    patients do not give what the analyses give here.
    """
    if nothing_shown(ledger):
        return []
    declared = multiverse()
    lines, faults = inspect_spreadsheet(find_input(RESULT), COLUMNS, made=True)
    stop_at(faults)
    kept = {name: [line for line in lines if line["question"] == name] for name in declared.questions}
    made = json.loads(find_input(MADE_FROM).read_text(encoding="utf-8"))
    here = {name: _counted(ledger, name) for name in declared.questions}
    there = {name: _first(each) for name, each in kept.items()}
    stale = "" if made.get("list") == declared.frozen and here == there else STALE
    rows = []
    for name, each in kept.items():
        at, dealt = ANALYSIS.at(variable=name, group="permuted"), [line for line in each if line["permutation"] != "0"]
        many = sum(int(line["excludes"]) >= there[name][0] for line in dealt)
        found = {"as_many": many, "observed": there[name][0], "computed": there[name][1]}
        rows += [
            at.row(statistic, None if stale else count, n=len(dealt), method=_METHOD, note=stale)
            for statistic, count in found.items()
        ]
    n = len(next(iter(kept.values()))) - 1
    at = ANALYSIS.at(group="permuted")
    return [*rows, at.row("permutations", None if stale else n, n=n, method=_METHOD, note=stale)]


def _first(lines: Sequence[Line]) -> tuple[int, ...]:
    """Return what the true responses gave when the dealings were made."""
    return next((tuple(int(line[name]) for name in COLUMNS[2:]) for line in lines if line["permutation"] == "0"), ())


def _counted(ledger: Ledger, question: str) -> tuple[int, ...]:
    """Return of the tested analyses here how many are on the published side, exclude 1 there, and have an estimate."""
    at = ANALYSIS.at(variable=question, group=TESTED)
    return tuple(int(cells.value(ledger, at, name)) for name in COLUMNS[2:])
