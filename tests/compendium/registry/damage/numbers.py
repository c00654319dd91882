"""Numbers that are none, on another scale, in another unit, or codes for missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from compendium.registry.codebook import load_codebook
from compendium.registry.sent import FILE

from .acts import cell, column, every, patient, times
from .as_sent import Change, Damage, Tables

NUMBERS: Mapping[str, str] = {
    "old": "a number, nothing else",
    "n.d.": "a number, nothing else",
    "<5": "a number, nothing else",
    "1,5": "decimal point",
    "1.240,5": "a number, nothing else",
    "80/80": "a number, nothing else",
    "2,3 µkat/L": "a number, nothing else",
    "#N/A": "a number, nothing else",
    "####": "a number, nothing else",
    "-9": "from ",
    "-999": "from ",
    "nan": "a number, nothing else",
    "1e99": "from ",
    "99999999": "from ",
    "٤٥ anni": "a number, nothing else",
}
SCALES = {  # column, how one centre writes it, what is said
    "mmt8": (times(80 / 150, 0), "MMT8 from 0 to 150"),
    "ck": (times(1 / 60, 2), "a factor of about 60"),
    "ldh": (times(1 / 60, 2), "a factor of about 60"),
    "ast": (times(1 / 60, 2), "a factor of about 60"),
    "alt": (times(1 / 60, 2), "a factor of about 60"),
    "aldolase": (times(1 / 60, 3), "a factor of about 60"),
    "ck_uln": (times(1 / 60, 2), "a factor of about 60"),
    "ldh_uln": (times(1 / 60, 2), "a factor of about 60"),
    "prednisone": (times(1 / 1000, 4), "a factor of about a thousand"),
    "physician_global": (times(10, 0), "from 0 to 10"),
    "patient_global": (times(10, 0), "from 0 to 10"),
    "dysphagia_vas": (times(10, 0), "from 0 to 10"),
    "extramuscular": (times(10, 0), "from 0 to 10"),
    "haq_di": (times(8, 0), "from 0 to 3"),
    "dose": (times(1000, 0), "from 0.1 to 4"),
    "age": (times(12, 0), "from 0 to 110"),
}


def series(name: str, factor: float) -> Change:
    """Change the middle one of a patient's three values or more, where the others are near it."""

    def change(sent: Tables) -> None:
        visits = sent["visits"]
        filled = visits[visits[name] != ""].sort_values(["patient_id", "visit_on"])
        number = filled[name].astype(float)
        usual = load_codebook().variable(name, "visits")
        for _, of_patient in number.groupby(filled["patient_id"]):
            value = of_patient.iloc[len(of_patient) // 2] * factor
            near = of_patient.max() < 3 * of_patient.min()
            if len(of_patient) >= 3 and near and (usual.usual_low or 0) < value < (usual.usual_high or 0):
                visits.loc[of_patient.index[len(of_patient) // 2], name] = f"{value:.0f}"
                return
        raise AssertionError(f"no series of {name} to damage")

    return change


def twice(name: str, value: str) -> Change:
    """Write a value into two filled cells of B that are near it."""

    def change(sent: Tables) -> None:
        visits = sent["visits"]
        near = pd.to_numeric(visits[name]).between(float(value) / 2, 2 * float(value))
        visits.loc[visits.index[near & visits[FILE].str.startswith("b")][:2], name] = value

    return change


def damaged_numbers() -> Iterator[Damage]:
    """Yield every kind of damage to a number."""
    for name in ("age", "mmt8", "ck", "haq_di"):
        for value, says in NUMBERS.items():
            integer = name in ("age", "mmt8") and value == "1,5"
            yield Damage(f"{name} {value}", cell(name, value), "fault", "decimal point" if integer else says)
    for value in ("54.0", "54", " 54 ", "+54", "5.4e1", "54.00"):
        yield Damage(f"age {value!r}", patient(age=value, first_symptom_on="", diagnosed_on=""), "right")
    for value in ("1250.0", "1250.00", "1.25e3"):
        yield Damage(f"ck {value}", cell("ck", value), "right")
    for value in ("12.200", "104.25"):
        yield Damage(f"ck {value}", cell("ck", value), "flag", "more decimals")
    for name, value in (("ck", "5"), ("ck", "60000"), ("prednisone", "300"), ("myoglobin", "30000"), ("age", "16")):
        yield Damage(f"{name} {value}", cell(name, value), "flag", "unusual")
    for name, (how, says) in SCALES.items():
        yield Damage(f"{name} on another scale in one centre", column(name, how), "fault", says)
    for name in ("ck", "ldh", "ast", "alt", "myoglobin"):
        yield Damage(f"{name} 999 for missing", every(6, name, "999"), "fault", "as a code would")
        yield Damage(f"{name} 9999 for missing", every(9, name, "9999"), "fault", "as a code would")
    for name in ("mmt8", "prednisone"):
        yield Damage(f"{name} 99 for missing", every(5, name, "99"), "fault", "as a code would")
    for name in ("ck", "mmt8", "ldh"):
        yield Damage(f"{name} 0 for missing", every(4, name, "0"), "flag", "0 seems to stand for missing")
    yield Damage("ck 999 twice", twice("ck", "999"), "flag", "does 999 stand for missing? It is in 2 rows of b")
    yield Damage("ck in decimals", every(4, "ck", "152.37"), "flag", "are they in µkat/L")
    for name, value in (("age", "50"), ("mmt8", "100")):
        what = f"{name} the same in everybody of a centre"
        yield Damage(what, column(name, lambda _, value=value: value), "flag", "one value filled in for everybody?")
    for name, factor in (("ldh", 1 / 60), ("ck", 60.0), ("alt", 40.0)):
        what = f"one {name} of a series in another unit"
        yield Damage(what, series(name, factor), "flag", "at the patient's visits")
    for name in ("ck_uln", "ldh_uln", "ast_uln", "alt_uln", "myoglobin_uln"):
        yield Damage(f"one {name} ten times too large", cell(name, "1900"), "flag", "in this file as a rule")
