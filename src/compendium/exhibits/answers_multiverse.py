"""The sentences of the chapter on the analyses that could as well have been made: every number from a row."""

from __future__ import annotations

from compendium.clinical.decisions_file import multiverse as declared_multiverse
from compendium.clinical.multiverse import PART, at_choice
from compendium.exhibits.multiverse_words import nothing_shown, question_label
from press.exhibits.cells import row_id
from press.rows import Ledger

MULTIVERSE = """
**For Raynaud's phenomenon {multiverse.raynaud.same_sign:int} of {multiverse.raynaud.computed:int} analyses point the
way of the published one, with an odds ratio below 1; in {multiverse.raynaud.excludes:int} of them the interval excludes
1, too.** For skin involvement it is {multiverse.skin.same_sign:int} of {multiverse.skin.computed:int}, and in
{multiverse.skin.excludes:int} the interval does. Intervals that lie wholly on the other side of 1:
{multiverse.raynaud.excludes_other:none} and {multiverse.skin.excludes_other:none}. The first count says how firmly the
direction stands, the second how firmly it would have been called significant.
"""

FROZEN = """
The list has {multiverse.specifications:int} analyses, {multiverse.of_each:int} of each question. It is
{multiverse.frozen.definition:note}.
"""

NOT_SHOWN = """
**Of real patients these analyses are not made:** they rest on sets of patients that differ by a few, and side by side
they would tell of these few. The list of decisions stands below; it has {multiverse.specifications:int}
analyses and is {multiverse.frozen.definition:note}.
"""

CURVE = """
{?the odds ratios of all analyses| The published analysis gives {multiverse.raynaud.as_published.or:d2} for Raynaud's
phenomenon and {multiverse.skin.as_published.or:d2} for skin involvement; over all analyses the odds ratios reach from
{multiverse.raynaud.or_lowest:d2} to {multiverse.raynaud.or_highest:d2} (median {multiverse.raynaud.or_median:d2}) and
from {multiverse.skin.or_lowest:d2} to {multiverse.skin.or_highest:d2} (median {multiverse.skin.or_median:d2}). ?}
{?the analysis that we would have chosen| The one that we would have chosen gives
{multiverse.raynaud.pre_specified.or:d2} (95% CI {multiverse.raynaud.pre_specified.ci_low:d2} to
{multiverse.raynaud.pre_specified.ci_high:d2}) and
{multiverse.skin.pre_specified.or:d2} ({multiverse.skin.pre_specified.ci_low:d2} to
{multiverse.skin.pre_specified.ci_high:d2}). ?}
{?how many have no estimate| Without an estimate are {multiverse.raynaud.not_computed:int} and
{multiverse.skin.not_computed:int}; of those with one {multiverse.raynaud.few:int} and {multiverse.skin.few:int} rest on
few patients. ?}
"""

DECISIONS = """
{?what the odds ratios hang on| The largest part of the variance goes with the decision
*{multiverse.raynaud.variance.largest:note}* for Raynaud's phenomenon ({multiverse.raynaud.variance.largest:percent0}),
where the choice *{multiverse.raynaud.variance.farthest:note}* lies farthest from the others (median odds ratio
{multiverse.raynaud.variance.farthest:d2}), and with *{multiverse.skin.variance.largest:note}* for skin involvement
({multiverse.skin.variance.largest:percent0}; *{multiverse.skin.variance.farthest:note}*, median
{multiverse.skin.variance.farthest:d2}). ?} {?how many patients that choice leaves| The published analysis with that
choice has {multiverse.raynaud.variance.farthest_n:int} patients, of whom
{multiverse.raynaud.variance.farthest_non_events:int} did not respond, for Raynaud's phenomenon and
{multiverse.skin.variance.farthest_n:int}, of whom {multiverse.skin.variance.farthest_non_events:int} did not respond,
for skin involvement. ?} {?how much hangs on the definition of response| The definition of response, which the published
abstract does not give, has {multiverse.raynaud.response.variance.percent:percent0} and
{multiverse.skin.response.variance.percent:percent0}. ?}

{?the parts without that choice| Looked at after the result was seen: without that choice the largest part goes with
*{multiverse.raynaud.variance_without.largest:note}* ({multiverse.raynaud.variance_without.largest:percent0}) and
*{multiverse.skin.variance_without.largest:note}* ({multiverse.skin.variance_without.largest:percent0}); the definition
of response has {multiverse.raynaud.response.variance_without.percent:percent0} and
{multiverse.skin.response.variance_without.percent:percent0}. ?}
"""

