"""The sentences below the exhibits on safety: what each means, every number asked of the ledger by id."""

HARMED = """
{?how common adverse events were [safety.any.events.count]| **What it means:** among patients like these, between
{safety.any.patients.ci_low:percent0} and {safety.any.patients.ci_high:percent0} would have an event that somebody
writes down. ?} {?how common serious ones were [safety.any.events.count]| For a serious one the data allow
{safety.serious.patients.ci_low:percent} to {safety.serious.patients.ci_high:percent}. ?} {?how common fatal ones were
[safety.any.events.count]| Patients with a fatal one: {safety.interest.death.patients.count:none}; that still allows a
true share of up to {safety.interest.death.patients.ci_high:percent}. ?}
"""

SPREAD = """
{?how events are spread| **What it means:** {safety.any.events.count:int} events fell on
{safety.any.patients.count:int} patients. The fewer stand in a line, the less can be said of that event, and the
intervals say how little. ?} {?how bad they were [safety.any.events.count:value, safety.mild.count:value]| Of all events
{safety.mild.percent:percent0} were mild (grade 1). ?}
"""

RATED = """
{?what the rate means [safety.any.events.count, safety.any.per_100_patient_years.events:value]| **What it means:** if
100 patients were treated for a year, they would have {safety.any.per_100_patient_years.rate:d1} adverse events among
them. ?} {?how responders and the others compare [safety.any_by_response.responder.per_100_infusions.events:value,
safety.any_by_response.non_responder.per_100_infusions.events:value]| With 100 monthly infusions responders had
{safety.any_by_response.responder.per_100_infusions.rate:d1} and the others
{safety.any_by_response.non_responder.per_100_infusions.rate:d1} (rate ratio
{safety.any_by_response.per_100_infusions.rate_ratio:d2}, 95% CI
{safety.any_by_response.per_100_infusions.clustered_low:d2} to
{safety.any_by_response.per_100_infusions.clustered_high:d2}). That does not say that response protects: who has an
event may stop early, and who stops early may be called a non-responder. ?}
"""

FIRST = """
{?when first events come [safety.first_event.1.percent:value, safety.first_event.12.percent:value]| **What it means:**
within the first month {safety.first_event.1.percent:percent0} of patients had their first event, within the first year
{safety.first_event.12.percent:percent0}. The larger the first of these is beside the second, the more it is the first
infusions that need watching. ?}
"""
