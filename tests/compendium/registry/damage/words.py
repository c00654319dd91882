"""Terms that are none, in other words or other letters; answers and levels that the codebook does not have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .acts import both, cell, event
from .as_sent import Change, Damage

YES_NO = ("1", "0", "sì", "Y", "TRUE", "x", "99", "YES", "n.d.", "positive")
LEVELS = {  # of a letter that looks like another it is said which, and not that it makes no level
    "sex": ("F", "one of "),
    "diagnosis": ("DМ", "cyrillic capital letter em"),
    "reason": ("1", "one of "),
    "stop_reason": ("remission.", "one of "),
    "vital_status": ("vivo", "one of "),
    "visit": ("M6", "one of "),
}
TERMS_THAT_ARE_NONE: Mapping[str, str] = {
    **dict.fromkeys(("n.d.", "NA", "N/A", "none", "null", "-", "?", "unknown", "nd", "."), "nothing is known"),
    **dict.fromkeys(("non noto", "nessuno", "xxx", "TBD", "test", "--"), "nothing is known"),
    **dict.fromkeys(("#REF!", "#N/A", "####", "#DIV/0!", "#VALUE!", "#RIF!", "#NAME?"), "an error of a spreadsheet"),
    **dict.fromkeys(("10019211", "3", "1.0"), "this is a code"),
    **dict.fromkeys(("=cmd|' /C calc'!A0", "+SUM(A1)", "@SUM(A1)"), "a formula"),
    **dict.fromkeys(
        ("<script>alert(1)</script>", "\\input{/etc/passwd}", "[Rash](http://x.org)"), "marks of a program"
    ),
    "!?*": "only signs",
}
TERMS_IN_OTHER_WORDS = {
    **dict.fromkeys(("Deep venous thrombosis", "DVT", "trombosi venosa profonda"), "'Deep vein thrombosis'"),
    **dict.fromkeys(("Embolia polmonare", "pulmonary thromboembolism"), "'Pulmonary embolism'"),
    **dict.fromkeys(("Infarto miocardico", "Heart attack"), "'Myocardial infarction'"),
    **dict.fromkeys(("Stroke", "ictus"), "'Cerebrovascular accident'"),
    **dict.fromkeys(("Aseptic meningitis", "Meningite asettica"), "'Meningitis aseptic'"),
    **dict.fromkeys(("Hemolysis", "emolisi"), "'Haemolysis'"),
    "Acute renal failure": "'Acute kidney injury'",
    **dict.fromkeys(("Blood clot in leg", "clot in leg", "Leg vein thrombosis"), "'Deep vein thrombosis'"),
    **dict.fromkeys(("Blood clot in lung", "Clot in lung"), "'Pulmonary embolism'"),
    "Sterile meningitis": "'Meningitis aseptic'",
    "Sudden kidney failure": "'Acute kidney injury'",
    **dict.fromkeys(("Anaphylaxis", "Anaphylactic shock"), "'Anaphylactic reaction'"),
}
TERMS_SPELT_OTHERWISE = {
    "headache": "but for case",
    "HEADACHE": "but for case",
    "Back  pain": "but for case, accents, blanks",
    "Back-pain": "but for case, accents, blanks or signs",
    "Ｈｅａｄａｃｈｅ": "one spelling of one thing",
    "Hеadache": "cyrillic small letter ie",
    "Pyrехia": "cyrillic",
    "Νausea": "greek capital letter nu",
    "Head\u200bache": "U+200B zero width space",
    "Head\u00adache": "U+00AD soft hyphen",
    "Back\u00a0pain": "U+00A0 no-break space",
    "Back\u202fpain": "U+202F narrow no-break space",
    "\ufeffRash": "U+FEFF",
    "Rash\u202e": "U+202E right-to-left override",
    "Rash\x07": "cannot be seen",
    "Ra\u2066sh": "U+2066",
}
TERMS_NEARLY = (
    "Deep vein trombosis",
    "Pulmonary embolisme",
    "Myocardial infarct ion",
    "Haemolitic anaemia",
    "Urticharia",
)
TERMS_LIKE_OTHER_WORDS = ("Blood clot in her left leg", "Blood cloth in lung", "Chemical menigitis")
TERMS_AS_THEY_ARE = (
    "头痛",
    "صداع",
    "Άσηπτη μηνιγγίτιδα",
    "головная боль",
    "🤕",
    "片頭痛",
    "두통",
    "כאב ראש",
    "Céphalée",
    "Hypotension",
    "Muscle spasms (legs)",
    "TIF1γ antibody positive",
    "Weight > 90 kg",
)


def term(term: str, *, at: int = 2) -> Change:
    return event(at, preferred_term=term, system_organ_class="Vascular disorders")


def damaged_words() -> Iterator[Damage]:
    """Yield every kind of damage to an answer, a level or a term."""
    for value in YES_NO:
        yield Damage(f"raynaud {value}", cell("raynaud", value), "fault", "yes or no")
    for name, (value, says) in LEVELS.items():
        yield Damage(f"{name} {value}", cell(name, value), "fault", says)
    for said in (TERMS_THAT_ARE_NONE, TERMS_IN_OTHER_WORDS, TERMS_SPELT_OTHERWISE):
        for written, says in said.items():
            yield Damage(f"term {written!a}", term(written), "fault", says)
    for written in (*TERMS_NEARLY, *TERMS_LIKE_OTHER_WORDS):
        yield Damage(f"term {written}", term(written), "flag", "is that meant?")
    for written in TERMS_AS_THEY_ARE:
        yield Damage(f"term {written}", term(written), "right")
    apart = both(term("Ce\u0301phale\u0301e"), term("Céphalée", at=3))
    yield Damage("a term in two normal forms", apart, "fault", "written with other signs")
    yield Damage("a term with accents apart", term("Ce\u0301phale\u0301e"), "flag", "letters and accents apart")
    two = both(term("Céphalée"), term("Cephalee", at=3))
    yield Damage("a term with and without accents", two, "fault", "but for case, accents")
    own = event(preferred_term="Blurred vision", system_organ_class="EYE disorders")
    twice = both(own, event(3, preferred_term="Blurred vision", system_organ_class="Eye disorders"))
    yield Damage("a class in two spellings", twice, "fault", "but for case")
