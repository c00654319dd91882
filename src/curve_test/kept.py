"""The test of the curve as it is kept: one line for each dealing, beside the checksum of all that it was made from."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import joblib

from compendium.clinical.cohort import open_registry
from compendium.clinical.curve_counts import REGISTRY
from compendium.clinical.decisions_file import multiverse
from compendium.exhibits.curve_by_chance import COLUMNS, MADE_FROM, RESULT
from curve_test.dealing import SEED, Dealing, run
from error_rates.closure import Closure
from error_rates.packages import Lock
from press.ground.fault import Fault
from press.project import Project, file_sha256, read_json, sha256, write_json, write_whole

USUAL = 200  # dealings, where nobody says another number
_MODULE = "curve_test.dealing"
_DEFINITIONS = ("data/definitions/eligibility.csv", "data/definitions/core_set.csv", "data/codebook.csv")


def bring_up_to_date(project: Project, permutations: int, parallel: joblib.Parallel, seed: int = SEED) -> bool:
    """Deal anew where what is kept was not made from all that there is now; return whether it was done."""
    wanted, result = made_from(project, permutations, seed), project.path(RESULT)
    if result.is_file() and read_json(project.path(MADE_FROM)) == {**wanted, "result": file_sha256(result)}:
        return False
    _refuse_patients(project)
    written = as_text(run(parallel, permutations, seed))
    result.parent.mkdir(parents=True, exist_ok=True)
    write_whole(result, written)
    write_json(project.path(MADE_FROM), {**wanted, "result": file_sha256(result)})
    return True


def number_kept(project: Project) -> int:
    """Return how often the responses were dealt out in what is kept; the usual number where nothing is."""
    made = read_json(project.path(MADE_FROM))
    number = made.get("permutations") if isinstance(made, dict) else None
    return number if isinstance(number, int) and number >= 1 else USUAL


def _refuse_patients(project: Project) -> None:
    """Stop where the registry is not the simulated one: of patients these analyses are not made."""
    if not open_registry(str(project.path(REGISTRY))).simulated:
        what = "so nothing is dealt out: the analyses of the list are not made of a registry of patients"
        raise Fault(f"{REGISTRY} is not the simulated registry, {what}. Nothing was written.")


def as_text(found: Sequence[Dealing]) -> str:
    """Return the dealings as a table in CSV: number 0 is what the true responses give.

    >>> from compendium.clinical.curve_counts import Counts
    >>> print(as_text([(0, {"skin": Counts(9, 4, 10)})]), end="")
    permutation,question,same_sign,excludes,computed
    0,skin,9,4,10
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((k, question, *each) for k, of in found for question, each in sorted(of.items()))
    return text.getvalue()


def made_from(project: Project, permutations: int, seed: int) -> dict[str, str | int]:
    """Return the list's hash, the number of dealings and the seed, and checksums of code, packages and data."""
    closure, lock = Closure(project), Lock(project)
    reached = closure.of_step([_MODULE])
    own = {path: checksum for path, checksum in reached.items() if not path.startswith(("src/press/", "press/"))}
    data = sorted(project.path(REGISTRY).glob("*/*.csv"))
    files = {project.name(path): file_sha256(path) for path in [*data, *map(project.path, _DEFINITIONS)]}
    return {
        "list": multiverse().frozen,
        "permutations": permutations,
        "seed": seed,
        "code": sha256(repr(sorted(own.items()))),
        "packages": sha256(repr(lock.of_imports(closure.imported([_MODULE])))),
        "data": sha256(repr(sorted(files.items()))),
    }
