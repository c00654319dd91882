"""The sentences below the exhibits of the notebooks: what each means, every number asked of the ledger by id."""

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
{?how far the centres differ| **What it means:** for the two features of the third chapter the p-value between centres,
adjusted, is {cohort.raynaud.centre.p_fdr:p0} (Raynaud's phenomenon) and {cohort.skin.centre.p_fdr:p0} (skin
involvement). A large one does not say that the centres are alike: it says that so few patients cannot tell them
apart. ?}
"""

UNRECORDED = """
{?in how many patients the two features were not recorded| **What it means:** Raynaud's phenomenon was not recorded in
{cohort.raynaud.missing:few} patient{cohort.raynaud.missing:s} and skin involvement in {cohort.skin.missing:few}. These
patients are in no model of the third chapter, which asks how much hangs on them. ?}
"""

CHANGED = """
{?what the change in strength means| **What it means:** strength {efficacy.mmt8.change.mean:moved} by
{efficacy.mmt8.change.mean:abs1} points on average, each patient against their own value before. It says that these
patients changed, and not why. ?}
"""

ENZYMES = """
{?what the change in CK means| **What it means:** at the end a typical CK was
{efficacy.ck.ratio.change.ratio:d2} times what it had been, whatever the limit of the laboratory. ?}
"""

GAINED = """
{?what the gains of single patients mean [efficacy.mmt8_gain.fell.count:value,
efficacy.mmt8_gain.much.count:value]| **What it means:** a mean hides how unlike patients are. Strength fell in
{efficacy.mmt8_gain.fell.count:few} patient{efficacy.mmt8_gain.fell.count:s} and rose by
{efficacy.mmt8_gain.much.threshold:int} points or more in {efficacy.mmt8_gain.much.count:few}. ?} {?how many gained much
without responding [efficacy.mmt8_gain.much.count:value, efficacy.mmt8_gain.much.non_responder.count:value]|
Non-responders among them: {efficacy.mmt8_gain.much.non_responder.count:int}. ?}
"""

SWUM = """
{?how long responders and the others were treated [efficacy.treatment_duration.responder.mean:value,
efficacy.treatment_duration.non_responder.mean:value]| **What it means:** the length of treatment is itself a result.
Responders were treated for {efficacy.treatment_duration.responder.mean:d1} months on average, the others for
{efficacy.treatment_duration.non_responder.mean:d1}, so a change to the end of treatment need not be over the same time
in both. ?}
"""

APART = """
{?how far responders and the others lie apart at the end [efficacy.mmt8_course.end.responder.mean:value,
efficacy.mmt8_course.end.non_responder.mean:value, efficacy.mmt8.responder.mean:value,
efficacy.mmt8.non_responder.mean:value]| **What it means:** before treatment mean strength was
{efficacy.mmt8.responder.mean:d1} in those who would respond and {efficacy.mmt8.non_responder.mean:d1} in the others; at
the end it was {efficacy.mmt8_course.end.responder.mean:d1} and {efficacy.mmt8_course.end.non_responder.mean:d1}. The
lines were sorted by how they ended, so that they part is no discovery; when they part is worth a look. ?}
"""

SHARES = """
{?how far the share hangs on the definition [efficacy.response_definitions.lowest:value,
efficacy.response_definitions.highest:value]| **What it means:** the same patients, under another definition, would be
another result: from {efficacy.response_definitions.lowest:percent0} responders to
{efficacy.response_definitions.highest:percent0}. ?} {?the placebo group| In the placebo group of a trial
{efficacy.external.proderm_placebo.percent:percent0} improved without IVIg. ?}
"""

COMPARED = """
{?what tells responders from the others| **What it means:** characteristics known at the first
infusion that were compared: {predictors.baseline_variables.tested:int}; below the usual level once it is allowed for
how many were tried: {predictors.baseline_variables.below_0_05:int}. Where one looks often, some small p-values come by
luck. ?}
"""

MODELLED = """
{?what the odds ratio means| **What it means:** among patients alike in skin involvement, the odds of response with
Raynaud's phenomenon were {predictors.raynaud.multivariable.or:d2} times those without it; the data do not contradict
anything from {predictors.raynaud.multivariable.ci_low:d2} to {predictors.raynaud.multivariable.ci_high:d2}. ?}
"""

TWIST = """
{?Raynaud's phenomenon by itself| **By itself**, in the two-by-two table: an odds ratio of {predictors.raynaud.or:d2}
(95% CI {predictors.raynaud.ci_low:d2} to {predictors.raynaud.ci_high:d2}), Fisher's test {predictors.raynaud.p:p}. ?}
{?Raynaud's phenomenon beside skin involvement| **With skin involvement in the model**: an odds ratio of
{predictors.raynaud.multivariable.or:d2} ({predictors.raynaud.multivariable.ci_low:d2} to
{predictors.raynaud.multivariable.ci_high:d2}), {predictors.raynaud.multivariable.p:p}. ?}
"""

BY_TEST = """
{?what the test changes| **What it means:** the same table of Raynaud's phenomenon gives {predictors.raynaud.p:p} by
Fisher's exact test, {predictors.raynaud.p_chi2:p} by the chi-squared test and {predictors.raynaud.p_yates:p} by that
test with Yates's correction. A p-value needs the name of its test. ?}
"""

WITHIN = """
{?what comparing patients of one centre changes| **What it means:** over all centres together the odds ratio of
Raynaud's phenomenon by itself is {predictors.raynaud.or:d2}; among patients of the same centre it is
{predictors.raynaud.within_centres.or:d2}. Where the two are close, the centres do not make the association. ?}
"""

IMPUTED_BESIDE = """
{?what the gaps change| **What it means:** with these patients left out, the odds ratio of Raynaud's phenomenon is
{predictors.raynaud.multivariable.or:d2}; with their gaps filled from similar patients it is
{predictors.raynaud.imputed.or:d2}. The closer these are, the less hangs on what was not recorded. ?}
"""

PROFILED = """
{?how many of each kind responded| **What it means:** of {predictors.patient_profile.none.total:int} patients with
neither Raynaud's phenomenon nor skin involvement {predictors.patient_profile.none.count:few} responded, and of
{predictors.patient_profile.raynaud_skin.total:int} with both {predictors.patient_profile.raynaud_skin.count:few}. ?}
"""

PREDICTED = """
{?how well the model tells responders from the others| **What it means:** corrected for optimism, the AUC of the model
with both features is {predictors.patient_profile.corrected.auc:d2}. So often, in a pair of one responder and one
non-responder, it gives the responder the higher probability; a coin would do so in half of all pairs. ?} {?how many
patients such a model needs| By published criteria it needs
{predictors.patient_profile.sample_size.own.n_needed:int} patients, and it has {predictors.patient_profile.n:int}. ?}
"""

SPREAD = """
{?how events are spread| **What it means:** {safety.any.events.count:int} events fell on
{safety.any.patients.count:int} patients. The fewer stand in a line, the less can be said of that event, and the
intervals say how little. ?}
"""

HARMED = """
{?how common adverse events were| **What it means:** {safety.any.patients.count:int} of
{safety.any.patients.total:int} patients had an event that somebody wrote down. ?} {?how common serious ones were| It
was serious in {safety.serious.patients.count:few} patient{safety.serious.patients.count:s}. ?}
"""

RATED = """
{?what the rate means| **What it means:** 100 monthly infusions went with {safety.any.per_100_infusions.rate:d1} adverse
events on average. ?}
"""

FIRST = """
{?when first events come [safety.first_event.1.percent:value, safety.first_event.12.percent:value]| **What it means:**
within the first month {safety.first_event.1.percent:percent0} of patients had their first event, within the first year
{safety.first_event.12.percent:percent0}; where the first number is most of the second, it is the first infusions that
need watching. ?}
"""
