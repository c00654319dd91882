"""The sentences of the chapter on the abstract: words typed once, every number asked of the ledger by id."""

from __future__ import annotations

ABSTRACT = """
**Nearly.** The abstract prints {abstract.numbers.printed:int} numbers. Of these {abstract.numbers.checked:int} can be
held against others: **{abstract.numbers.agreeing:int} agree, and {abstract.numbers.inconsistent:int} does not as
printed**; the other {abstract.numbers.untold:int} have nothing to be held against. The one is the p-value of
Raynaud's phenomenon: its odds ratio and interval imply a p-value of {abstract.raynaud.p_lowest:d4} to
{abstract.raynaud.p_highest:d4}, not the printed one.
"""

RAYNAUD = """
**Of {abstract.raynaud.tables.tried:int} tables, {abstract.raynaud.tables.interval:int} give the printed odds ratio
with its limits, and {abstract.raynaud.tables.interval_and_p:int} give the p-value as well**, by any of
{abstract.raynaud.tables.pairs:int} pairs of an interval and a test. For skin involvement
{abstract.skin.tables.interval_and_p:int} tables give all that is printed.
"""

TOGETHER = """
**Cohorts that give all numbers of both features: {abstract.raynaud_and_skin.cohorts:int}**, with up to
{abstract.raynaud_and_skin.unrecorded:int} patients in whom they were not recorded. {?the cohort|In it
{abstract.raynaud.together.responders.count:int} of {abstract.raynaud.together.responders.total:int} responders and
{abstract.raynaud.together.non_responders.count:int} of {abstract.raynaud.together.non_responders.total:int}
non-responders had Raynaud's phenomenon, {abstract.skin.together.responders.count:int} and
{abstract.skin.together.non_responders.count:int} had skin involvement, and {abstract.raynaud_and_skin.both:int}
patients had both. ?}
"""

LIMITS = """
In all {abstract.readings.count:int} readings were tried, and of tables and cohorts far more. The more are tried, the
likelier it is that one fits by chance: that a reading fits does not show that it is the right one. Myalgia has the
same printed p-value; a number copied from the line above would explain as much.
"""

COMPARED = """
**{printed.agreeing:int} of {printed.all:int} printed figures agree** with what the next chapters compute from the
simulated registry. It was made so that they would.
"""
