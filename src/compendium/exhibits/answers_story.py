"""The sentences below the exhibits of the notebooks: what each means, every number asked of the ledger by id."""

SCREENED = """
{?what the flow chart means| **What it means:** all that follows is about {cohort.n:int} of the
{cohort.flow.screened.remaining:int} patients on whom the centres have records, and about nobody else. ?}
"""

ALIKE = """
{?how long responders had been ill [cohort.disease_duration.responder.median:value,
cohort.disease_duration.non_responder.median:value]| **What it means:** look first at how alike the groups were
before any IVIg. Responders had been ill for a median of {cohort.disease_duration.responder.median:d1} months, the
others for {cohort.disease_duration.non_responder.median:d1}; the standardised difference is
{cohort.disease_duration.response.smd:d2}. Whatever differs before treatment may explain what differs after it. ?}
"""

WHY_GIVEN = """
{?what the indications mean| **What it means:** muscle weakness was a reason for IVIg in
{cohort.indication_muscle.percent:percent0} of patients, so strength is what the next chapter looks at first. ?}
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
