"""The simulated adverse events: a quarter of the patients, mostly headache and fever, mostly mild and soon over."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from compendium.clinical.how_safe import TRANSITORY_DAYS
from simulated_registry.nudging import Bools
from simulated_registry.timing import LOCK

# Common terms: weight, shares of grades 1 and 2 (none is graded 3), usual days to resolution.
_COMMON = {
    "Headache": (16, 0.78, 2),
    "Pyrexia": (5, 0.75, 2),
    "Influenza like illness": (4, 0.70, 3),
    "Chills": (2, 0.90, 1),
    "Fatigue": (2, 0.90, 4),
    "Nausea": (3, 0.85, 2),
    "Vomiting": (1.5, 0.50, 1),
    "Rash": (2.5, 0.75, 10),
    "Urticaria": (1.5, 0.60, 4),
    "Dyshidrotic eczema": (1.5, 0.50, 30),
    "Hypertension": (3, 0.60, 2),
    "Tachycardia": (1, 0.90, 1),
    "Myalgia": (1.5, 0.85, 4),
    "Arthralgia": (1.5, 0.80, 5),
    "Leukopenia": (1, 0.60, 20),
    "Transaminases increased": (1, 0.70, 25),
}
# Rare terms: grade, serious, at least, at most, usual days to resolution.
_RARE = {
    "Meningitis aseptic": (3, True, 1, 1, 9),
    "Pulmonary embolism": (3, True, 0, 1, 90),
    "Deep vein thrombosis": (3, True, 1, 1, 75),
    "Haemolysis": (2, False, 1, 1, 18),
    "Blood creatinine increased": (2, False, 1, 1, 16),
    "Anaphylactic reaction": (3, True, 0, 1, 1),
}
_ACTIONS = {
    1: (("none", "infusion slowed"), (0.7, 0.3)),
    2: (("none", "infusion slowed", "interrupted", "dose reduced"), (0.25, 0.40, 0.25, 0.10)),
    3: (("interrupted", "dose reduced"), (0.7, 0.3)),
}
_DELAYED = 0.1


def draw_events(
    people: pd.DataFrame, classes: Mapping[str, str], rng: np.random.Generator
) -> tuple[pd.DataFrame, Bools]:
    """Return one row per adverse event, and for each patient whether an event ended the treatment.

    `classes` gives the system organ class of each term.
    """
    terms = _terms(rng)
    affected = _affected(people, rng)
    extra = rng.choice(affected, size=len(terms) - len(affected), replace=len(terms) > 2 * len(affected))
    person = np.concatenate([affected, extra])
    events = pd.DataFrame(terms, columns=["preferred_term", "ctcae_grade", "serious", "usual_days"])
    events["person"] = rng.permutation(person)
    events = _mostly_mild(events, (people["fails"] == "").to_numpy(), rng)
    ends = _ends_treatment(events, people, rng)
    events["onset_on"] = [
        _onset(people.loc[person], ended, rng) for person, ended in zip(events["person"], ends, strict=True)
    ]
    events["resolved_on"] = _resolved(events, rng)
    events["related"] = np.where(ends, True, np.where(rng.random(len(events)) < 0.87, True, False)).astype(object)
    events.loc[~ends & (rng.random(len(events)) < 0.06), "related"] = None
    drawn = [str(rng.choice(_ACTIONS[grade][0], p=_ACTIONS[grade][1])) for grade in events["ctcae_grade"]]
    events["action"] = np.where(ends, "stopped", drawn)
    events["system_organ_class"] = events["preferred_term"].map(dict(classes))
    stopped = people.index.isin(events["person"][ends])
    return _numbered(events, people), stopped


def _terms(rng: np.random.Generator) -> list[tuple[str, int, bool, int]]:
    """Return (term, grade, serious, usual days) of every event: the rare ones, and 48 to 58 common ones."""
    rare = [
        (term, grade, serious, days)
        for term, (grade, serious, low, high, days) in _RARE.items()
        for _ in range(int(rng.integers(low, high + 1)))
    ]
    weights = np.array([weight for weight, _, _ in _COMMON.values()])
    drawn = rng.choice(list(_COMMON), size=int(rng.integers(48, 59)), p=weights / weights.sum())
    common = []
    for term in drawn:
        _, mild, days = _COMMON[str(term)]
        common.append((str(term), 1 if rng.random() < mild else 2, False, days))
    return rare + common


def _affected(people: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Return the patients with any event: 32 to 36 of the included and about a quarter of the others."""
    included = np.flatnonzero(people["fails"] == "")
    others = np.flatnonzero(people["fails"] != "")
    return np.concatenate(
        [
            rng.choice(included, size=int(rng.integers(32, 37)), replace=False),
            rng.choice(others, size=int(rng.integers(4, 9)), replace=False),
        ]
    )


