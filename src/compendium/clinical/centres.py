"""Does the association of response with a few features hold within centres, and without any one of them?"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from compendium.clinical.which_centres import COUNTED_AS_ONE, TOGETHER, names_of, nothing_to_compare
from compendium.stats.contract import require_names
from compendium.stats.logistic import firth, logistic, profile
from compendium.stats.recorded import is_yes_no, require_categorical
from compendium.stats.statement import not_computed, state_interval
from compendium.stats.stratified import stratified
from press.rows import Key, Row, slug

WITHIN = "within_centres"  # group of each feature by itself, its strata the centres
# group -> how the model with centre as fixed effects is fitted
FIXED: dict[str, Callable[..., list[Row]]] = {
    "with_centre": logistic,
    "with_centre_profile": profile,
    "with_centre_firth": firth,
}
WITHOUT, WITHOUT_FIRTH = "without_centre", "without_centre_firth"  # groups of the model without one centre, its level
NUMBER = "a number is in no two-by-two table"
ENOUGH = "so many patients and centres that Wald's limits, given beside, stand for these, which would take hours"
_MOST = 40_000  # patients times centres


def within_centres(response: pd.Series, features: pd.DataFrame, centre: pd.Series, key: Key) -> list[Row]:
    """State how response goes with features (yes/no or numbers) within centres (categorical), three ways; all aligned.

    Group `within_centres`: each yes/no feature by itself, as `stratified` states it. Groups `with_centre` (Wald),
    `with_centre_profile` and `with_centre_firth`: the features in one model with centre as fixed effects. Groups
    `without_centre` and `without_centre_firth`: the model of the features without the centre that is the level; at no
    level or_lowest, or_highest and p_highest of the former, each with that centre as its note. At `key`, variable
    `centres`: compared, those that patients come from, and each as `called` says. Raises ValueError where centre is
    not categorical, and where two centres, or a centre and a feature, would have one name in ids.

    >>> patients = pd.DataFrame({"response": [1, 1, 0, 0] * 9, "raynaud": [1, 0] * 18, "centre": list("abb") * 12})
    >>> rows = within_centres(
    ...     patients["response"], patients[["raynaud"]], patients["centre"].astype("category"), Key("predictors")
    ... )
    >>> [(row.id, row.note) for row in rows if row.statistic == "or_lowest"]
    [('predictors.raynaud.without_centre.or_lowest', 'without a')]
    """
    names = _names(centre, features)
    at, one = key.at(variable="centres"), COUNTED_AS_ONE if TOGETHER in names else ""
    compared = at.row("compared", len(names), n=len(response), method="count of centres", note=one)
    rows = [compared, *called(centre, key)]
    if len(names) < 2:
        return [*rows, *_one_centre(features, len(response), key, nothing_to_compare(centre))]
    for name in features:
        rows += by_itself(response, features[name], centre, key.at(variable=str(name), group=WITHIN))
    rows += fixed_effects(response, features, centre, key)
    return [*rows, *leave_one_out(response, features, centre, key)]


def several(centre: pd.Series, key: Key) -> Row:
    """State how many centres there are to compare: variable `centres`; of one there is nothing to compare."""
    names = names_of(centre)
    one = COUNTED_AS_ONE if TOGETHER in names else ""
    compared, why = (len(names), one) if len(names) > 1 else (None, nothing_to_compare(centre))
    return key.at(variable="centres").row("compared", compared, n=len(centre), method="count of centres", note=why)


def called(centre: pd.Series, key: Key) -> list[Row]:
    """State of each centre that patients come from how many: variable `centres`, the note its name as recorded.

    >>> rows = called(pd.Series(["A", "B", "A"], dtype="category"), Key("cohort"))
    >>> [(row.id, row.value, row.note) for row in rows]
    [('cohort.centres.a.patients', 2.0, 'A'), ('cohort.centres.b.patients', 1.0, 'B')]
    """
    counts = centre.cat.remove_unused_categories().value_counts(sort=False)
    at, method = key.at(variable="centres"), "count of patients of the centre"
    return [
        at.at(level=slug(name)).row("patients", count, n=len(centre), method=method, note=str(name))
        for name, count in counts.items()
    ]


def _names(centre: pd.Series, features: pd.DataFrame) -> list[str]:
    """Return the centres that patients come from; ValueError where ids could not tell them, or a feature, apart."""
    require_categorical(centre, "centres")
    require_names(features, "feature")
    names = names_of(centre)
    columns = [_column(name) for name in names]
    twice = sorted({each for each in columns if columns.count(each) > 1} | set(columns) & set(map(str, features)))
    if twice:
        raise ValueError(f"{', '.join(twice)} would stand for two things: rename the centre or the feature")
    return names


def _column(name: object) -> str:
    return f"centre_{slug(str(name))}"


def by_itself(response: pd.Series, feature: pd.Series, centre: pd.Series, key: Key) -> list[Row]:
    """Relate a yes/no feature to response, every centre a stratum; of a number there is no two-by-two table."""
    if is_yes_no(feature):
        return stratified(response, feature, centre, key)
    return [*_nothing([key.variable], len(response), key, NUMBER), _unlike(key, len(response), NUMBER)]


def fixed_effects(response: pd.Series, features: pd.DataFrame, centre: pd.Series, key: Key) -> list[Row]:
    """Fit the features with a yes/no variable for each centre but the first, three ways.

    A centre none of whose patients has everything recorded is in no model. Where all responded at a centre, only
    Firth's method has an answer. Of very many patients and centres only Wald's limits are given: the profile of every
    centre's coefficient would take hours.
    """
    complete = response.notna() & features.notna().all(axis=1) & centre.notna()
    used = list(centre[complete].cat.remove_unused_categories().cat.categories)
    if len(used) < 2:
        why = "patients with everything recorded come from one centre"
        return [row for group in FIXED for row in _nothing(features, int(complete.sum()), key.at(group=group), why)]
    found, by_wald_alone = [], len(used) * int(complete.sum()) > _MOST
    columns = {_column(name): (centre == name).astype("boolean").mask(centre.isna()) for name in used[1:]}
    table = features.assign(**columns)
    for group, fit in FIXED.items():
        if by_wald_alone and fit is not logistic:
            found += _nothing(features, int(complete.sum()), key.at(group=group), ENOUGH)
        else:
            found += fit(response, table, key.at(group=group))
    return found


def leave_one_out(response: pd.Series, features: pd.DataFrame, centre: pd.Series, key: Key) -> list[Row]:
    """Fit the features without each centre in turn, by maximum likelihood and by Firth; state the extremes."""
    rows, names = [], list(centre.cat.remove_unused_categories().cat.categories)
    for name in names:
        rest = (centre != name) & centre.notna()
        for group, fit in ((WITHOUT, logistic), (WITHOUT_FIRTH, firth)):
            rows += fit(response[rest], features[rest], key.at(level=slug(name), group=group))
    called = {slug(name): str(name) for name in names}
    return [*rows, *(row for name in features for row in _extremes(rows, called, key.at(variable=str(name))))]


def _extremes(rows: Sequence[Row], called: dict[str, str], key: Key) -> list[Row]:
    """State the lowest and highest odds ratio and the highest p of a feature over the centres left out."""
    found, at = [], key.at(group=WITHOUT)
    for name, statistic, choose in (("or_lowest", "or", min), ("or_highest", "or", max), ("p_highest", "p", max)):
        own = [row for row in rows if (row.variable, row.group, row.statistic) == (key.variable, WITHOUT, statistic)]
        known = [row for row in own if not math.isnan(row.value)]
        answered = "" if len(known) == len(own) else f" ({len(known)} of {len(own)} have an answer)"
        method = f"{name.replace('_', ', ')} of the models without one centre{answered}"
        if known:
            row = choose(known, key=lambda each: each.value)
            found.append(at.row(name, row.value, n=row.n, method=method, note=f"without {called[row.level]}"))
        else:
            found.append(at.row(name, None, method=method, note="whichever centre is left out, there is no model"))
    return found


def _one_centre(features: pd.DataFrame, n: int, key: Key, why: str) -> list[Row]:
    rows = [row for group in (WITHIN, *FIXED) for row in _nothing(features, n, key.at(group=group), why)]
    for name in features:
        within, without = (key.at(variable=str(name), group=group) for group in (WITHIN, WITHOUT))
        rows.append(_unlike(within, n, why))
        rows += [
            without.row(statistic, None, n=n, method="of the models without one centre", note=why)
            for statistic in ("or_lowest", "or_highest", "p_highest")
        ]
    return rows


def _unlike(key: Key, n: int, why: str) -> Row:
    return key.row("p_homogeneity", None, n=n, method="test of equal odds ratios", note=why)


def _nothing(features: Iterable[object], n: int, key: Key, why: str) -> list[Row]:
    """State odds ratio, interval and p of every feature as not computed."""
    rows, method = [], "odds ratio within centres"
    for name in features:
        at = key.at(variable=str(name))
        rows += state_interval(at, not_computed(why), n=n, method=method, name="or")
        rows.append(at.row("p", None, n=n, method=method, note=why))
    return rows
