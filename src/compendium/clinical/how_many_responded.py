"""How many responded: by every definition of response, at every centre, with and without a feature, and elsewhere."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from compendium.clinical.cohort import RESPONDER, Cohort
from compendium.clinical.core_set import improvement
from compendium.clinical.deciding import one_way, ways, without_share
from compendium.clinical.definition_review import threshold
from compendium.clinical.definitions import read_definitions
from compendium.clinical.range_of_shares import EXTREMES, LOWER, UPPER, extremes
from compendium.clinical.responses import (
    BESIDE_TRIAL,
    SCORE,
    Definition,
    choose,
    definition_row,
    read_responses,
    responders,
    responders_by_definition,
)
from compendium.clinical.which_centres import nothing_to_compare
from compendium.stats.difference_of_shares import Share, difference_of_shares
from compendium.stats.proportion import proportion
from press.ground.listed import listed
from press.rows import Key, Row, slug

if TYPE_CHECKING:
    from compendium.stats.recorded import Values

LEAST_DECIDED = 75  # per cent of the patients: the undecided then widen the range by no more than the rest
THAT_JUDGES = f" that decides at least {LEAST_DECIDED}% of the patients"
EITHER_WAY = " and could have decided each of them either way"
JUDGED = f"count of the definitions of response, each{THAT_JUDGES}"
NONE_JUDGES = f"no definition decides at least {LEAST_DECIDED}% of the patients"


def by_definition(cohort: Cohort, key: Key) -> list[Row]:
    """Response under the definition in force (no level) and under each (level = its id), with Wilson intervals.

    At variable `response_definitions`: how many there are; which of them decide enough patients (judged; least_decided,
    in per cent); and the lowest and highest percentage that these allow, as one that decides a handful allows any. One
    that can reach one verdict only has no share and sets no range.
    """
    rows, stated, response = [], [], key.at(variable="response")
    decided, changes = responders_by_definition(cohort.patients, cohort.visits), improvement(cohort.visits)
    for definition in read_responses().values():
        why = one_way(definition, cohort.patients, changes)
        of_this = without_share(_decided(definition, decided[definition.id], response.at(level=definition.id)), why)
        rows += [*(in_force(cohort, key, why) if definition.id == cohort.response else []), *of_this]
        stated.append((definition.label, of_this, why))
    judging = [each[:2] for each in stated if _judges(each[1]) and not each[2]]
    every, names = key.at(variable="response_definitions"), "; ".join(name for name, _ in judging)
    more = EITHER_WAY if any(why for *_, why in stated) else ""
    where = f"under any one definition{'' if len(judging) == len(stated) else THAT_JUDGES}{more}"
    return [
        *rows,
        every.row("count", len(stated), method="count of the definitions of response"),
        every.row("least_decided", LEAST_DECIDED, method="least share of the patients that a definition must decide"),
        every.row("judged", len(judging), n=len(cohort.patients), method=f"{JUDGED}{more}", note=names or NONE_JUDGES),
        score_thresholds(every),
        *extremes(judging, every, where, none=NONE_JUDGES),
    ]


def _judges(stated: Sequence[Row]) -> bool:
    undecided = next(row for row in stated if row.statistic == "undecided")
    return 100 * undecided.value <= (100 - LEAST_DECIDED) * (undecided.n or 0)


def in_force(cohort: Cohort, key: Key, why: str = "") -> list[Row]:
    """Response under the definition in force, which is named first, with the Wilson interval.

    why: as `one_way` says of it; there is no share then.
    """
    definition, response = choose(cohort.response), key.at(variable="response")
    rows = _share(*_counts(cohort.patients["response"]), response, definition.text)
    return [definition_row(definition, response), *without_share(rows, why)]


def score_thresholds(key: Key) -> Row:
    """State how many definitions are a threshold of the improvement score, and as its note which, in words."""
    among = [definition for definition in read_responses().values() if definition.rule == SCORE]
    plural = "s" * (len(among) > 1)
    if all(definition.degree for definition in among):
        words = f"the {listed([definition.degree for definition in among])} threshold{plural}"
    else:
        words = f"the threshold{plural} of {listed([f'{definition.threshold:g}' for definition in among])} points"
    return key.row("score_thresholds", len(among), method="count of the thresholds of the score", note=words)


def beside_trial(cohort: Cohort, key: Key) -> list[Row]:
    """Response under the definition that stands beside a trial: by names that hold no threshold, which may change.

    The threshold has as its note what is reached there, in words. So has that of each arm of the trial (variable
    `external`), to end a sentence that began with those words: "did" where the two thresholds are the same.
    """
    definition = next(each for each in read_responses().values() if each.role == BESIDE_TRIAL)
    beside = key.at(variable="response_beside_trial")
    method = "threshold of the definition beside the trial's"
    rows = [beside.row("threshold", definition.threshold, method=method, note=definition.aim)]
    why = one_way(definition, cohort.patients, improvement(cohort.visits))
    decided = without_share(_decided(definition, responders(definition, cohort.patients, cohort.visits), beside), why)
    rows += [ways(why, beside), *(row for row in decided if row.statistic in ("percent", LOWER, UPPER))]
    for line in read_definitions("external"):
        if line["count"]:
            least = threshold(line, "threshold", "external")
            words = "did" if least == definition.threshold else f"had one of at least {least:g} points"
            at = key.at(variable="external", level=line["id"])
            rows.append(at.row("threshold", least, method="improvement score counted by, as published", note=words))
    return rows


def _decided(definition: Definition, decided: Values, key: Key) -> list[Row]:
    """State responders among those in whom the records can decide, in how many they cannot, and the bounds."""
    return _share(int(decided.sum()), int(decided.notna().sum()), len(decided), key, definition.text)


def _share(count: int, decided: int, n: int, key: Key, note: str = "") -> list[Row]:
    """State a share of the decided, and the shares of all n if no undecided patient responded, and if all did.

    Who is undecided is no accident: a responder can be decided with more measures missing than a non-responder.
    """
    undecided = n - decided
    rows = [
        *proportion(count, decided, key),
        key.row("undecided", undecided, n=n, method="count of patients", note=note),
    ]
    for statistic, whom, responding in ((LOWER, "no", 0), (UPPER, "every", undecided)):
        method = f"percentage of all patients, if {whom} undecided patient responded"
        value = 100 * (count + responding) / n if n else math.nan
        rows.append(key.row(statistic, value, n=n, method=method, note="" if n else "nobody to count among"))
    return rows


def by_centre(patients: pd.DataFrame, key: Key, why: Callable[[pd.DataFrame], str] = lambda _: "") -> list[Row]:
    """Response at each centre (variable `response_centres`, level = centre), the lowest and the highest of several.

    why: says of the patients of a centre why response could be decided one way only, or "".
    """
    every, rows, stated = key.at(variable="response_centres"), [], []
    for centre in patients["centre"].cat.remove_unused_categories().cat.categories:
        here = patients[patients["centre"] == centre]
        of_centre = without_share(_share(*_counts(here["response"]), every.at(level=slug(centre))), why(here))
        rows += of_centre
        stated.append((str(centre), of_centre))
    if len(stated) == 1:
        method = "percentages of responders at the centres, the {} of them"
        why_none = nothing_to_compare(patients["centre"])
        return [*rows, *(every.row(each, None, n=0, method=method.format(each), note=why_none) for each in EXTREMES)]
    return [*rows, *extremes(stated, every, "at any one centre")]


def with_and_without(patients: pd.DataFrame, features: Sequence[str], key: Key, why: str = "") -> list[Row]:
    """Response among the patients with a yes/no feature (level `present`) and without it (`absent`).

    At no level: the difference of the two shares of the decided, with Newcombe's interval. why: as for `in_force`.
    """
    rows = []
    for name in features:
        has, at = patients[name].astype("boolean"), key.at(variable=name, group="response")
        shares: dict[str, Share] = {}
        for level, among in (("present", has), ("absent", ~has)):
            counts = _counts(patients.loc[among.fillna(False).astype(bool), "response"])
            rows += _share(*counts, at.at(level=level))
            shares[level] = counts[:2]
        names = ("with the feature", "without it")
        rows += difference_of_shares(shares["present"], shares["absent"], at, names=names)
    return without_share(rows, why)


def _counts(response: Values) -> tuple[int, int, int]:
    """How many responded, of how many decided, and of how many in all."""
    return int((response == RESPONDER).sum()), int(response.notna().sum()), len(response)


def in_other_studies(key: Key) -> list[Row]:
    """Response in the ProDERM trial, as published, with Wilson intervals, to be read beside an uncontrolled figure."""
    rows = []
    for line in read_definitions("external"):
        if line["count"]:
            counts = [int(threshold(line, column, "external")) for column in ("count", "total")]
            rows += [
                replace(row, method=f"published counts; {row.method}", note=line["source"])
                for row in proportion(counts[0], counts[1], key.at(variable="external", level=line["id"]))
            ]
    return rows
