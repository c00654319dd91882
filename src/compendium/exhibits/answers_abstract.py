"""The sentences of the chapter on the abstract: words typed once, every number asked of the ledger by id."""

from __future__ import annotations

ABSTRACT = """
The abstract prints {abstract.numbers.printed:int} numbers. Of these {abstract.numbers.checked:int} can be held against
others. **They agree, but for {abstract.numbers.inconsistent:int}: {abstract.numbers.inconsistent:note}.** It does not
fit as printed, and does under a reading that is not stated. The other {abstract.numbers.untold:int} have nothing to be
held against.
"""

IMPLIED = """
The odds ratio and its limits imply a p-value of **{abstract.raynaud.p_lowest:p0} to {abstract.raynaud.p_highest:p0}**.
The odds ratio and its p-value imply limits of {abstract.raynaud.ci_low_implied:d2} and
{abstract.raynaud.ci_high_implied:d2}.
"""

RAYNAUD = """
**Of {abstract.raynaud.tables.tried:many} tables, {abstract.raynaud.tables.interval:int} give the printed odds ratio
with its limits, and {abstract.raynaud.tables.interval_and_p:int} give the p-value as well**, by any of
{abstract.raynaud.tables.pairs:int} pairs of an interval and a test. For skin involvement
{abstract.skin.tables.interval_and_p:int} tables give all that is printed.
"""

TOGETHER = """
**Cohorts that give all the numbers of both features: {abstract.raynaud_and_skin.cohorts:int}**, when both may be
unrecorded in up to
{abstract.raynaud_and_skin.unrecorded:int} patients. {?the cohort|In it
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
