"""The sentences of the chapter on the abstract: words typed once, every number asked of the ledger by id."""

from __future__ import annotations

from press.rows import Ledger

_PRINTED = """
The abstract makes {abstract.statements.count:int} statements, {abstract.numbers.printed:int} of them numbers. Of these
{abstract.numbers.checked:int} can be held against others.
"""

_ALL_AGREE = "**They agree.**"

_SOME = """
**{abstract.numbers.inconsistent:Few} of them {abstract.numbers.inconsistent:does} not fit the others as printed:
{abstract.numbers.inconsistent:note}.** Numbers for which no reading that fits was found:
{abstract.numbers.under_none:none}.
"""

_REST = """
Of the other {abstract.numbers.untold:int} it cannot be told: there is nothing to hold them against, or nearly any
number would pass.
"""

IMPLIED = """
As those of a 95% interval the odds ratio and its limits imply a p-value of **{abstract.raynaud.p_lowest:p0} to
{abstract.raynaud.p_highest:p0}**. The odds ratio and its p-value imply limits of {abstract.raynaud.ci_low_implied:d2}
and {abstract.raynaud.ci_high_implied:d2}.
"""

LEVEL = """
The abstract does not say whether its intervals are of 95% or of 90%. If they were of 90%, that of Raynaud's phenomenon
would imply a p-value of {abstract.raynaud.interval_90.p_lowest:p0} to {abstract.raynaud.interval_90.p_highest:p0}
(printed: {abstract.raynaud.printed.p:p0}). But that of skin involvement would imply
{abstract.skin.interval_90.p_lowest:p0} to {abstract.skin.interval_90.p_highest:p0} (printed:
{abstract.skin.printed.p:p0}); if of 95%, it implies {abstract.skin.p_lowest:p0} to {abstract.skin.p_highest:p0}.
"""

RAYNAUD = """
**Of {abstract.raynaud.tables.tried:many} tables, {abstract.raynaud.tables.interval:int} give the printed odds ratio of
Raynaud's phenomenon with its limits, and {abstract.raynaud.tables.interval_and_p:none} of these the printed p-value as
well**, by any of {abstract.raynaud.tables.pairs:int} pairs of a 95% interval and a test. Tables with that odds ratio
and those limits in which everybody is recorded: {abstract.raynaud.tables.interval_complete:none}; by Wald's interval:
{abstract.raynaud.tables.interval_by_wald_complete:none}. Tables with all the numbers of skin involvement:
{abstract.skin.tables.interval_and_p:none}; with everybody recorded:
{abstract.skin.tables.interval_and_p_complete:none}.
"""

_NO_TABLE = """
**What it means:** no single table gives all the printed numbers of Raynaud's phenomenon. They come from more than one
calculation, or one of them is a slip.
"""

TOGETHER = """
**Cohorts that give all the numbers of both features: {abstract.raynaud_and_skin.cohorts:int}**, when both may be
unrecorded in up to {abstract.raynaud_and_skin.unrecorded:int} patients. {?the cohort
[abstract.raynaud.together.responders.count]| In it {abstract.raynaud.together.responders.count:int} of
{abstract.raynaud.together.responders.total:int} responders and {abstract.raynaud.together.non_responders.count:int} of
{abstract.raynaud.together.non_responders.total:int} non-responders had Raynaud's phenomenon,
{abstract.skin.together.responders.count:int} and {abstract.skin.together.non_responders.count:int} had skin
involvement, and {abstract.raynaud_and_skin.both:int} patients had both. ?}
"""

LIMITS = """
In all {abstract.readings.count:int} readings were tried, and of tables and cohorts far more. The more are tried, the
likelier it is that one fits by chance: that a reading fits does not show that it is the right one. Myalgia has the same
printed p-value; a number copied from the line above would explain as much.
"""

VERDICTS = """
**What it means:** {abstract.numbers.agreeing:int} of {abstract.numbers.printed:int} printed numbers could have failed
and did not; {abstract.numbers.inconsistent:few} {abstract.numbers.inconsistent:does} not fit as printed; of
{abstract.numbers.untold:int} nothing can be told, because too little is printed beside them.
"""

_COMPARED = """
**{printed.agreeing:int} of {printed.all:int} printed figures agree** with what the next chapters compute from the
simulated registry. It was made so that they would.
"""

_BOTH_TRUE = """
So a set of records exists that has every printed figure, although the printed numbers do not fit each other as they
stand. How both can be, the chapter on who responds shows.
"""


def abstract(ledger: Ledger) -> str:
    """Return the answer at the top: whether the numbers that can be held against each other agree."""
    verdict = _SOME if ledger.value("abstract.numbers.inconsistent") else _ALL_AGREE
    return f"{_PRINTED.strip()} {verdict.strip()} {_REST.strip()}"


def raynaud(ledger: Ledger) -> str:
    """Return how many tables give the numbers of Raynaud's phenomenon, and what it means where none gives them all."""
    none = ledger.value("abstract.raynaud.tables.interval_and_p") == 0
    return f"{RAYNAUD.strip()}\n\n{_NO_TABLE.strip()}" if none else RAYNAUD


def compared(ledger: Ledger) -> str:
    """Return how many printed figures the registry has, and where it has all of them how that can be."""
    every = ledger.value("printed.agreeing") == ledger.value("printed.all")
    contradicted = ledger.value("abstract.numbers.inconsistent") > 0
    return f"{_COMPARED.strip()}\n\n{_BOTH_TRUE.strip()}" if every and contradicted else _COMPARED
