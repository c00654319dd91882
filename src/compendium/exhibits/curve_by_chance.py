"""How often the whole curve says as much when responses are dealt out anew: what `make extra` left, if not stale."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from compendium.clinical.curve_counts import REGISTRY
from compendium.clinical.decisions import Multiverse
from compendium.clinical.decisions_file import multiverse
from compendium.clinical.multiverse import ANALYSIS, TESTED
from compendium.exhibits.multiverse_words import nothing_shown
from press.exhibits import cells
from press.ground.fault import FaultRecord, stop_at
from press.ground.paths import find_input
from press.ground.spreadsheet import Line, inspect_spreadsheet
from press.rows import Ledger, Row

RESULT = "data/multiverse/permutations.csv"  # written by `make extra`, which no build runs
MADE_FROM = "data/multiverse/made_from.json"
COLUMNS = ("permutation", "question", "same_sign", "excludes", "computed")
AGAIN = "run make extra, which makes it anew"
STALE = "the kept permutations are of another list of analyses, or of other patients: make extra makes them anew"
ELSEWHERE = f"responses are dealt out of {REGISTRY} alone, and these are other patients"
_METHOD = (
    "responses dealt out anew among the patients, by all definitions as one; counted are permutations in which at "
    "least as many intervals exclude 1 on the published side as do with the true responses; of the analyses by "
    "maximum likelihood on complete cases"
)


def by_chance(ledger: Ledger, registry: str = REGISTRY) -> list[Row]:
    """Return the rows of the test: none of patients; without a value, and with the reason, where what is kept is stale.

    What is kept is stale where its list of analyses is not the one in force, where the table is not the one that was
    written, or where the true responses of its patients do not give what the analyses give here.
    """
    if nothing_shown(ledger):
        return []
    declared = multiverse()
    made, lines = read_made_from(), _read_lines(declared)
    kept = {name: [line for line in lines if line["question"] == name] for name in declared.questions}
    here = {name: _counted(ledger, name) for name in declared.questions}
    there = {name: _first(each) for name, each in kept.items()}
    current = made.get("list") == declared.frozen and made.get("result") == checksum() and here == there
    stale = "" if current else STALE if registry.rstrip("/") == REGISTRY else ELSEWHERE
    rows = []
    for name, each in kept.items():
        at, dealt = ANALYSIS.at(variable=name, group="permuted"), [line for line in each if line["permutation"] != "0"]
        _, observed, computed = there[name]
        many = sum(int(line["excludes"]) >= observed for line in dealt)
        found = {"as_many": many, "observed": observed, "computed": computed}
        rows += [
            at.row(statistic, None if stale else count, n=len(dealt), method=_METHOD, note=stale)
            for statistic, count in found.items()
        ]
    n = len(next(iter(kept.values()))) - 1
    at = ANALYSIS.at(group="permuted")
    return [*rows, at.row("permutations", None if stale else n, n=n, method=_METHOD, note=stale)]


def checksum() -> str:
    """Return the SHA-256 of the kept table."""
    return hashlib.sha256(find_input(RESULT).read_bytes()).hexdigest()


def read_made_from() -> Mapping[str, object]:
    """Return what the kept table was made from. Raises SpreadsheetFault where that file cannot be read."""
    try:
        made = json.loads(find_input(MADE_FROM).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        made = None
    if not isinstance(made, dict):
        rule = f"there, and a block in JSON that says what {RESULT} was made from"
        stop_at([FaultRecord(MADE_FROM, 0, "", "", rule, AGAIN)])
    return dict(made)


def _read_lines(declared: Multiverse) -> list[Line]:
    lines, faults = inspect_spreadsheet(find_input(RESULT), COLUMNS, made=True)
    for line in lines:
        for name in COLUMNS:
            good = line[name] in declared.questions if name == "question" else line[name].isdecimal()
            if not good:
                rule = f"one of {', '.join(declared.questions)}" if name == "question" else "a whole number"
                faults.append(FaultRecord(RESULT, line.row, name, line[name], rule, AGAIN))
    for name in declared.questions:
        if not any(line["question"] == name and line["permutation"] == "0" for line in lines):
            faults.append(FaultRecord(RESULT, 0, "question", "", f"the dealing 0 of {name} is there", AGAIN))
    stop_at(faults)
    return lines


def _first(lines: Sequence[Line]) -> tuple[int, int, int]:
    """Return what the true responses gave when the dealings were made."""
    true = next(line for line in lines if line["permutation"] == "0")
    return int(true["same_sign"]), int(true["excludes"]), int(true["computed"])


def _counted(ledger: Ledger, question: str) -> tuple[int, int, int]:
    """Return of the tested analyses here how many are on the published side, exclude 1 there, and have an estimate."""
    at = ANALYSIS.at(variable=question, group=TESTED)
    same, excludes, computed = (int(cells.value(ledger, at, name)) for name in COLUMNS[2:])
    return same, excludes, computed
