"""What happened to a simulated patient, told in a sentence before any table: how long, how strong, how it ended."""

from __future__ import annotations

from typing import Any

import pandas as pd

from compendium.exhibits import labels
from compendium.exhibits.tables_cohort import REMARKS
from press.rows import text
from press.rows.sentence import capital, count, moved

ONGOING, DEATH = "ongoing", "death"
_SEEN = {"alive": "alive at the last record", "dead": "had died by the last record"}


def story(person: pd.Series, visits: pd.DataFrame | None, events: int) -> str:
    """Return the sentence. `visits`: those of the patient, None without any; `events`: how many adverse ones."""
    adverse = f"{count(events)} adverse event{'' if events == 1 else 's'}".replace("zero", "no")
    told = [better(person["response_physician"]), treated(person), strength(visits), adverse]
    told.append(ending(person["stop_reason"]))
    if (person["stop_reason"], person["vital_status"]) not in ((DEATH, "dead"), (ONGOING, "alive")):  # said already
        told.append(seen(person["vital_status"]))
    return f"{capital('; '.join(filter(None, told)))}."


def better(judged: Any) -> str:
    """Return whether the treating physician judged that a patient had responded; "" where nobody wrote it down.

    >>> better("responder"), better("non-responder"), better(None)
    ('better in the judgement of the physician', 'not better in the judgement of the physician', '')
    """
    known = {"responder": "better", "non-responder": "not better"}.get(judged, "")
    return f"{known} in the judgement of the physician" if known else ""


def treated(person: pd.Series) -> str:
    """Return how long a patient was treated, and with how many infusions where that was recorded."""
    months = text.number(person["treatment_duration"], 0)
    with_them = "" if pd.isna(person["infusions_n"]) else f" with {text.plain(float(person['infusions_n']))} infusions"
    return f"treated for {months} month{'' if months == '1' else 's'}{with_them}"


def strength(visits: pd.DataFrame | None) -> str:
    """Return how strength went from the first visit to the last at which it was measured; "" where it was not twice."""
    if visits is None:
        return ""
    measured = visits.sort_values("visit_on")["mmt8"].dropna()
    if len(measured) < 2:
        return ""
    first, last = float(measured.iloc[0]), float(measured.iloc[-1])
    top = text.plain(labels.variable("mmt8").high or 0.0)
    ways = f"at {text.plain(first)}" if first == last else f"from {text.plain(first)} to {text.plain(last)}"
    return f"strength (MMT8) {moved(last - first)} {ways} of {top}"


def ending(reason: Any) -> str:
    """Return why treatment ended, or that it did not.

    >>> ending("ongoing"), ending("remission"), ending("death")
    ('still treated at the last record', 'treatment ended: remission', 'death ended the treatment')
    """
    if pd.isna(reason):
        return "why treatment ended is not recorded"
    return {ONGOING: "still treated at the last record", DEATH: "death ended the treatment"}.get(
        reason, f"treatment ended: {reason}"
    )


def seen(status: Any) -> str:
    """Return whether a patient lived when last seen.

    >>> seen("dead"), seen("lost to follow-up"), seen(None)
    ('had died by the last record', 'lost to follow-up', 'whether alive is not recorded')
    """
    return "whether alive is not recorded" if pd.isna(status) else _SEEN.get(status, str(status))


def in_words(diagnosis: Any) -> str:
    """Return a diagnosis without its abbreviation.

    >>> in_words("ASyS"), in_words("overlap"), in_words(None)
    ('antisynthetase syndrome', 'overlap myositis', 'diagnosis not recorded')
    """
    if pd.isna(diagnosis):
        return "diagnosis not recorded"
    spelt = dict(each.split(": ") for each in REMARKS["diagnosis"].rstrip(".").split("; "))
    return spelt.get(diagnosis, "overlap myositis" if diagnosis == "overlap" else str(diagnosis))
