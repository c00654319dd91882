"""The sentences below the exhibits on who was treated and whether they improved: what each means, numbers from rows."""

from __future__ import annotations

from compendium.clinical.responses import read_responses
from press.rows import Ledger

SCREENED = """
{?what the flow chart means| **What it means:** all that follows is about {cohort.n:int} of the
{cohort.flow.screened.remaining:int} patients on whom the centres have records, and about nobody else. ?}
"""

ALIKE = """
{?how long responders had been ill [cohort.disease_duration.responder.median:value,
cohort.disease_duration.non_responder.median:value]| **What it means:** before any IVIg, responders had been ill
for a median of {cohort.disease_duration.responder.median:d1} months and the others for
{cohort.disease_duration.non_responder.median:d1}, {cohort.disease_duration.response.smd:d2} standard deviations apart.
Whatever differs before treatment may explain what differs after it. ?}
"""

WHY_GIVEN = """
{?what the indications mean| **What it means:** involvement of the muscles was a reason for IVIg in
{cohort.indication_muscle.percent:percent0} of patients, so strength is what the next chapter looks at first. ?}
"""

TESTED = """
{?in how many patients the antibodies are known [cohort.any_msa.missing:value]| **What it means:** in
{cohort.any_msa.missing:few} patient{cohort.any_msa.missing:s} the tests leave open whether there was a
myositis-specific antibody. Among the {cohort.any_msa.total:int} in whom they settle it,
{cohort.any_msa.count:few} had one. ?}
"""

TREATED = """
{?how many took glucocorticoids with IVIg| **What it means:** {cohort.concomitant_glucocorticoid.percent:percent0} of
patients took glucocorticoids together with IVIg. The more who do, the less can a change be put down to IVIg alone. ?}
"""

CENTRES_ALIKE = """
{?how far the centres differ| **What it means:** for the two features on which the study turns the p-value between
centres, adjusted, is {cohort.raynaud.centre.p_fdr:p0} (Raynaud's phenomenon) and {cohort.skin.centre.p_fdr:p0} (skin
involvement). A large one does not say that the centres are alike: it says that so few patients cannot tell them
apart. ?}
"""

UNRECORDED = """
{?in how many patients the two features were not recorded| **What it means:** Raynaud's phenomenon was not recorded in
{cohort.raynaud.missing:few} patient{cohort.raynaud.missing:s} and skin involvement in {cohort.skin.missing:few}. A
patient without one of them is in no model of who responds; that chapter asks how much hangs on it. ?}
"""

CHANGED = """
{?what the change in strength means| **What it means:** strength {efficacy.mmt8.change.mean:moved} by
{efficacy.mmt8.change.mean:abs1} points on average, each patient against their own value before. It says that these
patients changed, and not why. ?} {?how the dose of prednisone changed| In the same time the dose of prednisone
{efficacy.prednisone.change.mean:moved} by {efficacy.prednisone.change.mean:abs1} mg a day, so IVIg was not all that
changed. ?}
"""

TYPICAL = """
{?the typical change in strength [efficacy.mmt8.change.mean:value]| **What it means:** the mean change of MMT8 was
{efficacy.mmt8.change.mean:d1} points and the typical one, by ranks, {efficacy.mmt8.change.hl:d1}. The closer the two
are, the less a few large changes make the result. ?}
"""

ENZYMES = """
{?what the change in CK means| **What it means:** at the end a typical CK was
{efficacy.ck.ratio.change.ratio:ratio_percent0} of what it had been, whatever the limit of the laboratory. ?}
"""

TOGETHER = """
{?in which direction strength and swallowing went| **What it means:** a mark at an end of the left panel says that all
patients moved the same way, one in the middle that rises and falls balance. MMT8 stands at
{efficacy.mmt8.change.rank_biserial:d2}, trouble swallowing at {efficacy.dysphagia_vas.change.rank_biserial:d2} and
prednisone at {efficacy.prednisone.change.rank_biserial:d2}. ?}
"""

GAINED = """
{?what the gains of single patients mean [efficacy.mmt8_gain.fell.count:value, efficacy.mmt8_gain.much.count:value]|
**What it means:** a mean hides how unlike patients are. Strength fell in {efficacy.mmt8_gain.fell.count:few}
patient{efficacy.mmt8_gain.fell.count:s} and rose by {efficacy.mmt8_gain.much.threshold:int} points or more in
{efficacy.mmt8_gain.much.count:few}. ?} {?how gain and response go together [efficacy.mmt8_gain.much.count:value,
efficacy.mmt8_gain.much.non_responder.count:value, efficacy.mmt8_gain.fell.responder.count:value]| Non-responders among
those who gained so much: {efficacy.mmt8_gain.much.non_responder.count:none}; responders among those who lost strength:
{efficacy.mmt8_gain.fell.responder.count:none}. ?}
"""

