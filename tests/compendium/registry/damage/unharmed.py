"""Registries in which nothing is wrong: other patients like those of the simulated one, measured a little otherwise."""

from __future__ import annotations

from random import Random

import pandas as pd

from compendium.registry.codebook import TABLES, load_codebook
from compendium.registry.sent import FILE

from .as_sent import Tables, undamaged

_JITTERED = ("ck", "ldh", "ast", "alt", "aldolase", "myoglobin")
_MOST_DAYS = 700


def unharmed(seed: int) -> Tables:
    """Return a registry of patients drawn with replacement, each moved in time, with enzymes up to a tenth off.

    No two are moved by as many days: who is drawn twice is two patients.
    """
    random, sent = Random(seed), undamaged()
    patients = sent["patients"]
    drawn = [random.randrange(len(patients)) for _ in range(len(patients))]
    days = dict(enumerate(random.sample(range(-_MOST_DAYS, _MOST_DAYS), len(drawn))))
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in TABLES}
    for new, at in enumerate(drawn):
        for name in TABLES:
            rows = sent[name][sent[name]["patient_id"] == patients.loc[at, "patient_id"]].copy()
            rows["patient_id"] = f"X{new:04d}"
            if name == "adverse_events":
                rows["event_id"] = [f"X{new:04d}-{number}" for number in range(len(rows))]
            parts[name].append(_otherwise(rows, name, days[new], random))
    moved = {name: pd.concat(each, ignore_index=True) for name, each in parts.items()}
    return {name: table.sort_values(FILE, kind="stable", ignore_index=True) for name, table in moved.items()}


def _otherwise(rows: pd.DataFrame, table: str, days: int, random: Random) -> pd.DataFrame:
    """Move the dates of a patient by `days`, and change the enzymes as another day's measurement would."""
    for variable in load_codebook().table(table):
        if variable.kind == "date":
            rows[variable.name] = [_moved(cell, days) for cell in rows[variable.name]]
        elif variable.name in _JITTERED:
            decimals = variable.decimals
            rows[variable.name] = [
                f"{float(cell) * random.uniform(0.9, 1.1):.{decimals}f}" if cell else "" for cell in rows[variable.name]
            ]
    return rows


def _moved(cell: str, days: int) -> str:
    return str((pd.Timestamp(cell) + pd.Timedelta(days=days)).date()) if cell else ""
