"""The sentences of the chapter on who responds: words typed once, every number asked of the ledger by id."""

from __future__ import annotations

from compendium.exhibits.whose import SIMULATED

PREDICTORS = """
{?how often patients with neither feature and with both responded| **Of {predictors.patient_profile.none.total:int}
patients with neither Raynaud's phenomenon nor skin involvement {predictors.patient_profile.none.count:few} responded;
of {predictors.patient_profile.raynaud_skin.total:int} with both, {predictors.patient_profile.raynaud_skin.count:few}.**
?} {?how many patients responded| In all {predictors.responders:int} patients responded and
{predictors.non_responders:int} did not. ?} {?how long they had been ill| Before IVIg responders had been ill for a
median of {predictors.disease_duration.responder.median:d1} months and the others for
{predictors.disease_duration.non_responder.median:d1} ({predictors.disease_duration.p:p}). || Before IVIg responders had
been ill for a median of {predictors.disease_duration.responder.median:d1} months. || Before IVIg those who did not
respond had been ill for a median of {predictors.disease_duration.non_responder.median:d1} months. ?} {?CK by response|
Median CK was {predictors.ck_xuln.responder.median:d1} times the upper limit of normal in responders and
{predictors.ck_xuln.non_responder.median:d1} times in the others ({predictors.ck_xuln.p:p}). ?} {?myalgia by response|
Myalgia was present in {predictors.myalgia.responder.percent:percent0} of responders and in
{predictors.myalgia.non_responder.percent:percent0} of the others ({predictors.myalgia.p:p}). ?} {?Raynaud's phenomenon
by itself| By itself, Raynaud's phenomenon has {predictors.raynaud.p:p} (Fisher's exact test). ?} {?the odds ratios with
both features in one model| With both features in one model of {predictors.multivariable.n:int} patients, the odds ratio
of response was {predictors.raynaud.multivariable.or:d2} (95% CI {predictors.raynaud.multivariable.ci_low:d2} to
{predictors.raynaud.multivariable.ci_high:d2}) for Raynaud's phenomenon and {predictors.skin.multivariable.or:d2}
({predictors.skin.multivariable.ci_low:d2} to {predictors.skin.multivariable.ci_high:d2}) for skin involvement. ?} {?the
odds ratios with diagnosis in the model| With diagnosis beside them, {predictors.raynaud.adjusted.or:d2}
({predictors.raynaud.adjusted.ci_low:d2} to {predictors.raynaud.adjusted.ci_high:d2}) and
{predictors.skin.adjusted.or:d2} ({predictors.skin.adjusted.ci_low:d2} to {predictors.skin.adjusted.ci_high:d2}). ?}
Response: {predictors.response.definition:note}.
"""

DIAGNOSIS = """
{?how far skin involvement is diagnosis| **How far is skin involvement the diagnosis?** It was present in
{predictors.skin_by_diagnosis.dm.count:int} of {predictors.skin_by_diagnosis.dm.total:int} patients with dermatomyositis
and in {predictors.skin_by_diagnosis.elsewhere.count:int} of {predictors.skin_by_diagnosis.elsewhere.total:int} with a
diagnosis other than dermatomyositis and overlap myositis. ?}
"""

NOT_RECORDED = """
{?how many patients lack one of the two features| Patients for whom one of the two features was not recorded:
{predictors.filled.missing:int}. ?} {?the odds ratios at the extremes| With their gaps filled in each of the
{predictors.filled.ways:word} extreme ways, the odds ratio would lie between
**{predictors.raynaud.filled.or_lowest:d2} and {predictors.raynaud.filled.or_highest:d2} for Raynaud's phenomenon**
(largest {predictors.raynaud.filled.p_highest:p}) and between {predictors.skin.filled.or_lowest:d2} and
{predictors.skin.filled.or_highest:d2} for skin involvement (largest {predictors.skin.filled.p_highest:p}). ?}
"""

SIMULATED_PROFILE = """
The patients are simulated, so nothing was learnt about any patient.
"""

PROFILE_LIMITS = """
**What the profile cannot do.** There is no control group: a kind of patient that responded often may have improved
without IVIg as well. The published abstract does not define response; here it is:
{predictors.response.definition:note}. The model rests on {predictors.multivariable.non_events:int} non-responders and
was tested in no other patients; with diagnosis in it, some kinds are a handful of patients, or nobody. **It says to
whom these figures point, and no treatment may be decided by it.**
"""


def profile_limits(origin: str) -> str:
    """Return what the profile cannot do, of the patients of this origin: from simulated ones nothing is learnt at all.

    >>> profile_limits("Registry: ours.") == PROFILE_LIMITS
    True
    """
    return PROFILE_LIMITS + (SIMULATED_PROFILE if origin == SIMULATED else "")


