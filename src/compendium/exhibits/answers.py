"""The sentences that answer each notebook's question: words typed once, every number asked of the ledger by id."""

COHORT = """
**{cohort.n:int} of {cohort.flow.screened.remaining:int} patients screened are in the study.** They were
{cohort.age.mean:d1} ± {cohort.age.sd:d1} years old and {cohort.sex.female.percent:percent0} were women. IVIg was given
for muscle involvement in {cohort.indication_muscle.percent:percent} and for oesophageal involvement in
{cohort.indication_oesophagus.percent:percent}, for refractory disease in {cohort.reason.refractory.percent:percent},
for {cohort.treatment_duration.mean:d1} months on average. {cohort.response.responder.count:int} patients responded,
{cohort.response.non_responder.count:int} did not, and in {cohort.response.missing:int} the records cannot decide.
Response: {cohort.response.definition:note}.
"""

FLAGGED = """
Values in the files of the centres that are implausible but possible: {cohort.flagged:int}. They were kept as recorded.
"""

EFFICACY = """
**MMT8 was {efficacy.mmt8.baseline.mean:d1} ± {efficacy.mmt8.baseline.sd:d1} at baseline and
{efficacy.mmt8.end.mean:d1} ± {efficacy.mmt8.end.sd:d1} at the end** (patients with both:
{efficacy.mmt8.change.mean:n}; mean change {efficacy.mmt8.change.mean:d1}, 95% CI {efficacy.mmt8.change.ci_low:d1} to
{efficacy.mmt8.change.ci_high:d1}, {efficacy.mmt8.change.p_t:p}). CK at the end was {efficacy.ck.ratio.change.ratio:d2}
of its baseline value (95% CI {efficacy.ck.ratio.change.ci_low:d2} to {efficacy.ck.ratio.change.ci_high:d2},
{efficacy.ck.ratio.change.p_t:p}), and the dysphagia VAS changed by {efficacy.dysphagia_vas.change.mean:d1} points
({efficacy.dysphagia_vas.change.p_t:p}). **{efficacy.response.count:int} of {efficacy.response.total:int} patients
({efficacy.response.percent:percent0}, 95% CI {efficacy.response.ci_low:percent0} to
{efficacy.response.ci_high:percent0}) responded.** Response: {efficacy.response.definition:note}. By the ACR/EULAR 2016
criteria {efficacy.response_beside_trial.threshold:note} was reached by
{efficacy.response_beside_trial.percent:percent0} of those who could be decided
({efficacy.response_beside_trial.bound_low:percent0} to {efficacy.response_beside_trial.bound_high:percent0} of all,
whatever the undecided were); in the placebo group of the ProDERM trial
{efficacy.external.proderm_placebo.percent:percent0} had a score of at least
{efficacy.external.proderm_placebo.threshold:int} and no deterioration.
"""

COURSE = """
Between two visits MMT8 correlated {efficacy.mmt8_course.correlation_lowest:d2}
({efficacy.mmt8_course.correlation_lowest:note}) to {efficacy.mmt8_course.correlation_highest:d2}
({efficacy.mmt8_course.correlation_highest:note}). Its covariance: {efficacy.mmt8_course.covariance:note}, with an AIC
of {efficacy.mmt8_course.aic:d1}; {efficacy.mmt8_course.compound_symmetry.aic:d1} with one correlation for all pairs.
**By the model MMT8 had changed by {efficacy.mmt8_course.end.change.mean:d1} points at the end of treatment (95% CI
{efficacy.mmt8_course.end.change.ci_low:d1} to {efficacy.mmt8_course.end.change.ci_high:d1})**; by the paired t-test,
{efficacy.mmt8.change.mean:d1} ({efficacy.mmt8.change.ci_low:d1} to {efficacy.mmt8.change.ci_high:d1}).
"""