SWUM = """
{?how long responders and the others were treated [efficacy.treatment_duration.responder.mean:value,
efficacy.treatment_duration.non_responder.mean:value]| **What it means:** the length of treatment is itself a result.
Responders were treated for {efficacy.treatment_duration.responder.mean:d1} months on average, the others for
{efficacy.treatment_duration.non_responder.mean:d1}, so a change to the end of treatment need not be over the same time
in both. ?}
"""

OVER_TIME = """
{?how strength went from visit to visit [efficacy.mmt8_course.baseline.mean:value,
efficacy.mmt8_course.month_3.mean:value, efficacy.mmt8_course.end.mean:value]| **What it means:** by this model mean
strength was {efficacy.mmt8_course.baseline.mean:d1} before treatment, {efficacy.mmt8_course.month_3.mean:d1} at the
next visit and {efficacy.mmt8_course.end.mean:d1} at the end: of the change to the end,
{efficacy.mmt8_course.end.change.mean:d1} points, {efficacy.mmt8_course.month_3.change.mean:d1} had come by the first
visit. ?}
"""

APART = """
{?how far responders and the others lie apart at the end [efficacy.mmt8_course.end.responder.mean:value,
efficacy.mmt8_course.end.non_responder.mean:value, efficacy.mmt8.responder.mean:value,
efficacy.mmt8.non_responder.mean:value]| **What it means:** before treatment mean strength was
{efficacy.mmt8.responder.mean:d1} in those who would respond and {efficacy.mmt8.non_responder.mean:d1} in the others; at
the end it was {efficacy.mmt8_course.end.responder.mean:d1} and {efficacy.mmt8_course.end.non_responder.mean:d1}. The
lines were sorted by how they ended, so that they part is no discovery; when they part is worth a look. ?} {?how many
stand behind the last visits [efficacy.mmt8_course.month_12.non_responder.mean:value]| A visit shows those who were
still there: the mean of non-responders at the last visit before the end is of
{efficacy.mmt8_course.month_12.non_responder.mean:n}, that at
the end of {efficacy.mmt8_course.end.non_responder.mean:n}. A step between the two may be other patients, and no relapse
or recovery. ?}
"""

SHARES = """
{?how far the share hangs on the definition [efficacy.response_definitions.lowest:value,
efficacy.response_definitions.highest:value]| **What it means:** the same patients, under another definition, would be
another result: between {efficacy.response_definitions.lowest:percent0} and
{efficacy.response_definitions.highest:percent0} of all patients responded, by the definition that is taken and by how
the undecided are counted. ?}
"""

PLACEBO = """
{?the placebo group| **What it means:** in the placebo group of a trial
{efficacy.external.proderm_placebo.percent:percent0} improved without IVIg. ?} {?the share to set beside it
[efficacy.response_beside_trial.ways]| The share to set beside it is the one by the same score, here
{efficacy.response_beside_trial.percent:percent0}, and not that by another definition. ?} Even so these are other
patients, seen over another time: the distance is not the effect of IVIg.
"""

DEFINED = """
**What it means:** of {efficacy.response_definitions.count:int} definitions one is in force, and all that is said of
responders rests on it. Whoever picks a definition by its share picks the result.
"""


def agreed(ledger: Ledger) -> str:
    """Return which definition agrees best with the one in force, and which least; of one alone, that none can."""
    known = {each.label: f"efficacy.response_agreement.{each.id}.kappa" for each in read_responses().values()}
    kappa = {label: ledger.value(name) for label, name in known.items() if name in ledger}
    shown = {label: value for label, value in kappa.items() if value == value}
    ranked = sorted(shown, key=shown.__getitem__)
    if not ranked[1:]:
        return "**What it means:** how far the definitions agree cannot be told of these patients."
    best, least = ranked[-1], ranked[0]
    return (
        f"**What it means:** of the other definitions, *{best}* agrees best with the one in force (kappa "
        f"{{{known[best]}:d2}}), and *{least}* least ({{{known[least]}:d2}}). Definitions that call as many patients "
        "responders need not call the same ones."
    )
