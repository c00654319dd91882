"""When a patient is at risk of an adverse event of IVIg: from the first infusion to thirty days after the last."""

from __future__ import annotations

import pandas as pd

from press.rows import Key, Row

# A choice: infusions are monthly, so the last one is taken to act for a month. Events and time are counted in the same
# window. Dates of death are not recorded, so the days after the last infusion of a patient who died count as lived.
RISK_DAYS_AFTER = 30


def days_at_risk(patients: pd.DataFrame) -> pd.Series:
    """Return the days from the first IVIg to the end of the window (index as given; columns first_, last_ivig_on).

    >>> dates = {"first_ivig_on": ["2012-01-01"], "last_ivig_on": ["2012-03-01"]}
    >>> days_at_risk(pd.DataFrame(dates).astype("datetime64[ns]")).tolist()
    [90]
    """
    return (patients["last_ivig_on"] - patients["first_ivig_on"]).dt.days + RISK_DAYS_AFTER


def in_window(events: pd.DataFrame, patients: pd.DataFrame) -> pd.Series:
    """Return whether each event began in its patient's window, whose last day still counts (index of `events`)."""
    own = patients.set_index("patient_id").reindex(events["patient_id"])
    first, days = own["first_ivig_on"].to_numpy(), days_at_risk(own).to_numpy()
    since: pd.Series = (events["onset_on"] - first).dt.days
    return since.between(0, pd.Series(days, index=events.index))


def window_rows(events: pd.DataFrame, patients: pd.DataFrame, key: Key) -> list[Row]:
    """State how long the window stays open after the last IVIg, and how many of all events began outside it."""
    outside = int((~in_window(events, patients)).sum())
    return [
        key.at(variable="risk_window").row(
            "days", RISK_DAYS_AFTER, method="assumed: at risk so long after the last IVIg"
        ),
        key.at(variable="outside_window").row(
            "count", outside, n=len(events), method="events outside the risk window: in no rate"
        ),
    ]