FIXED_TIME = """
Mean length of treatment was {efficacy.treatment_duration.responder.mean:d1} months in responders and
{efficacy.treatment_duration.non_responder.mean:d1} in the others. At {efficacy.fixed_time.visit:note},
{efficacy.fixed_time.seen.count:int} of {efficacy.fixed_time.seen.total:int} patients were seen, and
{efficacy.fixed_time.treated.count:int} were treated at least as long. **By then MMT8 had changed by
{efficacy.mmt8_course.month_6.change.mean:d1} points (95% CI {efficacy.mmt8_course.month_6.change.ci_low:d1} to
{efficacy.mmt8_course.month_6.change.ci_high:d1}) in all**, by {efficacy.mmt8_course.month_6.change_responder.mean:d1}
in responders ({efficacy.mmt8_course.month_6.change_responder.mean:n} with a value) and by
{efficacy.mmt8_course.month_6.change_non_responder.mean:d1} in the others
({efficacy.mmt8_course.month_6.change_non_responder.mean:n} with a value), a difference of
{efficacy.mmt8_course.month_6.change_difference.mean:d1} ({efficacy.mmt8_course.month_6.change_difference.ci_low:d1} to
{efficacy.mmt8_course.month_6.change_difference.ci_high:d1}). Each group has a covariance of its own, so neither
borrows the spread of the other: the standard error of the change is
{efficacy.mmt8_course.month_6.change_responder.se:d2} in responders and
{efficacy.mmt8_course.month_6.change_non_responder.se:d2} in the others. Response is judged at the end by what had
changed until then, so the difference says how responders got there and not who will respond.
"""

OUT_OF_REACH = """
A gain in percent has a ceiling: whoever starts above {efficacy.gain_in_percent.highest_baseline:d1} points of MMT8
cannot gain {efficacy.gain_in_percent.threshold:int}%, whatever the treatment does. **That holds for
{efficacy.gain_in_percent.out_of_reach:int} of {efficacy.gain_in_percent.out_of_reach:n} patients.**
"""

REGRESSION = """
With a correlation of {efficacy.regression_to_the_mean.correlation:d2} between the two visits and an assumed long-run
mean of {efficacy.regression_to_the_mean.long_run_mean:int}, **a change of
{efficacy.regression_to_the_mean.expected_change:d1} points** would be expected without any effect of treatment;
observed was {efficacy.mmt8.change.mean:d1}. Over long-run means of {efficacy.regression_to_the_mean.lowest_mean:int}
to {efficacy.regression_to_the_mean.highest_mean:int} it would be {efficacy.regression_to_the_mean.lowest:d1} to
{efficacy.regression_to_the_mean.highest:d1}; to explain the whole change, the long-run mean would have to be
{efficacy.regression_to_the_mean.explains_all:d1}, on a scale that ends at
{efficacy.regression_to_the_mean.highest_mean:int}. At the end {efficacy.mmt8_ceiling.end.percent:percent0} of patients
were at the top of the scale, where no gain can be seen.
"""

PREDICTORS = """
**Responders ({predictors.responders:int}) had a median disease duration of
{predictors.disease_duration.responder.median:d1} months and a median CK of {predictors.ck_xuln.responder.median:d1} ×
ULN; non-responders ({predictors.non_responders:int}), of {predictors.disease_duration.non_responder.median:d1} months
({predictors.disease_duration.p:p}) and {predictors.ck_xuln.non_responder.median:d1} × ULN ({predictors.ck_xuln.p:p};
ULN: upper limit of normal).** Myalgia was present in {predictors.myalgia.responder.percent:percent0} and
{predictors.myalgia.non_responder.percent:percent0} ({predictors.myalgia.p:p}). With both in one model of
{predictors.multivariable.n:int} patients, the odds ratio of response was {predictors.raynaud.multivariable.or:d2}
(95% CI {predictors.raynaud.multivariable.ci_low:d2} to {predictors.raynaud.multivariable.ci_high:d2}) for Raynaud's
phenomenon and {predictors.skin.multivariable.or:d2} ({predictors.skin.multivariable.ci_low:d2} to
{predictors.skin.multivariable.ci_high:d2}) for skin involvement. **How far skin involvement is diagnosis**: it was
recorded in {predictors.skin_by_diagnosis.dm.count:int} of {predictors.skin_by_diagnosis.dm.total:int} patients with
dermatomyositis and in {predictors.skin_by_diagnosis.elsewhere.count:int} of
{predictors.skin_by_diagnosis.elsewhere.total:int} with a diagnosis other than dermatomyositis and overlap myositis.
With that diagnosis in the model the odds ratios were {predictors.raynaud.adjusted.or:d2}
({predictors.raynaud.adjusted.ci_low:d2} to {predictors.raynaud.adjusted.ci_high:d2}) and
{predictors.skin.adjusted.or:d2} ({predictors.skin.adjusted.ci_low:d2} to {predictors.skin.adjusted.ci_high:d2}).
Response: {predictors.response.definition:note}.
"""

