"""The patient who is followed through the chapters, in words: the line of a table under the labels of the codebook."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compendium.clinical.cohort import Cohort
from compendium.clinical.core_set import improvement
from compendium.clinical.decisions_file import multiverse
from compendium.clinical.many_frames import definition_of
from compendium.clinical.responses import judged
from compendium.clinical.single_patients import line_of
from compendium.registry.codebook import load_codebook

NOT_RECORDED = "not recorded"


def told_of(frame: pd.DataFrame, patient: str, *columns: str) -> pd.DataFrame | str:
    """Return some columns of the lines of one patient as they are said, or the sentence that no single one is shown.

    A variable stands under its label in the codebook; what is no variable keeps its name.

    >>> events = pd.DataFrame({"patient_id": ["a"], "ctcae_grade": [2.0], "serious": [False]})
    >>> told_of(events, "a", "ctcae_grade", "serious").to_dict("records")
    [{'CTCAE grade (version 5.0)': '2', 'Serious': 'no'}]
    """
    found = line_of(frame, patient, *columns)
    if isinstance(found, str):
        return found
    labels = {variable.name: variable.label for variable in load_codebook().variables}
    return found.map(_in_words).rename(columns=labels)


def by_definition(cohort: Cohort) -> pd.DataFrame:
    """Return patient_id and, under each definition of response that is equivalent, whether the patient responded.

    Of a registry of patients nobody.
    """
    changes = improvement(cohort.visits)
    answers = {
        choice.label: judged(definition_of(choice), cohort.patients, changes).reset_index(drop=True)
        for choice in multiverse().decision("response").equivalent
    }
    lines = pd.DataFrame({"patient_id": cohort.patients["patient_id"].reset_index(drop=True), **answers})
    return lines if cohort.simulated else lines.head(0)


def _in_words(value: object) -> str:
    if pd.isna(value):  # type: ignore[call-overload]
        return NOT_RECORDED
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
