"""Run by the Python of Tau-Argus's own environment: two-way tables in as JSON, what it hides of each out as JSON."""

from __future__ import annotations

import json
import os
import sys


def hidden(cells: list[list[int]]) -> list[list[str]]:
    """The places that Tau-Argus hides, as its optimal method does for counts below five."""
    import pytauargus  # in an environment of its own: its licence is EUPL-1.2

    at = [
        (row, column) for row, counts in enumerate(cells) for column, count in enumerate(counts) for _ in range(count)
    ]
    patients = {"row": [f"r{row}" for row, _ in at], "column": [f"c{column}" for _, column in at], "one": [1] * len(at)}
    found = pytauargus.protect(
        patients, ["row", "column"], response="one", safety_rules="FREQ(5,100)", suppress="OPT(1)"
    )
    return [[cell["row"], cell["column"]] for cell in found.tables[0].rows if cell["status"] in ("U", "M")]


if __name__ == "__main__":
    answer = os.dup(1)
    os.dup2(2, 1)  # its engine writes to the screen
    found = [hidden(cells) for cells in json.load(sys.stdin)]
    os.write(answer, json.dumps(found).encode())