PERMUTED = """
{?whether so many intervals would exclude 1 by chance| **For Raynaud's phenomenon chance gave such a curve in
{multiverse.raynaud.permuted.as_many:none} of {multiverse.permuted.permutations:int} dealings, for skin involvement in
{multiverse.skin.permuted.as_many:none}.** Such a curve is one with at least as many intervals below 1 as with the true
responses: {multiverse.raynaud.permuted.observed:int} of {multiverse.raynaud.permuted.computed:int} and
{multiverse.skin.permuted.observed:int} of {multiverse.skin.permuted.computed:int}, of the analyses by maximum
likelihood, which are a part of the list. ?}
"""

NOT_PERMUTED = """
Of real patients the analyses are not made, so nothing is dealt out.
"""

ONE_BY_ONE = """
{?the odds ratios with one choice changed| **What it means:** as published, the odds ratio is
{multiverse.raynaud.as_published.or:d2} (95% CI {multiverse.raynaud.as_published.ci_low:d2} to
{multiverse.raynaud.as_published.ci_high:d2}) for Raynaud's phenomenon and {multiverse.skin.as_published.or:d2}
({multiverse.skin.as_published.ci_low:d2} to {multiverse.skin.as_published.ci_high:d2}) for skin involvement; each line
says what it would have been with one thing decided otherwise. A line far from these is a choice on which the result
hangs. ?} {?what becomes of undecided responses| By the definition of the analysis that we would have chosen, the
response of {multiverse.raynaud.undecided_non_responder.ours_changed.undecided:few} patients cannot be decided; counted
as no response they move its odds ratios from {multiverse.raynaud.pre_specified.or:d2} to
{multiverse.raynaud.undecided_non_responder.ours_changed.or:d2} and from {multiverse.skin.pre_specified.or:d2} to
{multiverse.skin.undecided_non_responder.ours_changed.or:d2}. ?}
"""


def multiverse(ledger: Ledger) -> str:
    """Return the answer at the top: what the analyses say together, or that none of patients is made."""
    return NOT_SHOWN if nothing_shown(ledger) else MULTIVERSE


def permuted(ledger: Ledger) -> str:
    """Return what the permutations say; of patients, that there are none."""
    return NOT_PERMUTED if nothing_shown(ledger) else PERMUTED


def by_definition(ledger: Ledger) -> str:
    """Return how many intervals exclude 1 by the definition of response with the most and by that with the fewest."""
    if nothing_shown(ledger):
        return NOT_SHOWN
    declared = declared_multiverse()
    name, decision = next(iter(declared.questions)), declared.decision("response")
    keys = {choice.label: at_choice(name, decision, choice, PART) for choice in decision.equivalent}
    counted = {label: ledger.value(row_id(key, "excludes")) for label, key in keys.items()}
    most, fewest = max(counted, key=counted.__getitem__), min(counted, key=counted.__getitem__)
    said = [
        f"*{label}*: {{{row_id(keys[label], 'excludes')}:int}} of {{{row_id(keys[label], 'computed')}:int}} intervals."
        for label in (most, fewest)
    ]
    return (
        f"**What it means:** how many of the intervals of {question_label(name)} exclude 1, as the published one does, "
        f"depends on who counts as a responder. {' '.join(said)}"
    )
