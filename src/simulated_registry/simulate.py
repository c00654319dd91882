"""A simulated registry of three centres: no patient's data, made to meet every printed figure of the study at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from compendium.clinical.cohort import Cohort
from compendium.registry.checksums import is_simulated, write_notice
from compendium.registry.codebook import KEYS, TABLES, Codebook, load_codebook
from compendium.registry.kinds import as_declared, write
from compendium.registry.terms import known_terms
from press.ground.fault import Fault
from simulated_registry.acceptance import cohort_of, differing, missed_figures
from simulated_registry.events import draw_events
from simulated_registry.features import draw_antibodies, draw_features
from simulated_registry.people import CENTRE_SIZES, draw_people, pseudonyms
from simulated_registry.published import PUBLISHED, Published, read_published
from simulated_registry.timing import draw_timing
from simulated_registry.treatment import draw_ending, draw_indications, draw_treatment
from simulated_registry.visits import add_implausible, draw_visits, with_limits

DEFAULT_SEED = 2021
_MOST_DRAWS = 200

Tables = dict[str, pd.DataFrame]


def simulate_registry(seed: int) -> dict[str, Tables]:
    """Return the tables of each centre, by folder and table name, held as the codebook says.

    The same seed gives the same tables. Raises Fault for a seed below 0, and with the figures where any is missed.

    >>> registry = simulate_registry(DEFAULT_SEED)
    >>> sorted(registry), sorted(registry["b"])
    (['a', 'b', 'c'], ['adverse_events', 'patients', 'visits'])
    """
    if seed < 0:
        raise Fault(f"the seed must be a whole number from 0 on, not {seed}")
    tables, cohort = _drawn_until_balanced(seed, load_codebook(), read_published())
    missed = missed_figures(cohort)
    if missed:
        raise Fault(
            f"the simulated registry of seed {seed} misses what was printed, and is not let out:\n  "
            + "\n  ".join(missed)
            + f"\nCorrect {PUBLISHED}, or what is drawn (src/simulated_registry)."
        )
    home = tables["patients"].set_index("patient_id")["centre"].astype(str)
    return {
        centre.lower(): {
            name: table[table["patient_id"].map(home) == centre].reset_index(drop=True)
            for name, table in tables.items()
        }
        for centre in CENTRE_SIZES
    }


def _drawn_until_balanced(seed: int, book: Codebook, published: Published) -> tuple[Tables, Cohort]:
    """Draw until no unpublished difference between responders and non-responders is large by chance alone."""
    for draw in range(_MOST_DRAWS):
        drawn = draw_tables(seed, draw, published)
        tables = {name: _in_order(as_declared(drawn[name], book.table(name)), name) for name in TABLES}
        cohort = cohort_of(tables)
        if not differing(cohort):
            return tables, cohort
    raise Fault(f"no draw of seed {seed} has responders and non-responders alike where nothing was published")


def draw_tables(seed: int, draw: int, published: Published) -> Tables:
    """Draw everything; each step has its own random stream, so that a change in one leaves the others as they were."""
    people_rng, features_rng, timing_rng, treatment_rng, visits_rng, events_rng, odd_rng, errors_rng = (
        np.random.default_rng([seed, draw, step]) for step in range(8)
    )
    people = draw_people(people_rng)
    people["patient_id"] = pseudonyms(people["centre"], people_rng)
    people = draw_features(people, features_rng)
    people = draw_timing(people, published, timing_rng)
    people = draw_antibodies(people, features_rng)
    people = draw_indications(people, published, treatment_rng)
    people = draw_treatment(people, published, treatment_rng)
    visits = draw_visits(with_limits(people), published, visits_rng, errors_rng)
    included = people["patient_id"][people["fails"] == ""]
    visits = add_implausible(visits, included, odd_rng)
    dose = visits[visits["visit"] == "baseline"].set_index("patient_id")["prednisone"]
    given = people["patient_id"].map(dose)
    people["concomitant_glucocorticoid"] = (given > 0).astype(object).mask(given.isna(), None)
    events, stopped = draw_events(people, known_terms(), events_rng)
    return {"patients": draw_ending(people, stopped, events_rng), "visits": visits, "adverse_events": events}


def _in_order(table: pd.DataFrame, name: str) -> pd.DataFrame:
    return table.sort_values(list(dict.fromkeys(["patient_id", *KEYS[name]])), ignore_index=True)


def write_registry(folder: Path, seed: int) -> None:
    """Write the simulated registry of `seed`: a folder per centre, what it is (SIMULATED.md) and SHA256SUMS.

    The same seed writes the same bytes. Other files in `folder` are left alone. Raises Fault, and writes nothing, where
    centres' files are there already that are not simulated ones: they may be a real registry.
    """
    _refuse_to_overwrite(folder)
    book = load_codebook()
    registry = simulate_registry(seed)
    for centre, tables in registry.items():
        (folder / centre).mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            (folder / centre / f"{name}.csv").write_bytes(_as_csv(table, name, book))
    files = [f"{centre}/{name}.csv" for centre in registry for name in TABLES]
    write_notice(folder, _notice(seed, read_published()), files)


def _refuse_to_overwrite(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise Fault(f"{folder} is a file; name a folder for the simulated registry")
    files = {path for name in TABLES for path in folder.glob(f"*/{name}.csv")}
    names = {centre.lower() for centre in CENTRE_SIZES}
    folders = {path.parent.name for path in files} | {name for name in names if (folder / name).exists()}
    if folders and not is_simulated(folder, [path.relative_to(folder).as_posix() for path in files]):
        raise Fault(
            f"nothing was written: {folder} holds {', '.join(sorted(folders))}, and not (or no longer) as this program "
            "wrote it, so it may be a real registry. Name another folder, or move what is there away first"
        )


def _as_csv(table: pd.DataFrame, name: str, book: Codebook) -> bytes:
    text = pd.DataFrame({variable.name: write(table[variable.name], variable) for variable in book.table(name)})
    return text.to_csv(index=False, lineterminator="\n").encode()


def _notice(seed: int, published: Published) -> str:
    n, responders = published.words("cohort.n"), published.words("efficacy.responders.n")
    before, after = published.mmt8_words("baseline"), published.mmt8_words("end")
    return f"""# This registry is simulated

No row in this folder is a patient. A program drew every value (`compendium simulate --seed {seed}`), and drew it so
that the study's printed figures - {n} patients, MMT8 {before} rising to {after}, {responders} responders, the odds
ratios and p-values of its abstract - come out of it to the printed digit.

- It is **not** the study's data, and nothing of the study's data can be recovered from it. Countless other registries
  meet the same printed figures; this is one of them. Another seed makes another.
- Published: MMT {before} and {after}; that it is MMT8 on 0-150 is inferred (the mean exceeds 80; other scales
  above it exist).
- What the abstract does not print (age, sex, diagnoses, autoantibodies, enzyme values, adverse events, dates, the
  sizes of the three centres ...) is assumed, after published cohorts of the same illness.
- What it is good for: running the study from a registry to its printed results, testing the programs, teaching.
- What it must not be used for: any conclusion about patients, about IVIg or about the three centres.

`data/README.md` of the compendium says for every variable whether it is published, inferred or assumed.
Text and simulated data: CC BY 4.0.
"""
