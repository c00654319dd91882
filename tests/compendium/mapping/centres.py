"""Three invented centres as they hand their tables over - workbook, REDCap export, SPSS file - and their mappings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compendium.registry.codebook import TABLES, load_codebook
from compendium.sources.cells import Cells
from compendium.sources.handed import Handed

BOOK = load_codebook()
INDICATIONS = [variable.name for variable in BOOK.with_role("indication")]


def cells(
    name: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    first: int = 2,
    codes: Mapping[str, Mapping[str, str]] | None = None,
    labels: Mapping[str, str] | None = None,
) -> Cells:
    """A table of a workbook called centre.xlsx, its rows numbered from `first`."""
    numbers = list(range(first, first + len(rows)))
    return Cells(
        name, "centre.xlsx", name, tuple(header), [list(row) for row in rows], numbers, labels or {}, codes or {}
    )


def handed(*tables: Cells, kind: str = "workbook") -> Handed:
    """A source of these tables."""
    return Handed(kind, {table.name: table for table in tables})


def rest_absent(table: str, given: Sequence[str], indent: str = "    ") -> str:
    """The block `absent` with every variable of a table that is not among those given; required ones must be."""
    names = [variable.name for variable in BOOK.table(table) if variable.name not in given]
    return f"{indent}absent: {{not recorded: [{', '.join(names)}]}}"


def mapping_text(
    patients: Mapping[str, str],
    visits: Mapping[str, str] | None,
    events: Mapping[str, str] | None = None,
    source: str = "{kind: workbook, data: centre.xlsx}",
    head: str = "",
) -> str:
    """A mapping of three tables, each an entry by variable (and `from` and its like); what is not given is absent."""
    lines = [f"source: {source}", *([head] if head else []), "tables:"]
    for name, entries in zip(TABLES, (patients, visits, events), strict=True):
        if entries is None:
            lines.append(f"  {name}: {{absent: none were recorded}}")
            continue
        given = {*entries, *(each for each in BOOK_NAMES[name] if f"{each}:" in entries.get("each", ""))}
        lines += [f"  {name}:", *(f"    {key}: {value}" for key, value in entries.items())]
        lines.append(rest_absent(name, sorted(given)))
    return "\n".join(lines) + "\n"


BOOK_NAMES = {table: [variable.name for variable in BOOK.table(table)] for table in TABLES}

# An Italian workbook: decimal commas, units in cells, n.d., day-first dates, crosses, three spellings.
ITALIAN_PATIENTS = cells(
    "Pazienti",
    ["ID", "Sesso", "Età", "Diagnosi", "Prima infusione", "Ultima infusione", "Dose (g/kg)", "Raynaud", "Cute",
     "Muscolo", "Esofago", "Note"],
    [
        ["P-01", "F", "54", "Dermatomiosite", "31/01/2012", "15/03/2013", "2,0", "x", "Sì", "x", "", "chiamare"],
        ["P-02", "M", "61 anni", "PM", "02/02/2013", "01/02/2014", "1,5", "", "no", "x", "x", ""],
        ["P-03", "D", "n.d.", "Sovrapposizione", "5 marzo 2014", "06/2015", "2", "?", "assente", "", "x", ""],
    ],
    first=4,
)  # fmt: skip
ITALIAN_VISITS = cells(
    "Visite",
    ["ID", "Visita", "Data", "MMT8", "CPK", "CK totale", "VAS medico (mm)", "Mioglobina", "Peso"],
    [
        ["P-01", "M0", "31/01/2012", "60/80", "1.240,5", "", "72", "<5", "60"],
        ["P-01", "M6", "30/07/2012", "73", "", "310 UI/L", "35,5", "n.d.", ""],
        ["P-02", "T0", "02/02/2013", "80", "2.300", "2.300", "-", "80 µg/L", ""],
        ["P-02", "M18", "02/08/2014", "80", "100", "", "0", "70", ""],
        ["P-03", "fine", "01/06/2015", "", "ND", "", "", "", ""],
    ],
)
ITALIAN_MAPPING = mapping_text(
    {
        "from": "Pazienti",
        "patient_id": "ID",
        "centre": "{constant: B}",
        "sex": "{column: Sesso, recode: {F: female, D: female, M: male}}",
        "age": "{column: Età, unit: anni}",
        "diagnosis": "{column: Diagnosi, recode: {Dermatomiosite: DM, Sovrapposizione: overlap}}",
        "first_ivig_on": "Prima infusione",
        "last_ivig_on": "{column: Ultima infusione, precision: month}",
        "dose": "Dose (g/kg)",
        "raynaud": "{column: Raynaud, blank: no}",
        "skin": "Cute",
        "indication_muscle": "{column: Muscolo, blank: no}",
        "indication_oesophagus": "{column: Esofago, blank: no}",
        **dict.fromkeys(INDICATIONS[2:], "{constant: no}"),
    },
    {
        "from": "Visite",
        "when": "{Visita: [M0, T0, M6, fine]}",
        "patient_id": "ID",
        "visit": "{column: Visita, month_in_name: true}",
        "visit_on": "Data",
        "mmt8": "{column: MMT8, scale: [0, 80]}",
        "ck": "{first_of: [CPK, CK totale], unit: U/L}",
        "physician_global": "{column: VAS medico (mm), scale: [0, 100], missing: ['-']}",
        "myoglobin": "{column: Mioglobina, unit: ug/L, censored: limit}",
    },
    head='defaults: {decimal: ",", thousands: ".", date: day first}',
)

# A REDCap export, split into its forms: events, a checkbox set, a form that nobody filled in, codes, missing codes.
REDCAP = handed(
    cells(
        "patient",
        ["record_id", "redcap_event_name", "redcap_data_access_group", "sex", "age", "dx___1", "dx___2", "feat___1",
         "feat___2", "first_ivig", "last_ivig", "dose", "muscle", "patient_complete"],
        [
            ["101-7", "baseline_arm_1", "b", "2", "54",
              "1", "0", "1", "0", "2012-01-31", "2013-03-15", "2", "1", "2"],
            ["101-8", "baseline_arm_1", "b", "1", "-999",
              "0", "1", "0", "0", "2013-02-02", "2014-02-01", "2", "0", "1"],
            ["101-9", "baseline_arm_1", "a", "1", "40",
              "0", "0", "0", "0", "2013-02-02", "2014-02-01", "2", "1", "0"],
        ],
        codes={"sex": {"1": "Male", "2": "Female"}, "muscle": {"1": "Yes", "0": "No"}},
        labels={"dx___1": "Diagnosis (choice=Dermatomyositis)", "dx___2": "Diagnosis (choice=Polymyositis)",
                "feat___1": "Features (choice=Raynaud's phenomenon)", "feat___2": "Features (choice=Rash)"},
    ),
    cells(
        "visit",
        ["record_id", "redcap_event_name", "visit_date", "mmt8", "visit_complete"],
        [
            ["101-7", "baseline_arm_1", "2012-01-31", "104", "2"],
            ["101-7", "month_6_arm_1", "2012-07-30", "UNK", "2"],
        ],
    ),
    cells(
        "labs",
        ["record_id", "redcap_event_name", "cpk", "cpk_uln", "labs_complete"],
        [
            ["101-7", "baseline_arm_1", "20.5", "3", "2"],
            ["101-8", "baseline_arm_1", "2", "3", "2"],
        ],
    ),
    cells(
        "ae",
        ["record_id", "redcap_repeat_instance", "ae_date", "ae_term", "ae_class", "ae_grade", "ae_serious",
         "ae_action"],
        [["101-7", "1", "2012-02-01", "Headache", "Nervous system disorders", "1", "0", "1"],
         ["101-7", "2", "2012-03-01", "Cefalea", "Nervous system disorders", "1", "0", "2"]],
        codes={"ae_action": {"1": "None", "2": "Infusion slowed"}},
    ),
    kind="redcap",
)  # fmt: skip
_NO = dict.fromkeys(INDICATIONS[1:], "{constant: no}")
REDCAP_SOURCE = "{kind: redcap, data: export.csv, dictionary: dict.csv, missing_codes: [UNK, -999]}"
REDCAP_PATIENTS = {
    "from": "patient",
    "patient_id": "record_id",
    "centre": "{column: redcap_data_access_group, recode: {b: B, a: A}}",
    "sex": "{column: sex, recode: {Male: male, Female: female}}",
    "age": "age",
    "diagnosis": "{checkboxes: {dx___1: DM, dx___2: PM}}",
    "first_ivig_on": "first_ivig",
    "last_ivig_on": "last_ivig",
    "dose": "dose",
    "indication_muscle": "muscle",
    "raynaud": "{column: feat___1, checkbox: true, when_form_untouched: missing}",
    "skin": "{column: feat___2, checkbox: true, when_form_untouched: no, form_status: patient_complete}",
    **_NO,
}
REDCAP_EVENTS = {
    "from": "ae",
    "event_id": "{first_of: [record_id, redcap_repeat_instance], join: '-'}",
    "patient_id": "record_id",
    "onset_on": "ae_date",
    "preferred_term": "{column: ae_term, recode: {Cefalea: Headache, Headache: Headache}}",
    "system_organ_class": "ae_class",
    "ctcae_grade": "ae_grade",
    "serious": "ae_serious",
    "action": "{column: ae_action, recode: {None: none, Infusion slowed: infusion slowed}}",
}
REDCAP_VISITS = f"""\
  visits:
    - from: visit
      patient_id: record_id
      visit: {{column: redcap_event_name, recode: {{baseline_arm_1: baseline, month_6_arm_1: month 6}}}}
      visit_on: visit_date
      mmt8: {{column: mmt8, scale: [0, 150]}}
{rest_absent("visits", ["patient_id", "visit", "visit_on", "mmt8", "ck", "ck_uln"], "      ")}
    - from: labs
      beside: true
      when: {{record_id: [101-7, 101-8]}}
      patient_id: record_id
      visit: {{column: redcap_event_name, month_in_name: true}}
      ck: {{column: cpk, unit: ukat/L}}
      ck_uln: {{column: cpk_uln, unit: ukat/L}}
