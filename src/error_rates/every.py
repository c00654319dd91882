"""Every scenario, in the order of the table: one for each kind of interval and each test that the study uses."""

from __future__ import annotations

from functools import cache
from types import ModuleType

from error_rates.scenario import Scenario
from error_rates.scenarios import changes, course, events, groups, models, shares, tables
from error_rates.sizes import read_sizes

# A new kind of interval or test is a scenario in the module of its topic; its number must be one never used before.
TOPICS: tuple[ModuleType, ...] = (shares, tables, models, groups, changes, course, events)


@cache
def every_scenario() -> dict[str, Scenario]:
    """Return the scenarios by name."""
    return {scenario.name: scenario for scenario, _ in _with_topics()}


@cache
def topic_of(name: str) -> str:
    """Return the module in which a scenario is written.

    >>> topic_of("share")
    'error_rates.scenarios.shares'
    """
    return {scenario.name: topic for scenario, topic in _with_topics()}[name]


@cache
def _with_topics() -> tuple[tuple[Scenario, str], ...]:
    size = read_sizes()
    return tuple((scenario, topic.__name__) for topic in TOPICS for scenario in topic.scenarios(size))
