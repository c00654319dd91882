"""The analysis cohort: one row per included patient, what is derived from the registry, and how it is kept on disk."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from compendium.clinical.antibodies import any_specific
from compendium.clinical.core_set import at_visit, multiple_of_uln
from compendium.clinical.eligibility import Screening, screen
from compendium.clinical.outcomes import MULTIPLE, enzymes, outcomes
from compendium.clinical.responses import choose, responders
from compendium.mapping.intake import open_registry_at
from compendium.registry.codebook import DAYS_A_MONTH, MYOSITIS_SPECIFIC, Variable, load_codebook
from compendium.registry.kinds import as_declared, parse, write
from compendium.registry.reading import Registry
from press.ground.fault import Fault
from press.ground.paths import find_input, output_folder, project_root
from press.rows.csv_text import as_csv, from_csv

FOLDER = Path("data") / "analysis"
RESPONDER, NON_RESPONDER = "responder", "non-responder"
# The diagnoses of which skin involvement is a part or may be one; in the others it hardly occurs.
SKIN_DIAGNOSES = ("DM", "overlap")


@dataclass(frozen=True)
class Cohort:
    """The included patients and their visits and events, the response definition in force, and where all came from.

    patients: one row per patient, codebook tables "patients" and "analysis"; visits, events: as in the registry.
    left_out: fewer patients than this were left out because response cannot be decided; 0: nobody was.
    """

    patients: pd.DataFrame
    visits: pd.DataFrame
    events: pd.DataFrame
    response: str
    registry: str
    origin: str
    simulated: bool
    dates_shifted: bool = False
    absent: frozenset[str] = frozenset()
    left_out: int = 0


def open_registry(registry: str) -> Registry:
    """Read and check the registry in a file or folder (relative to the project, or absolute). Raises RegistryFault."""
    return open_registry_at(project_root() / registry)


def select(registry: Registry, *, name: str, response: str) -> tuple[Screening, Cohort]:
    """Apply the eligibility criteria and the response definition; return the flow and the cohort.

    Raises Fault for an unknown response definition, or where nobody is left.
    """
    screening = screen(registry)
    if not screening.included:
        raise Fault(f"{name}: no patient meets the criteria of data/definitions/eligibility.csv; nothing to analyse")
    patients, visits, events = (
        frame[frame["patient_id"].isin(screening.included)].reset_index(drop=True)
        for frame in (registry.patients, registry.visits, registry.adverse_events)
    )
    derived = derive(patients, visits, response)
    about = registry.origin, registry.simulated, registry.dates_shifted, registry.absent
    return screening, Cohort(derived, visits, events, response, name, *about)


def derive(patients: pd.DataFrame, visits: pd.DataFrame, response: str) -> pd.DataFrame:
    """Add what is computed: durations in months, antibodies, baseline values, multiples of ULN, and the response."""
    baseline = at_visit(visits, "baseline").reindex(patients["patient_id"])
    measured = {outcome.name: baseline[outcome.name].to_numpy() for outcome in outcomes()}
    multiples = {f"{enzyme}{MULTIPLE}": multiple_of_uln(baseline, enzyme).to_numpy() for enzyme in enzymes()}
    decided = responders(choose(response), patients, visits).map({True: RESPONDER, False: NON_RESPONDER})
    return patients.assign(
        disease_duration=_months(patients["first_symptom_on"], patients["first_ivig_on"]),
        treatment_duration=_months(patients["first_ivig_on"], patients["last_ivig_on"]),
        any_msa=any_specific(patients[list(MYOSITIS_SPECIFIC)], patients["centre"]),
        dm_or_overlap=patients["diagnosis"].isin(SKIN_DIAGNOSES).astype("boolean").mask(patients["diagnosis"].isna()),
        response=pd.Categorical(decided, categories=[RESPONDER, NON_RESPONDER], ordered=True),
        **measured,
        **multiples,
    )


def _months(start: pd.Series, stop: pd.Series) -> pd.Series:
    return (stop - start).dt.days / DAYS_A_MONTH


def write_cohort(cohort: Cohort, folder: Path | None = None) -> None:
    """Write patients.csv, visits.csv, adverse_events.csv and about.json to data/analysis of the output folder.

    Derived numbers are written to fifteen significant digits, so that a p-value can be checked from the file. Of real
    patients no row is written, only the names of the columns: no patient is left behind where a study was run.
    """
    target = folder or output_folder() / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    for name, frame in (("patients", cohort.patients), ("visits", cohort.visits), ("adverse_events", cohort.events)):
        rows = frame if cohort.simulated else frame.head(0)
        columns = {variable.name: _text(rows[variable.name], variable) for variable in _columns(name)}
        pd.DataFrame(columns).to_csv(target / f"{name}.csv", index=False, lineterminator="\n", encoding="utf-8")
    about = {
        "registry": cohort.registry,
        "response": cohort.response,
        "origin": cohort.origin,
        "simulated": cohort.simulated,
    }
    (target / "about.json").write_text(json.dumps(about, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _columns(table: str) -> tuple[Variable, ...]:
    """The columns of a file of the cohort: those of the registry, and for patients what was derived beside them."""
    codebook = load_codebook()
    derived = (*codebook.table("analysis"), *outcomes(codebook)) if table == "patients" else ()
    return (*codebook.table(table), *derived)


def _text(values: pd.Series, variable: Variable) -> pd.Series:
    if variable.table == "analysis" and variable.kind == "number":
        return values.map(lambda value: "" if pd.isna(value) else f"{value:.15g}")
    return write(values, variable).map(as_csv)


def read_cohort(*, registry: str, response: str) -> Cohort:
    """Return the cohort that 01_cohort wrote: of real patients where they come from, and nobody of them.

    Raises Fault where it is missing or was made with other parameters.
    """
    place = FOLDER / "about.json"
    path = find_input(str(place))
    if not path.exists():
        raise Fault(f"{place}: there is no analysis cohort yet; run 01_cohort first (make all)")
    about = json.loads(path.read_text(encoding="utf-8"))
    for name, value in {"registry": registry, "response": response}.items():
        if about[name] != value:
            raise Fault(
                f"{place}: the analysis cohort was made with {name} = {about[name]!r}, this notebook has {value!r}; "
                "run 01_cohort with the same parameters, or make all"
            )
    patients, visits, events = (_read(name) for name in ("patients", "visits", "adverse_events"))
    derived = derive(patients, visits, response) if about["simulated"] else patients
    return Cohort(derived, visits, events, response, registry, about["origin"], about["simulated"])


def _read(table: str) -> pd.DataFrame:
    """Read one table of the cohort; what was derived is derived anew, so that it has one source."""
    variables = load_codebook().table(table)
    sent = pd.read_csv(find_input(str(FOLDER / f"{table}.csv")), dtype=str, keep_default_na=False)
    values = {variable.name: parse(sent[variable.name].map(from_csv), variable)[0] for variable in variables}
    return as_declared(pd.DataFrame(values), variables)