def _mostly_mild(events: pd.DataFrame, included: Bools, rng: np.random.Generator) -> pd.DataFrame:
    """Make grade 2 of the common terms grade 1, one by one, until mild events prevail.

    Three in five events are then of grade 1, and grade 1 is the worst that more than half of the patients had.
    """
    events = events.copy()
    theirs = included[events["person"].to_numpy()]

    def prevails() -> bool:
        mild = events[theirs]["ctcae_grade"] == 1
        return bool(mild.mean() > 0.62 and mild.groupby(events["person"]).all().mean() > 0.55)

    while not prevails():
        common = (events["ctcae_grade"] == 2) & events["preferred_term"].isin(list(_COMMON))
        events.loc[rng.choice(events.index[theirs & common]), "ctcae_grade"] = 1
    return events


def _ends_treatment(events: pd.DataFrame, people: pd.DataFrame, rng: np.random.Generator) -> Bools:
    """Return which events ended the treatment: three to five, the severe first, one a patient, nobody still treated."""
    possible = events[~events["person"].map(people["ongoing"]).astype(bool) & (events["ctcae_grade"] > 1)]
    order = possible["ctcae_grade"] + rng.random(len(possible))
    first = possible.loc[order.sort_values(ascending=False).index].drop_duplicates("person")
    chosen = first.index[: int(rng.integers(3, 6))]
    return events.index.isin(chosen)


def _onset(patient: pd.Series, ended: bool, rng: np.random.Generator) -> pd.Timestamp:
    """Return the day of onset: up to two days after a course, early ones more often, and some up to 30 days after."""
    first, last = pd.Timestamp(patient["first_ivig_on"]), pd.Timestamp(patient["last_ivig_on"])
    courses = int(patient["infusions_n"])
    if ended or courses == 1:
        return last
    weight = 1 / np.arange(1, courses + 1)
    course = int(rng.choice(courses, p=weight / weight.sum()))
    delay = int(rng.integers(3, 31)) if rng.random() < _DELAYED else int(rng.integers(0, 3))
    day = round((last - first).days * course / (courses - 1)) + delay
    return min(first + pd.Timedelta(days=day), pd.Timestamp(LOCK))


def _resolved(events: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    """Return the day of resolution: for most events while they count as transitory; a few are never said to be over."""
    days = np.maximum(np.round(events["usual_days"].to_numpy(float) * rng.lognormal(0, 0.5, len(events))), 0)
    lasting = events["usual_days"].to_numpy() > TRANSITORY_DAYS
    days = np.where(lasting, days, np.minimum(days, 25))
    resolved = events["onset_on"] + pd.to_timedelta(days, unit="D")
    unknown = lasting & (rng.random(len(events)) < 0.25) | (rng.random(len(events)) < 0.03)
    return resolved.mask(unknown | (resolved > pd.Timestamp(LOCK)))


def _numbered(events: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Give each event its patient's pseudonym and a number of its own, in order of onset."""
    events = events.assign(patient_id=people["patient_id"].reindex(events["person"]).to_numpy())
    events = events.sort_values(["patient_id", "onset_on", "preferred_term", "ctcae_grade"], ignore_index=True)
    number = events.groupby("patient_id").cumcount() + 1
    return events.assign(event_id=events["patient_id"] + "-" + number.astype(str))
