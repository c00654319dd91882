"""The sentences that answer each notebook's question: words typed once, every number asked of the ledger by id.

Those of the chapter on who responds are in `answers_predictors`. Of a passage `{?what it is about| passage ?}` in which
a number could not be computed, the text says why.
"""

COHORT = """
{?how many patients are in the study| **{cohort.n:int} of {cohort.flow.screened.remaining:int} patients screened are in
the study.** ?} {?their age or sex| They were {cohort.age.mean:d1} ± {cohort.age.sd:d1} years old and
{cohort.sex.female.percent:percent0} were women. ?} {?why and how long IVIg was given| IVIg was given for muscle
involvement in {cohort.indication_muscle.percent:percent} and for oesophageal involvement in
{cohort.indication_oesophagus.percent:percent}, for refractory disease in {cohort.reason.refractory.percent:percent},
for {cohort.treatment_duration.mean:d1} months on average. ?} {?how many responded|
{cohort.response.responder.count:int} patient{cohort.response.responder.count:s} responded and
{cohort.response.non_responder.count:int} did not. ?} {?in how many the records leave response open
[not cohort.left_out.threshold]| The records leave response open in {cohort.response.missing:few}
patient{cohort.response.missing:s}. ?} {?[cohort.left_out.threshold]| Patients in whom the records leave response open,
fewer than {cohort.left_out.threshold:int}, were left out. ?} Response: {cohort.response.definition:note}.
"""

FLAGGED = """
{?how many values are implausible but possible| Values in the files of the centres that are implausible but possible:
{cohort.flagged:int}, in {cohort.flagged:note}. They were kept as recorded. ?}
"""

EFFICACY = """
{?the change in MMT8| **MMT8 {efficacy.mmt8.change.mean:moved} by {efficacy.mmt8.change.mean:abs1} points on average**
(95% CI of the change {efficacy.mmt8.change.ci_low:d1} to {efficacy.mmt8.change.ci_high:d1},
{efficacy.mmt8.change.p_t:p}). ?} {?MMT8 at baseline in the patients with both values| At baseline it was
{efficacy.mmt8.baseline.mean:d1} ± {efficacy.mmt8.baseline.sd:d1}. ?} {?MMT8 at the end in the patients with both
values| At the end it was {efficacy.mmt8.end.mean:d1} ± {efficacy.mmt8.end.sd:d1}. ?} {?how many patients have both
values| Patients with both values: {efficacy.mmt8.change.n_pairs:int}. ?} {?the change in CK| At the end CK was
{efficacy.ck.ratio.change.ratio:ratio_percent0} of its value before treatment (95% CI
{efficacy.ck.ratio.change.ci_low:ratio_percent0} to {efficacy.ck.ratio.change.ci_high:ratio_percent0},
{efficacy.ck.ratio.change.p_t:p}). ?} {?the change in dysphagia| Trouble swallowing, on its scale,
{efficacy.dysphagia_vas.change.mean:moved} by {efficacy.dysphagia_vas.change.mean:abs1} points
({efficacy.dysphagia_vas.change.p_t:p}). ?} {?the share of responders| **{efficacy.response.count:int} of
{efficacy.response.total:int} patients ({efficacy.response.percent:percent0}, 95% CI {efficacy.response.ci_low:percent0}
to {efficacy.response.ci_high:percent0}) responded.** || **Patients who responded: {efficacy.response.count:int}.** ?}
Response: {efficacy.response.definition:note}. {?the share by the improvement score
[efficacy.response_beside_trial.ways]| By the ACR/EULAR 2016 criteria {efficacy.response_beside_trial.threshold:note}
was reached by {efficacy.response_beside_trial.percent:percent0} of those who could be decided. ?} {?the bounds of the
share by the improvement score| If none of the undecided reached it, or all did, it would be
{efficacy.response_beside_trial.bound_low:percent0} or {efficacy.response_beside_trial.bound_high:percent0} of all
patients. ?} {?[efficacy.left_out.threshold]| Patients left out, because response cannot be decided, are in none of
these shares. ?} In the placebo group of the ProDERM trial {efficacy.external.proderm_placebo.percent:percent0} had a
score of at least {efficacy.external.proderm_placebo.threshold:int} and no deterioration.
"""

