"""Whether events fall on patients as chance would have it, or cluster in some of them: the Pearson dispersion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from compendium.stats.recorded import exposed
from press.rows import Key, Row

if TYPE_CHECKING:
    from compendium.stats.recorded import Values

_METHOD = "Pearson chi-squared by degrees of freedom of a common Poisson rate; about 1 if events are independent"


def dispersion(events_per_patient: Values, exposure_per_patient: Values, key: Key) -> list[Row]:
    """State `dispersion` (n = patients): the sum of (events - expected)^2 / expected, by patients - 1.

    Expected is the common rate times the patient's exposure. Patients without exposure, or with a missing number, are
    left out. No value without an event or with fewer than two patients. Raises ValueError if unaligned, for
    events that are no counts and for negative exposure.

    >>> import pandas as pd
    >>> dispersion(pd.Series([0, 1, 2, 5]), pd.Series([1.0, 1.0, 1.0, 1.0]), Key("safety"))[0].value  # 14 / 2 / 3
    2.3333333333333335
    """
    events, exposure = exposed(events_per_patient, exposure_per_patient)
    n, total = int(events.size), float(events.sum())
    if n < 2 or total == 0:
        note = "no event" if n > 1 else "fewer than two patients with exposure"
        return [key.row("dispersion", None, n=n, method=_METHOD, note=note)]
    expected = total * exposure / exposure.sum()
    return [key.row("dispersion", float(np.sum((events - expected) ** 2 / expected)) / (n - 1), n=n, method=_METHOD)]
