"""Facts of one patient that cannot, or hardly, be true together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .acts import column, event, patient
from .as_sent import Change, Damage, undamaged

CONTRADICTIONS: Mapping[str, tuple[Change, str, str]] = {
    "a man is pregnant": (patient(sex="male", reason="pregnancy"), "fault", "no pregnancy of a man"),
    "dead, and still treated": (patient(stop_reason="ongoing", vital_status="dead"), "fault", "not ongoing"),
    "stopped by death, and alive": (patient(stop_reason="death", vital_status="alive"), "fault", "not death"),
    "a symptom before birth": (patient(first_symptom_on="1921-03-14"), "fault", "not before birth"),
    "a diagnosis before birth": (patient(first_symptom_on="", diagnosed_on="1921-03-14"), "fault", "not before birth"),
    "IVIg before there was any": (
        patient(age="50", first_symptom_on="", diagnosed_on="", first_ivig_on="1971-03-14"),
        "fault",
        "when intravenous immunoglobulins came into use",
    ),
    "diagnosis before the first symptom": (patient(first_symptom_on="2019-12-01"), "fault", "not before first_symptom"),
    "last IVIg before the first": (patient(last_ivig_on="2001-01-01"), "fault", "not before"),
    "an end in another century": (patient(last_ivig_on="2091-01-01"), "fault", "at most 20 years"),
    "grade 5 and not serious": (event(ctcae_grade="5", serious="no"), "fault", "an event of grade 5 is a death"),
    "grade 6": (event(ctcae_grade="6"), "fault", "from 1 to 5"),
    "resolved before onset": (event(resolved_on="2001-01-01"), "fault", "not before onset_on"),
    "onset before IVIg": (event(onset_on="2001-01-01", resolved_on=""), "fault", "not before the patient's first IVIg"),
    "the class of another term": (
        event(preferred_term="Headache", system_organ_class="Eye disorders"),
        "fault",
        "class",
    ),
    "IBM at twenty": (patient(diagnosis="IBM", criteria="Griggs", age="20"), "flag", "below 30 years"),
    "Griggs' criteria for DM": (patient(diagnosis="DM", skin="yes", criteria="Griggs"), "flag", "inclusion-body"),
    "DM without skin": (patient(diagnosis="DM", skin="no", indication_skin="no"), "flag", "dermatomyositis"),
    "three specific antibodies": (patient(ab_mi2="yes", ab_srp="yes", ab_mda5="yes"), "flag", "in one patient"),
    "pregnant at seventy": (patient(sex="female", age="70", reason="pregnancy"), "flag", "pregnancy above"),
    "treated for malignancy without": (patient(reason="malignancy", malignancy="no"), "flag", "the patient has none"),
    "treated for dysphagia without": (patient(indication_oesophagus="yes", dysphagia="no"), "flag", "dysphagia is no"),
    "treated for skin without": (
        patient(diagnosis="PM", criteria="none", indication_skin="yes", skin="no"),
        "flag",
        "skin involvement is no",
    ),
    "treated for the lung without": (patient(indication_lung="yes", ild="no"), "flag", "lung disease is no"),
    "treated for joints without": (patient(indication_joint="yes", arthritis="no"), "flag", "arthritis is no"),
    "treated for nothing": (
        patient(**dict.fromkeys([n for n in undamaged()["patients"] if n.startswith("indication_")], "no")),
        "flag",
        "no indication at all",
    ),
    "a responder without efficacy": (
        patient(response_physician="responder", stop_reason="inefficacy"),
        "flag",
        "judgement is responder",
    ),
    "ill for sixty years": (patient(age="80", first_symptom_on="1950-03-14"), "flag", "years before the first IVIg"),
    "prednisone without glucocorticoid": (
        column("concomitant_glucocorticoid", lambda _: "no"),
        "flag",
        "a dose, though",
    ),
    "one day for many treatments": (patient(infusions_n="150"), "flag", "more monthly infusions"),
    "grade 4 and not serious": (event(ctcae_grade="4", serious="no"), "flag", "life-threatening"),
    "a child": (patient(age="9", first_symptom_on="", diagnosed_on=""), "flag", "unusual below 18"),
}


def contradictory_facts() -> Iterator[Damage]:
    """Yield every two facts that cannot, or hardly, be true together."""
    for what, (change, outcome, says) in CONTRADICTIONS.items():
        yield Damage(what, change, outcome, says)