COURSE = """
{?the correlation of MMT8 between visits| Between two visits MMT8 correlated
{efficacy.mmt8_course.correlation_lowest:d2} ({efficacy.mmt8_course.correlation_lowest:note}) to
{efficacy.mmt8_course.correlation_highest:d2} ({efficacy.mmt8_course.correlation_highest:note}). ?} {?how well its
covariance fits| Its covariance: {efficacy.mmt8_course.covariance:note}, with an AIC of {efficacy.mmt8_course.aic:d1};
{efficacy.mmt8_course.compound_symmetry.aic:d1} with one correlation for all pairs. ?} {?the change by the model| **By
the model MMT8 had changed by {efficacy.mmt8_course.end.change.mean:d1} points at the end of treatment (95% CI
{efficacy.mmt8_course.end.change.ci_low:d1} to {efficacy.mmt8_course.end.change.ci_high:d1})**; by the paired t-test,
{efficacy.mmt8.change.mean:d1} ({efficacy.mmt8.change.ci_low:d1} to {efficacy.mmt8.change.ci_high:d1}). ?}
"""

FIXED_TIME = """
{?how the length of treatment differed by response| Mean length of treatment was
{efficacy.treatment_duration.responder.mean:d1} months in responders and
{efficacy.treatment_duration.non_responder.mean:d1} in the others. ?} {?how many were seen at the same time| At
{efficacy.fixed_time.visit:note}, {efficacy.fixed_time.seen.count:int} of {efficacy.fixed_time.seen.total:int} patients
were seen. ?} {?how many were treated at least as long [efficacy.fixed_time.treated.percent]| Treated at least as long:
{efficacy.fixed_time.treated.count:int}. ?} {?the change in MMT8 by the same time| **By then MMT8 had changed by
{efficacy.mmt8_course.month_6.change.mean:d1} points (95% CI {efficacy.mmt8_course.month_6.change.ci_low:d1} to
{efficacy.mmt8_course.month_6.change.ci_high:d1}) in all.** ?} {?the change in MMT8 by response| It had changed by
{efficacy.mmt8_course.month_6.change_responder.mean:d1} in responders
({efficacy.mmt8_course.month_6.change_responder.mean:n} with a value) and by
{efficacy.mmt8_course.month_6.change_non_responder.mean:d1} in the others
({efficacy.mmt8_course.month_6.change_non_responder.mean:n} with a value), a difference of
{efficacy.mmt8_course.month_6.change_difference.mean:d1} ({efficacy.mmt8_course.month_6.change_difference.ci_low:d1} to
{efficacy.mmt8_course.month_6.change_difference.ci_high:d1}). || In responders it had changed by
{efficacy.mmt8_course.month_6.change_responder.mean:d1} ({efficacy.mmt8_course.month_6.change_responder.mean:n} with a
value); the change in the others cannot be shown. || In patients who did not respond it had changed by
{efficacy.mmt8_course.month_6.change_non_responder.mean:d1} ({efficacy.mmt8_course.month_6.change_non_responder.mean:n}
with a value); the change in responders cannot be shown. ?}

**What it means:** at the same visit everybody has been treated for the same time, so no difference comes from that. But
response is judged at the end, by what had changed until then: the difference says how responders got there, and not who
will respond.
"""

OUT_OF_REACH = """
A gain in percent has a ceiling: whoever starts above {efficacy.gain_in_percent.highest_baseline:d1} points of MMT8
cannot gain {efficacy.gain_in_percent.threshold:int}%, whatever the treatment does. {?of how many that holds| **That
holds for {efficacy.gain_in_percent.out_of_reach:int} of {efficacy.gain_in_percent.out_of_reach:n} patients.** ?}
"""

