"""Check every definitions file before a build starts, so that a slip of the pen stops it with one message."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from compendium.clinical.core_set import read_measures
from compendium.clinical.decisions_file import read_multiverse
from compendium.clinical.definition_review import Review
from compendium.clinical.definitions import read_definitions
from compendium.clinical.eligibility import read_criteria
from compendium.clinical.improvement_score import MOST, read_degrees, read_points
from compendium.clinical.interest import read_interest
from compendium.clinical.responses import read_responses
from press.ground.fault import FaultRecord, SpreadsheetFault


def check_definitions(folder: Path | None = None) -> None:
    """Read every definitions file; raise one SpreadsheetFault with all that is wrong, file by file.

    >>> check_definitions()
    """
    found: list[FaultRecord] = []
    readers: list[Callable[[Path | None], object]]
    readers = [read_criteria, read_degrees, read_responses, read_measures, read_points, read_interest, _check_external]
    readers.append(read_multiverse)
    readers += [partial(read_definitions, name) for name in ("adverse_event_terms", "published_sources")]
    for read in readers:
        try:
            read(folder)
        except SpreadsheetFault as fault:
            found += [record for record in fault.records if record not in found]  # responses read the degrees, too
    if found:
        raise SpreadsheetFault(found)


def _check_external(folder: Path | None) -> None:
    """Other studies' counts are whole numbers, a count no more than its total, with the score that was counted.

    The long-run mean of MMT8 is there.
    """
    review = Review.of("external", folder)
    for line in review.lines:
        review.identifier(line)
        if line["value"]:
            review.number(line, "value")
        counts = [line["count"], line["total"]]
        if any(counts) and not (all(each.isdecimal() for each in counts) and 0 < int(counts[1]) >= int(counts[0])):
            rule = f"with the total ({counts[1] or 'empty'}): both whole numbers, the count no more than the total"
            review.fault(line, "count", rule, "correct one of the two, or empty both")
        if line["count"]:
            review.number(line, "threshold", 1, MOST)
            if line["threshold"] and not re.search(rf"\b{re.escape(line['threshold'])}\b", line["quantity"]):
                rule = f"it says the threshold of its row, {line['threshold']}"
                review.fault(line, "quantity", rule, "correct one of the two")
    if not any(line["id"] == "long_run_mmt8" and line["value"] for line in review.lines):
        review.whole("id", "", "a row long_run_mmt8 with a value, for regression to the mean", "restore it")
    review.finish()
