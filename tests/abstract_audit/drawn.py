"""Abstracts drawn from made-up patients: each number honestly computed and rounded, or one damaged on purpose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

import numpy as np
import statsmodels.api as sm
import yaml
from scipy import stats

from abstract_audit.audit import Audit, audit
from abstract_audit.finding import INCONSISTENT
from abstract_audit.reading import abstract_of

Drawn = dict[str, Any]
_NORMAL = float(stats.norm.isf(0.025))


def honest(seed: int) -> Drawn:
    """An abstract whose numbers were all computed from patients drawn with a seed, some of them unrecorded."""
    rng = np.random.default_rng([2021, seed])
    one, other = (int(each) for each in rng.integers(15, 71, 2))
    claims: list[Drawn] = []
    claims += [_percent(rng, one + other), _whole_mean(rng, one + other), _two_means(rng, one, other)]
    claims += [_shares(rng, one, other), *_odds_ratios(rng, one, other), _hazard(rng), _paired(rng, one + other)]
    return {
        "title": f"drawn {seed}",
        "patients": str(one + other),
        "groups": {"one": str(one), "other": str(other)},
        "claims": claims,
    }


def _p(value: float, rng: np.random.Generator) -> str:
    value = min(float(value), 1.0)  # some exact tests end a hair above
    if value < 0.001:
        return "<0.001"
    return f"{value:.3f}" if rng.random() < 0.7 or value < 0.01 else f"{value:.2f}"


def _recorded(rng: np.random.Generator, n: int, seldom: float = 0.15) -> int:
    """Of how many patients something was recorded: mostly of all, seldom of a few fewer."""
    return n - int(rng.binomial(n, rng.uniform(0, 0.12))) if rng.random() < seldom else n


def _percent(rng: np.random.Generator, n: int) -> Drawn:
    of = max(_recorded(rng, n), 1)
    share = 100 * rng.integers(0, of + 1) / of
    text = f"{np.floor(10 * share) / 10:.1f}%" if rng.random() < 0.03 else f"{share:.1f}%"  # seldom cut off
    return {"id": "percent", "kind": "percent", "percent": text}


def _whole_mean(rng: np.random.Generator, n: int) -> Drawn:
    values = rng.poisson(rng.uniform(1, 8), max(_recorded(rng, n), 2))
    spread = values.std(ddof=0 if rng.random() < 0.1 else 1)
    return {
        "id": "whole",
        "kind": "mean",
        "whole": "yes",
        "mean": f"{values.mean():.2f}",
        "sd": f"{spread:.2f}",
    }


def _two_means(rng: np.random.Generator, one: int, other: int) -> Drawn:
    a, b = rng.normal(50, 12, one), rng.normal(50 + rng.uniform(0, 12), 12, other)
    ranks = rng.random() < 0.15
    p = stats.mannwhitneyu(a, b).pvalue if ranks else stats.ttest_ind(a, b, equal_var=bool(rng.random() < 0.5)).pvalue
    parts = {
        name: {"mean": f"{each.mean():.1f}", "sd": f"{each.std(ddof=1):.1f}"}
        for name, each in (("one", a), ("other", b))
    }
    return {"id": "means", "kind": "two means", "groups": parts, "p": _p(p, rng)}


def _paired(rng: np.random.Generator, n: int) -> Drawn:
    before = rng.normal(100, 20, n)
    after = before * 0.6 + rng.normal(45 + rng.uniform(0, 10), 15, n)
    parts = {
        name: {"mean": f"{each.mean():.1f}", "sd": f"{each.std(ddof=1):.1f}"}
        for name, each in (("before", before), ("after", after))
    }
    return {"id": "paired", "kind": "paired means", **parts, "p": _p(stats.ttest_rel(before, after).pvalue, rng)}


def _test(rng: np.random.Generator, a: int, n1: int, c: int, n0: int) -> float:
    """The p-value of a table by a test drawn, computed by scipy; seldom of one side, or by a test that is not tried."""
    table = [[a, n1 - a], [c, n0 - c]]
    side = "two-sided" if rng.random() > 0.05 else ("less" if a * n0 < c * n1 else "greater")
    which = rng.random()
    if side != "two-sided" or which < 0.4:
        return float(stats.fisher_exact(table, alternative=side).pvalue)
    if which < 0.95:
        return float(stats.chi2_contingency(table, correction=bool(which < 0.65)).pvalue)
    return min(float(stats.boschloo_exact(table, n=16).pvalue), 1.0)


def _counts(rng: np.random.Generator, n1: int, n0: int) -> tuple[int, int]:
    while True:
        a, c = int(rng.binomial(n1, rng.uniform(0.15, 0.85))), int(rng.binomial(n0, rng.uniform(0.15, 0.85)))
        if 0 < a < n1 and 0 < c < n0:
            return a, c


def _shares(rng: np.random.Generator, one: int, other: int) -> Drawn:
    n1, n0 = _recorded(rng, one), _recorded(rng, other)
    a, c = _counts(rng, n1, n0)
    return {
        "id": "shares",
        "kind": "shares",
        "groups": _with_percent(a, n1, c, n0),
        "p": _p(_test(rng, a, n1, c, n0), rng),
    }


def _with_percent(a: int, n1: int, c: int, n0: int) -> Drawn:
    return {
        name: {"n": str(count), "percent": f"{100 * count / of:.1f}%"}
        for name, count, of in (("one", a, n1), ("other", c, n0))
    }


def _limits(rng: np.random.Generator, a: int, n1: int, c: int, n0: int) -> dict[str, str]:
    """The odds ratio of a table with an interval by Woolf, or conditional and exact by scipy."""
    table = np.array([[a, n1 - a], [c, n0 - c]])
    if rng.random() < 0.3:
        exact = stats.contingency.odds_ratio(table, kind="conditional")
        ends = (exact.statistic, *exact.confidence_interval(0.95))
        return dict(zip(("ratio", "low", "high"), (f"{each:.2f}" for each in ends), strict=True))
    return _ratio(float(np.log(table[0, 0] * table[1, 1] / (table[0, 1] * table[1, 0]))), np.sqrt((1 / table).sum()))


def _ratio(centre: float, error: float) -> dict[str, str]:
    ends = np.exp(centre + _NORMAL * error * np.array([0, -1, 1]))
    return dict(zip(("ratio", "low", "high"), (f"{each:.2f}" for each in ends), strict=True))


def _odds_ratios(rng: np.random.Generator, one: int, other: int) -> list[Drawn]:
    """Of one table, or two of one model with p-values of the model or of each alone."""
    kind = rng.integers(3)
    if kind == 2:
        return _adjusted(rng, one, other)
    n1, n0 = (_recorded(rng, n, 0.5) for n in (one, other))
    a, c = _counts(rng, n1, n0)
    counts: Drawn = {"groups": _with_percent(a, n1, c, n0)} if rng.random() < 0.4 else {}
    way = (a, n1, c, n0) if rng.random() < 0.5 else (c, n0, a, n1)  # either group may be held against the other
    return [
        {
            "id": "odds",
            "kind": "odds ratio",
            **_limits(rng, *way),
            "p": _p(_test(rng, a, n1, c, n0), rng),
            "adjusted": "no",
            **counts,
        }
    ]


def _adjusted(rng: np.random.Generator, one: int, other: int) -> list[Drawn]:
    outcome = np.repeat([1, 0], [one, other])
    while True:
        features = np.column_stack(
            [rng.random(one + other) < np.where(outcome, low, high) for low, high in rng.uniform(0.2, 0.8, (2, 2))]
        )
        counts = [(int(f[:one].sum()), int(f[one:].sum())) for f in features.T]
        if (
            all(0 < a < one and 0 < c < other for a, c in counts)
            and np.abs(np.corrcoef(features.T.astype(float))[0, 1]) < 0.8
        ):
            break
    model = sm.Logit(outcome, sm.add_constant(features.astype(float))).fit(disp=0)
    of_model = rng.random() < 0.5
    return [
        {
            "id": f"adjusted {k}", "kind": "odds ratio", **_ratio(model.params[k], model.bse[k]),
            "p": _p(model.pvalues[k] if of_model else _test(rng, a, one, c, other), rng),
        }
        for k, (a, c) in enumerate(counts, start=1)
    ]  # fmt: skip


def _hazard(rng: np.random.Generator) -> Drawn:
    centre, error = rng.normal(0, 0.5), rng.uniform(0.1, 0.5)
    return {
        "id": "hazard",
        "kind": "ratio",
        **_ratio(centre, error),
        "p": _p(2 * stats.norm.sf(abs(centre) / error), rng),
    }


def _digit(text: str, rng: np.random.Generator) -> str:
    """The text with one of its digits, not the first of a bound, another digit."""
    places = [k for k, each in enumerate(text) if each.isdigit() and not text.startswith("<")]
    if not places:
        return text
    k = places[rng.integers(len(places))]
    return text[:k] + str((int(text[k]) + int(rng.integers(1, 10))) % 10) + text[k + 1 :]


def _in(kind: str, *keys: str) -> Callable[[Drawn, np.random.Generator], bool]:
    """A damage: one digit of one of these keys in a claim of a kind."""

    def damage(drawn: Drawn, rng: np.random.Generator) -> bool:
        of = [claim for claim in drawn["claims"] if claim["kind"] == kind]
        claim = of[rng.integers(len(of))]
        key = keys[rng.integers(len(keys))]
        blocks = [
            claim,
            *(block for block in (*claim.get("groups", {}).values(), claim.get("before"), claim.get("after")) if block),
        ]
        having = [block for block in blocks if key in block]
        block = having[rng.integers(len(having))]
        before, block[key] = block[key], _digit(block[key], rng)
        return bool(before != block[key])

    return damage


def _patients(drawn: Drawn, rng: np.random.Generator) -> bool:
    drawn["patients"] = str(int(drawn["patients"]) + int(rng.choice([-1, 1])))
    return True


def _denominator(drawn: Drawn, rng: np.random.Generator) -> bool:
    of = int(drawn["patients"])
    other = of - int(rng.integers(1, max(of // 5, 2)))
    claim = next(claim for claim in drawn["claims"] if claim["kind"] == "percent")
    claim["percent"] = f"{100 * rng.integers(0, other + 1) / other:.1f}%"
    return True


DAMAGES: Mapping[str, Callable[[Drawn, np.random.Generator], bool]] = {
    "a digit of a percentage": _in("percent", "percent"),
    "a percentage of other patients": _denominator,
    "all patients off by one": _patients,
    "a digit of a mean of whole numbers": _in("mean", "mean"),
    "a digit of an SD of whole numbers": _in("mean", "sd"),
    "a digit of a count or its percentage": _in("shares", "n", "percent"),
    "a digit of the p-value of two shares": _in("shares", "p"),
    "a digit of a mean or SD of two groups": _in("two means", "mean", "sd"),
    "a digit of the p-value of a t-test": _in("two means", "p"),
    "a digit of an odds ratio": _in("odds ratio", "ratio"),
    "a digit of a limit of an odds ratio": _in("odds ratio", "low", "high"),
    "a digit of the p-value of an odds ratio": _in("odds ratio", "p"),
    "a digit of a hazard ratio or its limits": _in("ratio", "ratio", "low", "high"),
    "a digit of the p-value of a hazard ratio": _in("ratio", "p"),
    "a digit of the p-value of a paired test": _in("paired means", "p"),
}


def damaged(seed: int, kind: str) -> Drawn | None:
    """The abstract of a seed with one damage; None where there is nothing to damage."""
    drawn = deepcopy(honest(seed))
    done = DAMAGES[kind](drawn, np.random.default_rng([7, seed, list(DAMAGES).index(kind)]))
    return drawn if done else None


def what_differs(one: Drawn, other: Drawn) -> tuple[Drawn, Drawn]:
    """Both abstracts with the claims alone that differ between them; whole where patients or groups differ.

    Claims are audited one by one, but for odds ratios of the same groups, which are kept together.
    """
    if any(one[key] != other[key] for key in ("patients", "groups")):
        return one, other
    kinds = {a["kind"] for a, b in zip(one["claims"], other["claims"], strict=True) if a != b}
    return tuple(  # type: ignore[return-value]
        {**each, "claims": [claim for claim in each["claims"] if claim["kind"] in kinds]} for each in (one, other)
    )


def audited(drawn: Drawn) -> Audit:
    """The audit of a drawn abstract, written down as a reader would and read."""
    return audit(abstract_of(yaml.safe_dump(drawn, sort_keys=False), "drawn.yaml"))


def accused(found: Audit) -> set[tuple[str, tuple[str, ...]]]:
    """What no reading reconciles."""
    return {(each.claim, each.printed) for each in found.findings if each.verdict == INCONSISTENT and not each.unless}


def flagged(found: Audit) -> int:
    """How many findings do not agree as printed, whether another reading reconciles them or not."""
    return sum(each.verdict == INCONSISTENT for each in found.findings)