CENTRES = """
Centres compared: {predictors.centres.compared:int}{?[predictors.centres.compared]|;
{predictors.centres.compared:note} ?}. {?how far the associations hold within centres| Within them, each
feature by itself, the pooled odds ratio of response was **{predictors.raynaud.within_centres.or:d2} (95% CI
{predictors.raynaud.within_centres.ci_low:d2} to {predictors.raynaud.within_centres.ci_high:d2}) for Raynaud's
phenomenon** and {predictors.skin.within_centres.or:d2} ({predictors.skin.within_centres.ci_low:d2} to
{predictors.skin.within_centres.ci_high:d2}) for skin involvement; whether it is the same in all centres:
{predictors.raynaud.within_centres.p_homogeneity:p} and {predictors.skin.within_centres.p_homogeneity:p}. ?} {?the odds
ratios with centre in the model [predictors.raynaud.within_centres.or]| With centre beside both in the model, by Firth's
method, the odds ratios were {predictors.raynaud.with_centre_firth.or:d2}
({predictors.raynaud.with_centre_firth.ci_low:d2} to {predictors.raynaud.with_centre_firth.ci_high:d2}) and
{predictors.skin.with_centre_firth.or:d2} ({predictors.skin.with_centre_firth.ci_low:d2} to
{predictors.skin.with_centre_firth.ci_high:d2}). ?} {?what is left without each centre
[predictors.raynaud.within_centres.or]| With each centre left out in turn, the largest p of the first model was
**{predictors.raynaud.without_centre.p_highest:p} for Raynaud's phenomenon
({predictors.raynaud.without_centre.p_highest:note})** and {predictors.skin.without_centre.p_highest:p} for skin
involvement ({predictors.skin.without_centre.p_highest:note}). ?}
"""

FAMILIES = """
{?how many characteristics differ| **What it means:** {predictors.baseline_variables.tested:int} characteristics known
at the first infusion were compared. Those that still differ once it is allowed for how many were tried:
{predictors.baseline_variables.below_0_05:note}. Drugs given with IVIg, {predictors.drugs_with_ivig.tested:int} by
themselves: {predictors.drugs_with_ivig.below_0_05:note}. Whoever compares often enough finds some small p-values by
luck. ?}
"""

IMPUTED = """
{?the odds ratios by multiple imputation| **Multiple imputation** draws what was not recorded in
{predictors.imputed.imputed:int} patients from what patients alike in response, the other feature,
{predictors.imputed.imputations:note} have, {predictors.imputed.imputations:int} times, and pools the models: **odds
ratio {predictors.raynaud.imputed.or:d2} (95% CI {predictors.raynaud.imputed.ci_low:d2} to
{predictors.raynaud.imputed.ci_high:d2}; {predictors.raynaud.imputed.p:p}) for Raynaud's phenomenon** and
{predictors.skin.imputed.or:d2} ({predictors.skin.imputed.ci_low:d2} to {predictors.skin.imputed.ci_high:d2};
{predictors.skin.imputed.p:p}) for skin involvement, from {predictors.imputed.n:int} patients. The fraction of missing
information is {predictors.raynaud.imputed.fmi:d3} and {predictors.skin.imputed.fmi:d3}, and the Monte Carlo error of
the log odds ratios {predictors.raynaud.imputed.mc_percent_of_se:d1}% and {predictors.skin.imputed.mc_percent_of_se:d1}%
of their standard errors. ?} {?how far diagnosis decides what is imputed [predictors.skin.imputed.imputed:value,
predictors.raynaud.imputed.imputed:value]| **Diagnosis all but decides what is imputed for skin involvement**:
{predictors.skin.imputed.alike_in_diagnosis:int} of {predictors.skin.imputed.imputed:int} values are imputed in a
diagnosis in which everybody recorded is alike; for Raynaud's phenomenon it is
{predictors.raynaud.imputed.alike_in_diagnosis:int} of {predictors.raynaud.imputed.imputed:int}. Ordinary logistic
regression has no finite answer there, so the values are drawn by Firth's method. ?}
"""

NOT_AT_RANDOM = """
{?the tipping point| **Tipping point: {predictors.delta.tipping:note}.** ?} {?what a delta does| A delta of
{predictors.delta.highest:int} means that, among the patients in whom it was not recorded, Raynaud's phenomenon is
imputed in {predictors.raynaud.delta.percent_at_highest:percent0} instead of
{predictors.raynaud.imputed.percent_present:percent0}, and skin involvement in
{predictors.skin.delta.percent_at_highest:percent0} instead of {predictors.skin.imputed.percent_present:percent0}. For
what lies beyond, see the extremes above. ?}
"""

EVENTS_PER_VARIABLE = """
{?on how many patients the model rests| Non-responders in the model of Raynaud's phenomenon and skin involvement:
{predictors.multivariable.non_events:int}. ?} {?on how many patients the model rests| Responders in it:
{predictors.multivariable.events:int}. ?} {?how many patients there are for each predictor| The rarer of the two gives
**{predictors.multivariable.epv:d1} patients for each of its {predictors.multivariable.parameters:int} predictors**. ?}
{?how many there are with CK and disease duration beside them| With CK and disease duration beside them it gives
{predictors.wider.epv:d1} for each of {predictors.wider.parameters:int}. ?} Where the figure is below ten, read the odds
ratios as a description of these patients, not as a rule for the next.
"""
