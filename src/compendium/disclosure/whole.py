"""What may leave of a registry of patients, decided once over all four analyses; of a simulated one, everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from compendium.clinical import did_they_improve, how_safe, who_responds, who_was_treated
from compendium.clinical.analysed import analysed
from compendium.clinical.cohort import FOLDER, Cohort
from compendium.clinical.eligibility import Screening
from compendium.disclosure.merging import Merged, merge_rare, with_what_was_merged
from compendium.disclosure.policy import FILE, Policy, load_policy
from compendium.disclosure.releasing import release
from compendium.disclosure.undecided import Undecided, without_undecided
from compendium.registry.codebook import load_codebook
from compendium.registry.reading import Registry
from press.ground.paths import find_input, output_folder
from press.rows import Ledger, Row

# The analyses of the notebooks after the first, and the names of their files.
_MADE_BY = {did_they_improve.analyse: "efficacy", who_responds.analyse: "predictors", how_safe.analyse: "safety"}
LATER = tuple(_MADE_BY.values())
NOBODY = "no level or centre is so rare that it was put together with another"


def protected(screening: Screening, cohort: Cohort, policy: str) -> tuple[Screening, Cohort, list[Merged | Undecided]]:
    """Return the flow and the cohort that may be analysed for publication, and what was changed before all analysis.

    Patients in whom response cannot be decided are left out where they are a handful; rare levels and small centres are
    put together. The cohort's note on where the data come from says by which policy of data/definitions/disclosure.csv
    numbers are kept back. A simulated cohort is nobody's, and stays as it is. Raises SpreadsheetFault for an unknown
    policy.
    """
    rules = load_policy(policy)
    if cohort.simulated:
        return screening, cohort, []
    screening, cohort, undecided = without_undecided(screening, cohort, rules)
    patients, merged = merge_rare(cohort.patients, load_codebook(), rules)
    origin = f"{cohort.origin.removesuffix('.')}; {rules.mark} and * protect patients (policy {rules.name})."
    return screening, replace(cohort, patients=patients, origin=origin), [*undecided, *merged]


def first_results(
    records: Registry,
    screening: Screening,
    cohort: Cohort,
    merged: Sequence[Merged | Undecided],
    *,
    seed: int,
    replicates: int,
    policy: str,
) -> Ledger:
    """Return the rows of the cohort analysis; of a registry of patients all analyses are made, and released together.

    What one of them shows must not give back what another keeps back. The others' rows, as they may leave, are written
    to data/analysis/released for the notebooks that follow; no other file holds any.
    """
    first = who_was_treated.analyse(records, screening, cohort, seed=seed, replicates=replicates)
    if cohort.simulated:
        _write({name: Ledger() for name in LATER})
        return Ledger(first, analysed(cohort))
    whole = {
        "cohort": first,
        "efficacy": did_they_improve.analyse(cohort),
        "predictors": who_responds.analyse(cohort, seed=seed, replicates=replicates),
        "safety": how_safe.analyse(cohort),
    }
    rules = load_policy(policy)
    released = release(Ledger(*whole.values()), rules)
    own = {name: Ledger(released[row.id] for row in rows if row.id in released) for name, rows in whole.items()}
    levels = [each for each in merged if isinstance(each, Merged)]
    parts = {name: with_what_was_merged(rows, levels) for name, rows in own.items()}
    _write({name: parts[name] for name in LATER})
    return Ledger(parts["cohort"], policy_rows(rules, merged))


def results(analyse: Callable[..., Ledger], cohort: Cohort, **settings: int) -> Ledger:
    """Return the rows of an analysis: computed here; of a registry of patients, as the first notebook released them.

    analyse: one of those of LATER, called as analyse(cohort, **settings).
    """
    if cohort.simulated:
        return analyse(cohort, **settings)
    return Ledger.read(find_input(_place(_MADE_BY[analyse]).as_posix()))


def policy_rows(rules: Policy, merged: Sequence[Merged | Undecided]) -> list[Row]:
    """State by which rules numbers were kept back, and what was put together before all analysis."""
    key, method = who_was_treated.ANALYSIS.at(variable="policy"), f"{FILE}, column {rules.name}"
    numbers = ("fewest", "width", "fewest_at_centre", "mean_from", "quartiles_from", "nested", "at_risk", "digits")
    rows = [key.row(name, getattr(rules, name), method=method, note=rules.name) for name in numbers]
    said = " ".join(map(str, merged)) or NOBODY
    method = "count of variables with levels put together or patients left out"
    return [*rows, key.row("merged", len(merged), method=method, note=said)]


def _write(ledgers: Mapping[str, Ledger]) -> None:
    for name, ledger in ledgers.items():
        ledger.write(output_folder() / _place(name))


def _place(name: str) -> Path:
    return FOLDER / "released" / f"{name}.csv"
