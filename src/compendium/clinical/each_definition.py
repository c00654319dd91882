"""Table 1 by response and the odds ratios of response, once more under each definition of response in turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from compendium.clinical.antibodies import explained
from compendium.clinical.cohort import Cohort, derive
from compendium.clinical.response_models import printed_model, univariable
from compendium.clinical.responses import read_responses
from compendium.clinical.who_was_treated import OUTCOME, by_group, characteristic_lists, response_rows
from press.rows import Ledger, Row

GROUP = "response"


def under_each_definition(cohort: Cohort, predictors: Sequence[str]) -> Ledger:
    """Return the rows of `under_definition` for every definition of data/definitions/responses.csv.

    Each row is called as the analysis calls it, with the id of the definition after the name of the analysis:
    `predictors.raynaud.multivariable.or` is `predictors_imacs.raynaud.multivariable.or` under the definition `imacs`.
    """
    return Ledger(*(_renamed(under_definition(cohort, name, predictors), name) for name in read_responses()))


def under_definition(cohort: Cohort, response: str, predictors: Sequence[str]) -> list[Row]:
    """Return what depends on who is called a responder, as the chapters compute it, under another definition.

    Every characteristic of Table 1 among responders and among non-responders with the standardised difference, and the
    odds ratios of these predictors, each by itself, and of the two of the published model. Raises Fault for an
    unknown id.
    """
    patients = derive(cohort.patients, cohort.visits, response)
    turned = replace(cohort, patients=patients, response=response)
    names = [*(name for listed in characteristic_lists().values() for name in listed), *OUTCOME]
    return [
        *response_rows(turned),
        *explained(by_group(patients, names, patients[GROUP], GROUP), patients),
        *univariable(turned, predictors),
        *printed_model(turned),
    ]


def _renamed(rows: list[Row], definition: str) -> Iterator[Row]:
    return (replace(row, analysis=under(row.analysis, definition)) for row in rows)


def under(analysis: str, definition: str) -> str:
    """Return the name of an analysis under a definition of response.

    >>> under("cohort", "tis20")
    'cohort_tis20'
    """
    return f"{analysis}_{definition}"
