"""More than two hundred kinds of damage to the cells of the simulated registry, each with what must be said of it.

The registry is held in memory, as text, with the file and row of each line; a part of each centre is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from compendium.registry.checking import check_tables
from compendium.registry.codebook import TABLES, load_codebook
from compendium.registry.files import read_text_table
from compendium.registry.flagging import Flag, flag_tables
from compendium.registry.table import FILE, ROW, Table, read_table
from press.ground.fault import FaultRecord
from press.ground.paths import project_root

Sent = dict[str, pd.DataFrame]
Change = Callable[[Sent], None]
CENTRES = {"pisa": 30, "brescia": 24, "pavia": 18}  # so many patients of each


@dataclass(frozen=True)
class Damage:
    """`says` is a part of the rule; outcome "fault" stops, "flag" is kept and listed, "right" is read as meant."""

    name: str
    change: Change
    outcome: str
    says: str = ""


@lru_cache(maxsize=1)
def _whole() -> Sent:
    book, folder = load_codebook(), project_root() / "data" / "registry"
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in TABLES}
    for centre, most in CENTRES.items():
        kept: set[str] = set()
        for name in TABLES:
            text, rows, _ = read_text_table(folder, f"{centre}/{name}.csv", book.table(name))
            text = text.assign(**{FILE: f"{centre}/{name}.csv", ROW: rows})
            kept = kept or set(text["patient_id"][:most])
            parts[name].append(text[text["patient_id"].isin(kept)])
    return {name: pd.concat(each, ignore_index=True).astype(object) for name, each in parts.items()}


def undamaged() -> Sent:
    """Return a copy of the registry to be damaged."""
    return {name: table.copy() for name, table in _whole().items()}


def read(sent: Sent) -> tuple[dict[str, Table], list[FaultRecord], list[Flag]]:
    """Read and check a registry as `read_registry` does from the cells on; no flags are looked for beside faults."""
    tables: dict[str, Table] = {}
    faults: list[FaultRecord] = []
    for name in TABLES:
        tables[name], of_cells = _as_it_was(name) if sent[name].equals(_whole()[name]) else _table(name, sent[name])
        faults += of_cells
    faults += check_tables(tables)
    flags = [] if faults else list(flag_tables(tables).itertuples(index=False, name=None))
    return tables, faults, flags


def _table(name: str, sent: pd.DataFrame) -> tuple[Table, list[FaultRecord]]:
    return read_table(name, sent.astype("str"), load_codebook().table(name))


@lru_cache
def _as_it_was(name: str) -> tuple[Table, list[FaultRecord]]:
    """Two of three tables are not damaged, as a rule: they are read once."""
    return _table(name, _whole()[name])


def table_of(column: str) -> str:
    """Return the first table that has a column."""
    return next(name for name in TABLES if column in _whole()[name])


def cell(column: str, value: str, *, at: int = 4, table: str = "") -> Change:
    """Return the act of writing `value` into a cell that is not empty, the `at`-th of its column."""

    def change(sent: Sent) -> None:
        frame = sent[table or table_of(column)]
        frame.loc[frame.index[frame[column] != ""][at], column] = value

    return change


def both(*changes: Change) -> Change:
    """Return several acts as one."""

    def change(sent: Sent) -> None:
        for each in changes:
            each(sent)

    return change


def column(name: str, how: Callable[[str], str], *, centre: str = "pisa") -> Change:
    """Return the act of changing every filled cell of a column in one centre."""

    def change(sent: Sent) -> None:
        frame = sent[table_of(name)]
        own = frame[FILE].str.startswith(centre) & (frame[name] != "")
        frame.loc[own, name] = frame.loc[own, name].map(how)

    return change


def patient(at: int = 5, **facts: str) -> Change:
    """Return the act of writing facts of one patient."""

    def change(sent: Sent) -> None:
        for name, value in facts.items():
            sent["patients"].loc[at, name] = value

    return change


def event(at: int = 2, **facts: str) -> Change:
    """Return the act of writing facts of one adverse event."""

    def change(sent: Sent) -> None:
        for name, value in facts.items():
            sent["adverse_events"].loc[at, name] = value

    return change


def times(factor: float, decimals: int = 1) -> Callable[[str], str]:
    """Return how a number is written after a change of unit."""
    return lambda text: f"{float(text) * factor:.{decimals}f}"


def _series(name: str, factor: float) -> Change:
    """Change the middle one of a patient's three values or more, where the others are near it."""

    def change(sent: Sent) -> None:
        visits = sent["visits"]
        filled = visits[visits[name] != ""].sort_values(["patient_id", "visit_on"])
        number = filled[name].astype(float)
        usual = load_codebook().variable(name, "visits")
        for _, of_patient in number.groupby(filled["patient_id"]):
            value = of_patient.iloc[len(of_patient) // 2] * factor
            near = of_patient.max() < 3 * of_patient.min()
            if len(of_patient) >= 3 and near and (usual.usual_low or 0) < value < (usual.usual_high or 0):
                visits.loc[of_patient.index[len(of_patient) // 2], name] = f"{value:.0f}"
                return
        raise AssertionError(f"no series of {name} to damage")

    return change


def _every(number: int, name: str, value: str) -> Change:
    """Write one value into every n-th filled cell of a column."""

    def change(sent: Sent) -> None:
        frame = sent[table_of(name)]
        frame.loc[frame.index[frame[name] != ""][::number], name] = value

    return change


def _day_and_month_exchanged(name: str) -> Change:
    """Exchange day and month, as a spreadsheet of another country does; days that cannot be months are made such."""

    def swap(text: str) -> str:
        return f"{text[:5]}{(int(text[8:]) - 1) % 12 + 1:02d}-{text[5:7]}"

    return column(name, swap)


def _without_visits_of_the_last(number: int) -> Change:
    def change(sent: Sent) -> None:
        patients = sent["patients"]
        last = patients["patient_id"][patients[FILE].str.startswith("pisa")].tolist()[-number:]
        sent["visits"] = sent["visits"][~sent["visits"]["patient_id"].isin(last)].reset_index(drop=True)

    return change


def _cut_in_the_last_row(sent: Sent) -> None:
    visits = sent["visits"]
    last = visits.index[visits[FILE].str.startswith("pisa")][-1]
    names = list(visits.columns)
    visits.loc[last, names[names.index("mmt8") : names.index("prednisone") + 1]] = ""


def _again(centre: str, **facts: str) -> Change:
    """Add the fifth patient and the visits again, under another pseudonym, to the file of a centre."""

    def change(sent: Sent) -> None:
        first = sent["patients"].loc[5, "patient_id"]
        for name in ("patients", "visits"):
            rows = sent[name][sent[name]["patient_id"] == first].copy()
            rows["patient_id"], rows[FILE], rows[ROW] = "ZZ0001", f"{centre}/{name}.csv", range(900, 900 + len(rows))
            if name == "patients":
                rows = rows.assign(centre=centre.capitalize(), **facts)
            sent[name] = pd.concat([sent[name], rows], ignore_index=True)

    return change


def _renamed(new: Callable[[str], str], *tables: str, at: int = 5) -> Change:
    def change(sent: Sent) -> None:
        old = sent["patients"].loc[at, "patient_id"]
        for name in tables or TABLES:
            sent[name].loc[sent[name]["patient_id"] == old, "patient_id"] = new(str(old))

    return change


def _like_another(new: Callable[[str], str]) -> Change:
    """Give a patient the pseudonym of the one before, changed as a spreadsheet or a typist changes it."""

    def change(sent: Sent) -> None:
        other = str(sent["patients"].loc[4, "patient_id"])
        _renamed(lambda _: new(other))(sent)

    return change


def _term(term: str, *, at: int = 2) -> Change:
    return event(at, preferred_term=term, system_organ_class="Vascular disorders")


NUMBERS: Mapping[str, str] = {
    "old": "a number, nothing else",
    "n.d.": "a number, nothing else",
    "<5": "a number, nothing else",
    "1,5": "decimal point",
    "1.240,5": "a number, nothing else",
    "80/80": "a number, nothing else",
    "2,3 µkat/L": "a number, nothing else",
    "#N/A": "a number, nothing else",
    "####": "a number, nothing else",
    "-9": "from ",
    "-999": "from ",
    "nan": "a number, nothing else",
    "1e99": "from ",
    "99999999": "from ",
    "٤٥ anni": "a number, nothing else",
}
DATES: Mapping[str, str] = {
    "05/06/2012": "year-month-day",
    "31-12-2012": "year-month-day",
    "2012-13-01": "year-month-day",
    "2012-02-30": "year-month-day",
    "2012": "year-month-day",
    "05/2012": "year-month-day",
    "41275": "year-month-day",
    "41275.0": "year-month-day",
    "2012-06-01 10:00": "year-month-day",
    "6 May 2012": "year-month-day",
    "05/06/12": "year-month-day",
    "n.d.": "year-month-day",
    "#####": "year-month-day",
    "9999-12-31": "year-month-day",
    "1900-01-01": "a spreadsheet's calendar",
    "1904-01-01": "a spreadsheet's calendar",
    "1911-11-11": "stands for missing",
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
    "Anaphylaxis": "'Anaphylactic reaction'",
}
TERMS_SPELT_OTHERWISE = {
    "headache": "but for case",
    "HEADACHE": "but for case",
    "Head-ache?": "",
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
del TERMS_SPELT_OTHERWISE["Head-ache?"]
TERMS_NEARLY = (
    "Deep vein trombosis",
    "Pulmonary embolisme",
    "Myocardial infarct ion",
    "Haemolitic anaemia",
    "Urticharia",
)
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
IDENTIFIERS_IN_TERMS = {
    "Mario Rossi": "a person's name",
    "Rash in sig.ra Giulia": "a person's name",
    "mario.rossi@example.org": "an e-mail address",
    "Rash, tel. +39 055 123 4567": "a telephone number",
    "RSSMRA80A01H501U": "an Italian tax code",
    "Rash (RSSMRA80A01H501U)": "an Italian tax code",
    "rss mra 80a01 h501u": "an Italian tax code",
    "Rash, born 01/01/1980": "a date of birth",
    "Rash, born 1980-01-01": "a date of birth",
}
PSEUDONYMS = {
    "PI 1": "a pseudonym of letters",
    "../PI1": "a pseudonym of letters",
    "1E+05": "a pseudonym of letters",
    "1E05": "has shortened this number",
    "mag-14": "made a date of this one",
    "3-mar": "made a date of this one",
    "100.0": "a number with decimals",
    "NA": "nothing is known",
    "n.d.": "nothing is known",
    "-": "nothing is known",
    "RossiMario": "a person's name",
    "ROSSI_GIULIA": "a person's name",
    "RSSMRA80A01H501U": "an Italian tax code",
    "MR19800412": "a date of birth",
    "0000012345678": "as long as hospitals' own",
    "PІ1013": "cyrillic capital letter byelorussian-ukrainian i",
    "PI\u200b1": "cannot be seen",
}
YES_NO = ("1", "0", "sì", "Y", "TRUE", "x", "99", "YES", "n.d.", "positive")
LEVELS = {
    "sex": "F",
    "diagnosis": "DМ",
    "reason": "1",
    "stop_reason": "remission.",
    "vital_status": "vivo",
    "visit": "M6",
}
SCALES = {  # column, how one centre writes it, what is said
    "mmt8": (times(80 / 150, 0), "MMT8 from 0 to 150"),
    "ck": (times(1 / 60, 2), "a factor of about 60"),
    "ldh": (times(1 / 60, 2), "a factor of about 60"),
    "ast": (times(1 / 60, 2), "a factor of about 60"),
    "alt": (times(1 / 60, 2), "a factor of about 60"),
    "aldolase": (times(1 / 60, 3), "a factor of about 60"),
    "ck_uln": (times(1 / 60, 2), "a factor of about 60"),
    "ldh_uln": (times(1 / 60, 2), "a factor of about 60"),
    "prednisone": (times(1 / 1000, 4), "a factor of about a thousand"),
    "physician_global": (times(10, 0), "from 0 to 10"),
    "patient_global": (times(10, 0), "from 0 to 10"),
    "dysphagia_vas": (times(10, 0), "from 0 to 10"),
    "extramuscular": (times(10, 0), "from 0 to 10"),
    "haq_di": (times(8, 0), "from 0 to 3"),
    "dose": (times(1000, 0), "from 0.1 to 4"),
    "age": (times(12, 0), "from 0 to 110"),
}
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
        patient(**dict.fromkeys([n for n in _whole()["patients"] if n.startswith("indication_")], "no")),
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


def damages() -> Iterator[Damage]:
    """Yield every kind of damage."""
    yield from _to_single_cells()
    yield from _to_words()
    for name, (how, says) in SCALES.items():
        yield Damage(f"{name} on another scale in one centre", column(name, how), "fault", says)
    for name in ("ck", "ldh", "ast", "alt", "myoglobin"):
        yield Damage(f"{name} 999 for missing", _every(6, name, "999"), "fault", "as a code would")
        yield Damage(f"{name} 9999 for missing", _every(9, name, "9999"), "fault", "as a code would")
    for name in ("mmt8", "prednisone"):
        yield Damage(f"{name} 99 for missing", _every(5, name, "99"), "fault", "as a code would")
    for name, factor in (("ldh", 1 / 60), ("ck", 60.0), ("alt", 40.0)):
        yield Damage(
            f"one {name} of a series in another unit", _series(name, factor), "flag", "at the patient's visits"
        )
    for name in ("ck_uln", "ldh_uln", "ast_uln", "alt_uln", "myoglobin_uln"):
        yield Damage(f"one {name} ten times too large", cell(name, "1900"), "flag", "in this file as a rule")
    for name in ("first_symptom_on", "visit_on", "last_ivig_on"):
        yield Damage(f"{name}: day and month exchanged", _day_and_month_exchanged(name), "fault", "above 12")
    for what, (change, outcome, says) in CONTRADICTIONS.items():
        yield Damage(what, change, outcome, says)
    yield Damage("visits cut off", _without_visits_of_the_last(4), "fault", "of the last 4 patients")
    yield Damage("one patient without visits", _without_visits_of_the_last(1), "flag", "no visit 'baseline'")
    yield Damage("cut within the last row", _cut_in_the_last_row, "flag", "was the file cut short?")
    yield Damage("a patient twice in one centre", _again("pisa"), "fault", "those of another")
    yield Damage("a patient in two centres", _again("pavia"), "fault", "those of another")
    moved = _again("pavia", first_ivig_on="2018-01-01", last_ivig_on="2018-12-01")
    yield Damage("a patient who moved to another centre", moved, "flag", "is it one patient?")
    yield Damage("a visit long after all others", cell("visit_on", "2024-05-06", at=30), "flag", "")
    yield Damage("pseudonyms apart in case alone", _like_another(str.lower), "flag", "in case, signs or zeros alone")
    yield Damage(
        "pseudonyms apart in a zero", _like_another(lambda old: old[:2] + "0" + old[2:]), "flag", "zeros alone"
    )
    yield Damage("a pseudonym of letters alone", _renamed(lambda _: "Bianchi"), "flag", "without a digit")
    yield Damage("visits in small letters", _renamed(str.lower, "visits"), "fault", "a patient of pisa")


def _to_single_cells() -> Iterator[Damage]:
    for name in ("age", "mmt8", "ck", "haq_di"):
        for value, says in NUMBERS.items():
            integer = name in ("age", "mmt8") and value == "1,5"
            yield Damage(f"{name} {value}", cell(name, value), "fault", "decimal point" if integer else says)
    for name in ("first_symptom_on", "visit_on", "resolved_on"):
        for value, says in DATES.items():
            yield Damage(f"{name} {value}", cell(name, value), "fault", says)
    for value in YES_NO:
        yield Damage(f"raynaud {value}", cell("raynaud", value), "fault", "yes or no")
    for name, value in LEVELS.items():
        yield Damage(f"{name} {value}", cell(name, value), "fault", "one of ")
    for name in ("age", "sex", "first_ivig_on", "visit_on", "preferred_term", "ctcae_grade"):
        yield Damage(f"{name} empty", cell(name, ""), "fault", "never empty")
    for value in ("54.0", "54", " 54 ", "+54", "5.4e1", "54.00"):
        yield Damage(f"age {value!r}", patient(age=value, first_symptom_on="", diagnosed_on=""), "right")
    for value in ("1250.0", "1250.00", "1.25e3"):
        yield Damage(f"ck {value}", cell("ck", value), "right")
    for value in ("12.200", "104.25"):
        yield Damage(f"ck {value}", cell("ck", value), "flag", "more decimals")
    for name, value in (("ck", "5"), ("ck", "60000"), ("prednisone", "300"), ("myoglobin", "30000"), ("age", "16")):
        yield Damage(f"{name} {value}", cell(name, value), "flag", "unusual")


def _to_words() -> Iterator[Damage]:
    for term, says in TERMS_THAT_ARE_NONE.items():
        yield Damage(f"term {term}", _term(term), "fault", says)
    for term, says in TERMS_IN_OTHER_WORDS.items():
        yield Damage(f"term {term}", _term(term), "fault", says)
    for term, says in TERMS_SPELT_OTHERWISE.items():
        yield Damage(f"term {term!a}", _term(term), "fault", says)
    for term in TERMS_NEARLY:
        yield Damage(f"term {term}", _term(term), "flag", "is that meant?")
    for term in TERMS_AS_THEY_ARE:
        yield Damage(f"term {term}", _term(term), "right")
    for term, says in IDENTIFIERS_IN_TERMS.items():
        yield Damage(f"term {term}", _term(term), "fault", says)
    apart = both(_term("Ce\u0301phale\u0301e"), _term("Céphalée", at=3))
    yield Damage("a term in two normal forms", apart, "fault", "written with other signs")
    yield Damage("a term with accents apart", _term("Ce\u0301phale\u0301e"), "flag", "letters and accents apart")
    two = both(_term("Céphalée"), _term("Cephalee", at=3))
    yield Damage("a term with and without accents", two, "fault", "but for case, accents")
    own = event(preferred_term="Blurred vision", system_organ_class="EYE disorders")
    twice = both(own, event(3, preferred_term="Blurred vision", system_organ_class="Eye disorders"))
    yield Damage("a class in two spellings", twice, "fault", "but for case")
    for pseudonym, says in PSEUDONYMS.items():
        yield Damage(f"pseudonym {pseudonym!a}", cell("event_id", pseudonym), "fault", says)
