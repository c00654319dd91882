"""How far a registry's figures are from the printed ones of the published cohort, with intervals where they follow."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from compendium.stats.course_model import Contrast, difference
from compendium.stats.difference_of_shares import difference_of_shares
from compendium.stats.statement import NORMAL_QUANTILE, Estimate, not_computed, state_interval
from press.ground.spreadsheet import Line
from press.rows import Key, Ledger, Row, slug, text

ANALYSIS = Key("printed")
PATIENTS = "cohort.n"  # the printed line that says how many patients the published cohort had
NAMES = ("this registry", "published cohort")
_MINUS = f"{NAMES[0]} minus {NAMES[1]}"
SHARES = "the count behind the printed percentage is the only one of {} that rounds to it"
MEANS = f"difference of means, {_MINUS}, by Welch's t-test; the printed mean and SD taken to be of all {{}} patients"
RATIOS = f"ratio of odds ratios, {NAMES[0]} to {NAMES[1]}, standard errors from the limits of both 95% intervals"
# Why a printed line has no difference, by what is printed.
P_VALUE = "a p-value also says how many patients there were: two of them are not compared"
NO_FIGURE = "no figure was printed"
COUNT = "a count follows from how many patients a registry has"
CRITERION = "the dose is a criterion of eligibility"
NO_SPREAD = "no SD was printed, so there is no interval"
OWN_SPREAD = "the registry has no SD of its own"
OWN_SIZE = "of how many patients the registry's mean is, is not shown"
NOT_SHOWN = "it is not shown"
SEVERAL_COUNTS = "more than one count of patients rounds to the printed percentage"


def key_of(line_id: str) -> Key:
    """Return the key under which the difference from a printed line is stated.

    >>> key_of("efficacy.mmt.end.mean").row("difference", 1.0).id
    'printed.efficacy_mmt_end_mean.difference'
    """
    return ANALYSIS.at(variable=slug(line_id))


def count_behind(percent: str, total: int) -> int | None:
    """Return the only count of `total` patients whose percentage is printed so; None where several are, or none is.

    >>> count_behind("83.7", 123), count_behind("78", 123), count_behind("50", 1000)
    (103, 96, None)
    """
    digits = len(percent.partition(".")[2])
    found = [count for count in range(total + 1) if text.number(100 * count / total, digits) == percent]
    return found[0] if len(found) == 1 else None


def beside_published(lines: Sequence[Line], rows: Mapping[str, str], ledger: Ledger) -> Iterator[Row]:
    """Yield how far the registry is from each printed line, as rows with n and method; without a value, why not.

    `lines` are those of data/published.csv; `rows` names the result row of each by its id. Shares: difference,
    difference_low, difference_high in percentage points (Newcombe). Means with an SD: the same, in the outcome's unit
    (Welch). Odds ratios with limits: ratio, ratio_low, ratio_high (the difference of two independent logarithms; Altman
    and Bland, BMJ 2003;326:219). Limits and SDs are part of the line that they belong to and have none of their own.
    """
    by_id = {line["id"]: line for line in lines}
    total = int(by_id[PATIENTS].number("value"))
    for line in lines:
        own = ledger[rows[line["id"]]] if rows.get(line["id"], "") in ledger else None
        if not belongs_to_another(line["id"], by_id):
            yield from _one(line, by_id, own, ledger, total)


def belongs_to_another(line_id: str, known: Mapping[str, object]) -> bool:
    """Whether a line prints the SD of a mean or a limit of an odds ratio that has a line of its own.

    >>> belongs_to_another("a.sd", {"a.sd": "", "a.mean": ""}), belongs_to_another("a.mean", {"a.sd": "", "a.mean": ""})
    (True, False)
    """
    stem, _, statistic = line_id.rpartition(".")
    of = {"sd": "mean", "ci_low": "or", "ci_high": "or"}
    return statistic in of and f"{stem}.{of[statistic]}" in known


def _one(line: Line, lines: Mapping[str, Line], own: Row | None, ledger: Ledger, total: int) -> list[Row]:
    key, printed = key_of(line["id"]), line.number("value")
    why = _why_none(line, printed)
    if own is not None and math.isnan(own.value):
        lost = NOT_SHOWN if own.withheld else own.note or "it could not be computed"
        why = why or f"this registry has no such figure: {lost}"
    if why or own is None:
        return [key.row("difference", None, method="not compared", note=why or "this registry has no such figure")]
    if line["unit"] == "percent":
        return _shares(line, own, ledger, total)
    if line["unit"] == "odds ratio":
        return _ratio(line, lines, own, ledger, total)
    return _means(line, lines, own, ledger, total)


def _why_none(line: Line, printed: float) -> str:
    if line["unit"] == "p":
        return P_VALUE
    if math.isnan(printed):
        return NO_FIGURE
    if line["unit"] == "patients":
        return COUNT
    return CRITERION if line["unit"] == "g/kg/month" else ""


def _sibling(own: Row, statistic: str) -> str:
    return Key(own.analysis, own.variable, own.level, own.group).row(statistic, 0).id


def _shares(line: Line, own: Row, ledger: Ledger, total: int) -> list[Row]:
    key, count = key_of(line["id"]), count_behind(line["value"], total)
    if count is None:
        return [key.row("difference", None, n=total, method="not compared", note=SEVERAL_COUNTS)]
    counted, of = (int(ledger.value(_sibling(own, name))) for name in ("count", "total"))
    found = difference_of_shares((counted, of), (count, total), key, names=NAMES)
    method = f"{found[0].method}; {SHARES.format(total)}"
    return [key.row(row.statistic, row.value, n=row.n, method=method, note=row.note) for row in found]


def _means(line: Line, lines: Mapping[str, Line], own: Row, ledger: Ledger, total: int) -> list[Row]:
    key, stem = key_of(line["id"]), line["id"].rpartition(".")[0]
    n, sd_id = own.n or 0, _sibling(own, "sd")
    printed_sd = lines[f"{stem}.sd"].number("value") if f"{stem}.sd" in lines else math.nan
    own_sd = ledger.value(sd_id) if sd_id in ledger else math.nan
    value = own.value - line.number("value")
    if math.isnan(printed_sd) or math.isnan(own_sd) or n < 2:
        own_why = OWN_SIZE if own.n is None else OWN_SPREAD
        found = Estimate(value, note=NO_SPREAD if math.isnan(printed_sd) else own_why)
    else:
        one = Contrast(Estimate(own.value), se=own_sd / math.sqrt(n), df=n - 1)
        other = Contrast(Estimate(line.number("value")), se=printed_sd / math.sqrt(total), df=total - 1)
        found = difference(one, other).estimate
    return _stated(key, found, n=n + total, method=MEANS.format(total), name="difference")


def _ratio(line: Line, lines: Mapping[str, Line], own: Row, ledger: Ledger, total: int) -> list[Row]:
    stem = line["id"].rpartition(".")[0]
    printed = [lines[f"{stem}.{name}"].number("value") for name in ("ci_low", "ci_high")]
    limits = [ledger.value(_sibling(own, name)) for name in ("ci_low", "ci_high")]
    if not all(math.isfinite(value) and value > 0 for value in (own.value, *limits)):
        found = not_computed("the registry's own odds ratio has no finite interval")
    else:
        se = math.hypot(*(math.log(high / low) / (2 * NORMAL_QUANTILE) for low, high in (printed, limits)))
        value = math.log(own.value / line.number("value"))
        found = Estimate(value, value - NORMAL_QUANTILE * se, value + NORMAL_QUANTILE * se).exponential()
    return _stated(key_of(line["id"]), found, n=(own.n or 0) + total, method=RATIOS, name="ratio")


def _stated(key: Key, found: Estimate, *, n: int, method: str, name: str) -> list[Row]:
    return state_interval(key, found, n=n, method=method, name=name, low=f"{name}_low", high=f"{name}_high")