NOT_RECORDED = """
Patients for whom one of the two features was not recorded: {predictors.filled.missing:int}. Had those features all
been present, or all absent, in each of the {predictors.filled.ways:word} ways, the odds ratio would lie between
**{predictors.raynaud.filled.or_lowest:d2} and {predictors.raynaud.filled.or_highest:d2} for Raynaud's phenomenon**
(largest {predictors.raynaud.filled.p_highest:p}) and between {predictors.skin.filled.or_lowest:d2} and
{predictors.skin.filled.or_highest:d2} for skin involvement (largest {predictors.skin.filled.p_highest:p}).
"""

PROFILE_LIMITS = """
**What the profile cannot do.** Where the registry is simulated, nothing was learnt about patients. There is no control
group: a kind of patient that responded often may have improved without IVIg as well. The abstract does not define
response; here it is: {predictors.response.definition:note}. The model rests on
{predictors.multivariable.non_events:int} non-responders and was tested in no other patients; with diagnosis in it,
some kinds are a handful of patients, or nobody. **It says to whom the printed figures point, and no treatment may be
decided by it.**
"""

CENTRES = """
Centres compared: {predictors.centres.compared:int}. Within them, each feature by itself, the pooled odds ratio of
response was **{predictors.raynaud.within_centres.or:d2} (95% CI {predictors.raynaud.within_centres.ci_low:d2} to
{predictors.raynaud.within_centres.ci_high:d2}) for Raynaud's phenomenon** and {predictors.skin.within_centres.or:d2}
({predictors.skin.within_centres.ci_low:d2} to {predictors.skin.within_centres.ci_high:d2}) for skin involvement;
whether it is the same in all centres: {predictors.raynaud.within_centres.p_homogeneity:p} and
{predictors.skin.within_centres.p_homogeneity:p}. With centre beside both in the model, by Firth's method, the odds
ratios were {predictors.raynaud.with_centre_firth.or:d2} ({predictors.raynaud.with_centre_firth.ci_low:d2} to
{predictors.raynaud.with_centre_firth.ci_high:d2}) and {predictors.skin.with_centre_firth.or:d2}
({predictors.skin.with_centre_firth.ci_low:d2} to {predictors.skin.with_centre_firth.ci_high:d2}). With each centre
left out in turn, the largest p of the first model was **{predictors.raynaud.without_centre.p_highest:p} for Raynaud's
phenomenon ({predictors.raynaud.without_centre.p_highest:note})** and {predictors.skin.without_centre.p_highest:p} for
skin involvement ({predictors.skin.without_centre.p_highest:note}).
"""

FAMILIES = """
Tests adjusted for together: {predictors.baseline_variables.tested:int} of variables known at the first infusion, of
which {predictors.baseline_variables.below_0_05:int} are below the usual level after it; and, by themselves,
{predictors.drugs_with_ivig.tested:int} of drugs given with IVIg, of which {predictors.drugs_with_ivig.below_0_05:int}
are.
"""

