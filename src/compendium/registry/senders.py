"""Who sent a line: the file of its centre, or the centre of its patient where all centres share a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from compendium.registry.table import Table


def sender_of(table: Table, patients: Table) -> pd.Series:
    """Return for each line who sent it, as a category; a line of a patient without a known centre goes by its file."""
    if table.by_folder or not patients.has("patient_id", "centre") or not table.has("patient_id"):
        return table.file_of
    centre = table.of_patient(patients, "centre").astype(object)
    return centre.where(centre.notna(), table.file_of.astype(object)).astype("category")
