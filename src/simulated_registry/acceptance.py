"""Which drawn registry is let out: one in which the study itself finds every figure as it was printed."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from compendium.clinical import candidates, did_they_improve, how_safe, response_models, who_responds, who_was_treated
from compendium.clinical.cohort import Cohort, select
from compendium.clinical.core_set import at_visit
from compendium.clinical.how_many_responded import in_force
from compendium.clinical.outcomes import enzymes
from compendium.exhibits.printed import Comparison, compare_published
from compendium.registry.codebook import TABLES
from compendium.registry.flagging import COLUMNS
from compendium.registry.reading import Registry
from compendium.stats.compare import compare_levels, compare_numbers
from compendium.stats.describe import describe_numbers
from compendium.stats.paired import before_after
from press.rows import Key, Ledger, Row

_PRINTED_OF_ALL = ("indication_muscle", "indication_oesophagus", "reason", "dose")
_UNPUBLISHED = ("mmt8", "physician_global", "haq_di", "prednisone", "age")
_LEAST_P = 0.05
_SEED, _REPLICATES = 1, 99  # of Monte Carlo p-values of large tables: none of them is printed


def cohort_of(tables: Mapping[str, pd.DataFrame]) -> Cohort:
    """Return the cohort that the study selects from drawn tables (by name, held as the codebook says)."""
    flags = pd.DataFrame(columns=COLUMNS)
    patients, visits, events = (tables[name] for name in TABLES)
    registry = Registry(patients, visits, events, flags, simulated=True, origin="as drawn")
    return select(registry, name="the simulated registry", response="physician")[1]


def differing(cohort: Cohort) -> list[str]:
    """Return which of age, sex and four baseline measures differ between responders and non-responders (p < 0.05).

    The abstract says nothing of them. By the study's tests: Mann-Whitney, for sex Fisher's exact test.
    """
    patients, groups, key = cohort.patients, cohort.patients["response"], Key("unpublished")
    rows = [row for name in _UNPUBLISHED for row in compare_numbers(patients[name], groups, key.at(variable=name))]
    sex = key.at(variable="sex")
    rows += compare_levels(patients["sex"], groups, sex, seed=_SEED, replicates=_REPLICATES)
    return [row.variable for row in rows if row.statistic == "p" and not row.value >= _LEAST_P]


def missed_figures(cohort: Cohort) -> list[str]:
    """Return, a line each, the figures of data/published.csv that the cohort misses: printed, recomputed, reason.

    Each is judged by the study's comparison; some are asked for in a second reading as well (`second_readings`).
    """
    rows = recomputed(cohort)
    missed = [_line(one, "") for one in compare_published(rows) if not one.agrees]
    for reading, ledger in second_readings(cohort).items():
        read_so = [one for one in compare_published(ledger) if one.rows and all(row in ledger for row in one.rows)]
        missed += [_line(one, f" ({reading})") for one in read_so if not one.agrees]
    return missed


def recomputed(cohort: Cohort) -> Ledger:
    """Return the study's rows with which the printed figures are compared, and what is stated along with them.

    These are the functions of the four analyses that state the rows named in data/definitions/published_sources.csv.
    The whole analyses, with mixed models, bootstraps and comparisons of centres, would take several times as long.
    """
    patients, efficacy = cohort.patients, did_they_improve.ANALYSIS
    return Ledger(
        who_was_treated.number_included(cohort),
        who_was_treated.describe_all(patients, _PRINTED_OF_ALL, who_was_treated.ANALYSIS),
        describe_numbers(patients["treatment_duration"], efficacy.at(variable="treatment_duration")),
        did_they_improve.scale_changes(cohort.visits),
        did_they_improve.enzyme_changes(cohort.visits),
        in_force(cohort, efficacy),
        who_responds.comparisons(patients, patients["response"], seed=_SEED, replicates=_REPLICATES),
        response_models.printed_model(cohort),
        how_safe.character(cohort.events),
    )


def second_readings(cohort: Cohort) -> dict[str, Ledger]:
    """Return, by what is read differently, rows that must agree with the same printed figures under the same ids.

    The abstract leaves open of whom MMT8 was averaged, in what unit CK was compared, whether "mostly mild" counts
    events or patients, and whether the p-value of the VAS is that of the enzymes, too: the registry serves either way.
    """
    patients, visits, mmt8 = cohort.patients, cohort.visits, did_they_improve.ANALYSIS.at(variable="mmt8")
    ck = candidates.ANALYSIS.at(variable="ck_xuln")
    as_measured = compare_numbers(patients["ck"], patients["response"], ck)
    worst = cohort.events.sort_values("ctcae_grade").drop_duplicates("patient_id", keep="last")
    recorded = [describe_numbers(at_visit(visits, at)["mmt8"], mmt8.at(group=at)) for at in ("baseline", "end")]
    return {
        "MMT8 of all in whom it is recorded": Ledger(*recorded),
        "CK as measured, in U/L": Ledger(as_measured),
        "the worst event of each patient": Ledger(row for row in how_safe.character(worst) if row.variable == "mild"),
        **{f"{enzyme} in the place of the VAS": Ledger(_as_vas(visits, enzyme)) for enzyme in enzymes()},
    }


def _as_vas(visits: pd.DataFrame, enzyme: str) -> list[Row]:
    """Return the change of an enzyme as measured under the ids of the change of the dysphagia VAS."""
    return before_after(*did_they_improve.pairs(visits, enzyme), did_they_improve.ANALYSIS.at(variable="dysphagia_vas"))


def _line(one: Comparison, reading: str) -> str:
    why = f" - {one.reason}" if one.reason else ""
    return f"{one.id}{reading}: printed {one.printed}, recomputed {one.recomputed} (the rule: {one.rule}){why}"