IMPUTED = """
**Multiple imputation** draws what was not recorded in {predictors.imputed.imputed:int} patients from what patients
alike in response, the other feature, {predictors.imputed.imputations:note} have, {predictors.imputed.imputations:int}
times, and pools the models: **odds ratio
{predictors.raynaud.imputed.or:d2} (95% CI {predictors.raynaud.imputed.ci_low:d2} to
{predictors.raynaud.imputed.ci_high:d2}; {predictors.raynaud.imputed.p:p}) for Raynaud's phenomenon** and
{predictors.skin.imputed.or:d2} ({predictors.skin.imputed.ci_low:d2} to {predictors.skin.imputed.ci_high:d2};
{predictors.skin.imputed.p:p}) for skin involvement, from {predictors.imputed.n:int} patients. The fraction of missing
information is {predictors.raynaud.imputed.fmi:d3} and {predictors.skin.imputed.fmi:d3}, and the Monte Carlo error of
the log odds ratios {predictors.raynaud.imputed.mc_percent_of_se:d1}% and
{predictors.skin.imputed.mc_percent_of_se:d1}% of their standard errors. **Diagnosis all but decides what is imputed
for skin involvement**: {predictors.skin.imputed.alike_in_diagnosis:int} of {predictors.skin.imputed.imputed:int}
values are imputed in a diagnosis in which everybody recorded is alike; for Raynaud's phenomenon it is
{predictors.raynaud.imputed.alike_in_diagnosis:int} of {predictors.raynaud.imputed.imputed:int}. These are separated
for ordinary logistic regression, so the values are drawn by Firth's method.
"""

NOT_AT_RANDOM = """
**Tipping point: {predictors.delta.tipping:note}.** A delta of {predictors.delta.highest:int} means that, among the
patients in whom it was not recorded, Raynaud's phenomenon is imputed in
{predictors.raynaud.delta.percent_at_highest:percent0} instead of
{predictors.raynaud.imputed.percent_present:percent0}, and skin involvement in
{predictors.skin.delta.percent_at_highest:percent0} instead of {predictors.skin.imputed.percent_present:percent0}. What
lies beyond is said by the extremes above.
"""

EVENTS_PER_VARIABLE = """
The model of Raynaud's phenomenon and skin involvement rests on {predictors.multivariable.events:int} responders and
{predictors.multivariable.non_events:int} non-responders: the rarer of the two gives
**{predictors.multivariable.epv:d1} patients for each of its {predictors.multivariable.parameters:int} predictors**.
With CK and disease duration beside them it gives {predictors.wider.epv:d1} for each of
{predictors.wider.parameters:int}. Where the figure is below ten, read the odds ratios as a description of these
patients, not as a rule for the next.
"""

SAFETY = """
**{safety.any.patients.count:int} of {safety.any.patients.total:int} patients ({safety.any.patients.percent:percent0},
95% CI {safety.any.patients.ci_low:percent0} to {safety.any.patients.ci_high:percent0}) had an adverse event; events in
all: {safety.any.events.count:int}.** Of the events {safety.mild.percent:percent0} were of grade 1 and
{safety.transitory.percent:percent0} resolved within {safety.transitory.days:int} days. Patients with a serious event:
{safety.serious.patients.count:int}; patients who stopped IVIg for an event:
{safety.leading_to_stop.patients.count:int}. Events per 100 monthly infusions: {safety.any.per_100_infusions.rate:d1}
(95% CI {safety.any.per_100_infusions.clustered_low:d1} to {safety.any.per_100_infusions.clustered_high:d1} with
patients as clusters; {safety.any.per_100_infusions.ci_low:d1} to {safety.any.per_100_infusions.ci_high:d1} if events
were independent; dispersion {safety.any.per_100_infusions.dispersion:d1}, near one if they were). Median time from
first to last IVIg was {safety.follow_up.median:d1} months; {safety.vital_status.dead.count:int} patients died,
{safety.vital_status.lost_to_follow_up.count:int} were lost to follow-up, and {safety.stop_reason.ongoing.count:int} of
{safety.stop_reason.ongoing.total:int} with a recorded reason for stopping or going on were still on treatment.
"""

ERROR_RATES = """
In {error_rates.cohorts:int} simulated cohorts of each of {error_rates.scenarios:int} situations,
**{error_rates.intervals.within:int} of {error_rates.intervals.total:int} intervals held the true value in
{error_rates.intervals.lowest:percent0} to {error_rates.intervals.highest:percent0} of cohorts, and
{error_rates.tests.within:int} of {error_rates.tests.total:int} tests rejected a true hypothesis in
{error_rates.tests.lowest:percent0} to {error_rates.tests.highest:percent0}.** Monte Carlo standard error: at most
{error_rates.intervals.se:d2} percentage points for an interval and {error_rates.tests.se:d2} for a test.
"""