REGRESSION = """
{?the change expected from regression to the mean| With a correlation of
{efficacy.regression_to_the_mean.correlation:d2} between the two visits and an assumed long-run mean of
{efficacy.regression_to_the_mean.long_run_mean:int}, **a change of {efficacy.regression_to_the_mean.expected_change:d1}
points** would be expected without any effect of treatment; observed was {efficacy.mmt8.change.mean:d1}. Over long-run
means of {efficacy.regression_to_the_mean.lowest_mean:int} to {efficacy.regression_to_the_mean.highest_mean:int} it
would be {efficacy.regression_to_the_mean.lowest:d1} to {efficacy.regression_to_the_mean.highest:d1}; to explain the
whole change, the long-run mean would have to be {efficacy.regression_to_the_mean.explains_all:d1}, on a scale that ends
at {efficacy.regression_to_the_mean.highest_mean:int}. ?} {?how many reached the top of the scale| At the end
{efficacy.mmt8_ceiling.end.percent:percent0} of patients were at the top of the scale, where no gain can be seen. ?}
"""

SAFETY = """
{?how many patients had an adverse event [safety.any.events.count]| **{safety.any.patients.count:int} of
{safety.any.patients.total:int} patients ({safety.any.patients.percent:percent0}, 95% CI
{safety.any.patients.ci_low:percent0} to {safety.any.patients.ci_high:percent0}) had an adverse event; events in all:
{safety.any.events.count:int}.** ?} {?how many events were mild or transitory [safety.any.events.count:value,
safety.mild.count:value, safety.transitory.count:value]| Of the events {safety.mild.percent:percent0} were of grade 1
and {safety.transitory.percent:percent0} resolved within {safety.transitory.days:int} days. ?} {?how many had a serious
event or stopped for one [safety.any.events.count]| Patients with a serious event: {safety.serious.patients.count:int};
patients who stopped IVIg for an event: {safety.leading_to_stop.patients.count:int}. ?} {?the rate of events with
patients as clusters [safety.any.events.count, safety.any.per_100_infusions.events:value]| Events per 100 monthly
infusions: {safety.any.per_100_infusions.rate:d1} (95% CI {safety.any.per_100_infusions.clustered_low:d1} to
{safety.any.per_100_infusions.clustered_high:d1}). ?} {?how long patients were followed| Median time from first to last
IVIg was {safety.follow_up.median:d1} months. ?} {?how many patients died| **By the last record
{safety.vital_status.dead.count:few} patient{safety.vital_status.dead.count:s} had died**, on IVIg or after it. ?} {?how
many were lost to follow-up| Lost to follow-up: {safety.vital_status.lost_to_follow_up.count:none}. ?}
{?[safety.vital_status.dead.count]| Of what a patient died the registry does not say. ?}
{?[safety.interest.death.patients.count]| Patients with a fatal adverse event:
{safety.interest.death.patients.count:none}. ?} {?[safety.stop_reason.death.count]| Patients in whom death was the
reason why treatment ended: {safety.stop_reason.death.count:none}. ?} {?how many were still on treatment| Still on IVIg
when the study closed: {safety.stop_reason.ongoing.count:none}. ?}
"""

ERROR_RATES = """
In {error_rates.cohorts:int} simulated cohorts of each of {error_rates.scenarios:int} situations,
**{error_rates.intervals.within:int} of {error_rates.intervals.total:int} intervals held the true value in
{error_rates.intervals.lowest:percent0} to {error_rates.intervals.highest:percent0} of cohorts, and
{error_rates.tests.within:int} of {error_rates.tests.total:int} tests rejected a true hypothesis in
{error_rates.tests.lowest:percent0} to {error_rates.tests.highest:percent0}.** Monte Carlo standard error: at most
{error_rates.intervals.se:d2} percentage points for an interval and {error_rates.tests.se:d2} for a test.
"""

SIMULATED_COHORTS = "Simulated cohorts, of which the truth is known: nothing here rests on the registry."