"""


def redcap_mapping() -> str:
    """The mapping of the REDCap export, its visits made of two forms, one beside the other."""
    text = mapping_text(REDCAP_PATIENTS, None, REDCAP_EVENTS, REDCAP_SOURCE)
    return text.replace("  visits: {absent: none were recorded}\n", REDCAP_VISITS)


# A statistics program's file: numbers for words, their labels beside them, 1 for female here and 2 elsewhere.
SPSS = handed(
    cells(
        "registro",
        [
            "pid",
            "gender",
            "eta",
            "diag",
            "ivig1",
            "ivig2",
            "dose",
            "ray",
            "mus",
            "ck_0",
            "ck_6",
            "data_0",
            "data_6",
            "mmt_0",
        ],
        [
            ["1", "1", "54", "3", "2012-01-31", "2013-03-15", "2", "1", "1", "1240", "", "2012-01-31", "", "112.5"],
            [
                "2",
                "2.0",
                "61",
                "1",
                "2013-02-02",
                "2014-02-01",
                "2",
                "2",
                "1",
                "90",
                "100",
                "2013-02-02",
                "2013-08-01",
                "",
            ],
        ],
        codes={
            "gender": {"1": "Femmina", "2": "Maschio"},
            "diag": {"1": "Polimiosite", "3": "Dermatomiosite"},
            "ray": {"1": "Sì", "2": "No"},
        },
        labels={"ray": "Fenomeno di Raynaud", "mus": "IVIg per impegno muscolare", "ivig1": "Data prima infusione"},
    ),
    kind="statistics",
)
SPSS_MAPPING = mapping_text(
    {
        "from": "registro",
        "patient_id": "pid",
        "centre": "{constant: C}",
        "sex": "{column: gender, recode: {Femmina: female, Maschio: male}}",
        "age": "eta",
        "diagnosis": "{column: diag, recode: {Polimiosite: PM, Dermatomiosite: DM}}",
        "first_ivig_on": "ivig1",
        "last_ivig_on": "ivig2",
        "dose": "dose",
        "raynaud": "ray",
        "indication_muscle": "mus",
        **_NO,
    },
    {
        "from": "registro",
        "patient_id": "pid",
        "ck": "{unit: U/L}",
        "mmt8": "{scale: [0, 150]}",
        "each": "[{visit: baseline, visit_on: data_0, ck: ck_0, mmt8: mmt_0},"
        " {visit: month 6, visit_on: data_6, ck: ck_6}]",
    },
    source="{kind: statistics, data: registro.sav}",
)
