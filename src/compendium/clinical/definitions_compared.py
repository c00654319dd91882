"""How far the definitions of response agree with the one in force, and for whom one of them cannot be met at all."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from compendium.clinical.cohort import Cohort
from compendium.clinical.core_set import at_visit, improvement
from compendium.clinical.deciding import one_way, without_share
from compendium.clinical.responses import RELATIVE, Definition, choose, read_responses, responders_by_definition
from compendium.registry.codebook import load_codebook
from compendium.stats.agreement import agreement
from press.rows import Key, Row


def definitions_compared(cohort: Cohort, key: Key) -> list[Row]:
    """Each other definition against the one in force (variable `response_agreement`, level = its id).

    First is the definition in force, second the other. Of the patients whom the other leaves undecided:
    undecided_responders and undecided_non_responders by the definition in force. Leaving them out says something
    where most of them are non-responders. With one that can reach one verdict only there is no agreement to speak of.
    """
    others = responders_by_definition(cohort.patients, cohort.visits)
    chosen, changes = others.pop(cohort.response), improvement(cohort.visits)
    rows = []
    for name, other in others.items():
        at = key.at(variable="response_agreement", level=name)
        why = one_way(choose(name), cohort.patients, changes)
        rows += [*without_share(agreement(chosen, other, at), why), *_undecided(chosen[other.isna()], at)]
    return [*rows, *out_of_reach(tuple(read_responses().values()), cohort.visits, key.at(variable="gain_in_percent"))]


def _undecided(chosen: pd.Series, key: Key) -> list[Row]:
    n = len(chosen)
    method = "count of the patients undecided here, by the definition in force"
    return [
        key.row("undecided_responders", int(chosen.sum()), n=n, method=method),
        key.row("undecided_non_responders", int((~chosen).sum()), n=n, method=method),
    ]


def out_of_reach(definitions: Sequence[Definition], visits: pd.DataFrame, key: Key) -> list[Row]:
    """State in how many MMT8 starts so high that a gain in percent would pass the top of the scale.

    threshold (the least gain, in percent, that a definition asks for), highest_baseline (from which it can be made),
    out_of_reach (patients who start above it).

    >>> visits = pd.DataFrame({"patient_id": ["a", "b"], "visit": "baseline", "mmt8": [100.0, 149.0]})
    >>> out_of_reach(tuple(read_responses().values()), visits, Key("x"))[-1].value
    1.0
    """
    baseline = at_visit(visits, "baseline")["mmt8"].dropna()
    thresholds = [definition.threshold for definition in definitions if definition.rule == RELATIVE]
    least, note = (min(thresholds), "") if thresholds else (math.nan, "no definition asks for a gain in percent")
    highest = (load_codebook().variable("mmt8").high or math.inf) / (1 + least / 100)
    count = int((baseline > highest).sum()) if thresholds else None
    method = "count of patients whose MMT8 at baseline leaves no room for the gain"
    return [
        key.row("threshold", least, method="least gain in MMT8 that a definition asks for, percent", note=note),
        key.row("highest_baseline", highest, method="top of the scale divided by one plus the gain", note=note),
        key.row("out_of_reach", count, n=len(baseline), method=method, note=note),
    ]
