"""Made-up projects, each with a peculiarity that public test projects of REDCap have: the records are of nobody."""

from __future__ import annotations

from compendium.sources.redcap_field import VALIDATIONS

from .redcap_exports import Row, asked

_ID = asked("record_id", "patient", label="Record")
_SEX = asked("sex", "patient", "radio", "Sex", "1, Female | 2, Male")
_CK = asked("ck", "visit", label="Creatine kinase", validation="number")
_EVENT = asked("ae_term", "adverse_event", "dropdown", "Event", "1, Headache | 2, Rash")
_VALID = {"number": "2.5", "number_comma_decimal": "2.5", "integer": "3", "date": "2019-02-01"}


def _valid(validation: str) -> str:
    """Return a value that a field so validated lets in."""
    if validation.startswith("datetime_seconds"):
        return "2019-02-01 10:30:00"
    if validation.startswith("datetime"):
        return "2019-02-01 10:30"
    return next((value for start, value in _VALID.items() if validation.startswith(start)), "text")


CLASSIC = (
    [_ID, _SEX, asked("age", "patient", validation="integer"), _CK],
    [
        Row("1", {"sex": "2", "age": "54", "ck": "1240.5"}, {"patient": "2", "visit": "1"}),
        Row("2", {"sex": "1"}, {"patient": "0", "visit": "0"}),
    ],
)
REPEATING = (  # as vignette-repeating: one form once, two that repeat, told apart by instrument and instance
    [_ID, _SEX, _CK, _EVENT],
    [
        Row("1", {"sex": "2"}, {"patient": "2"}),
        Row("1", {"ck": "310"}, {"visit": "2"}, instrument="visit", instance="1"),
        Row("1", {"ck": "220"}, {"visit": "2"}, instrument="visit", instance="2"),
        Row("1", {"ae_term": "1"}, {"adverse_event": "2"}, instrument="adverse_event", instance="1"),
    ],
)
SPARSE = (  # as repeating-instruments-sparse: records of which the single form was never opened
    REPEATING[0],
    [
        Row("1", {"ck": "310"}, {"visit": "0"}, instrument="visit", instance="1"),
        Row("2", {}, {}),
        Row("2", {"ae_term": "2"}, {"adverse_event": "2"}, instrument="adverse_event", instance="3"),
    ],
)
CHECKBOXES = (  # as checkboxes-1: codes of letters, of signs, with 0, and choices without blanks around the pipe
    [_ID, asked("dx", "patient", "checkbox", "Diagnosis", "0, DM|-1, PM|a, rash, other|B2, none")],
    [
        Row("1", {"dx": {"0", "a"}}, {"patient": "2"}),
        Row("2", {"dx": set()}, {"patient": "2"}),
        Row("3", {}, {"patient": "0"}),
        Row("4", {"dx": {"-1", "B2"}}, {"patient": "0"}),
    ],
)
LONGITUDINAL = (  # as longitudinal: events of two arms, and a form that is in some of them
    [_ID, _SEX, _CK],
    [
        Row("1", {"sex": "2", "ck": "900"}, {"patient": "2", "visit": "2"}, event="baseline_arm_1"),
        Row("1", {"ck": "300"}, {"visit": "2"}, event="month_6_arm_1"),
        Row("2", {"sex": "1"}, {"patient": "1"}, event="baseline_arm_2"),
    ],
)
ONCE_AND_REPEATED = (  # REDCapTidieR, issues 169, 176, 200: a form once, then monthly; a whole event twice
    [_ID, _SEX, _CK],
    [
        Row("1", {"sex": "2", "ck": "900"}, {"patient": "2", "visit": "2"}, event="baseline_arm_1"),
        Row("1", {"ck": "300"}, {"visit": "2"}, "monthly_arm_1", "visit", "1"),
        Row("1", {"ck": "200"}, {"visit": "2"}, "monthly_arm_1", "visit", "2"),
        Row("1", {"sex": "2", "ck": "90"}, {"patient": "0", "visit": "0"}, "relapse_arm_1", "", "1"),
        Row("1", {"ck": "80"}, {"visit": "2"}, "relapse_arm_1", "", "2"),
    ],
)
DECIMALS = (  # as decimal-comma-and-dot: both in one row, where nobody asked for one of them
    [
        _ID,
        asked("height", "patient", validation="number_2dp_comma_decimal"),
        asked("bmi", "patient", "calc", choices="[weight] / [height]^2"),
        asked("weight", "patient", validation="number_1dp"),
    ],
    [
        Row("1", {"height": "1.54", "bmi": "22.1", "weight": "52.5"}, {"patient": "2"}),
        Row("2", {"height": "2", "bmi": "20"}, {"patient": "2"}),
    ],
)
GROUPS = (  # as dag: record ids that begin with the number of the group
    [_ID, _SEX],
    [
        Row("331-1", {"sex": "1"}, {"patient": "2"}, group="b"),
        Row("332-1", {"sex": "2"}, {"patient": "2"}, group="c"),
    ],
)
WIDE = (  # as super-wide-1: hundreds of columns
    [_ID, *(asked(f"x{at}", f"form_{at % 7}", validation="number") for at in range(300))],
    [Row(str(at), {f"x{at}": str(at)}, {"form_0": "2"}) for at in range(5)],
)
VALIDATED = (  # as validation-types-1: each validation type that there is
    [_ID, *(asked(f"v{at}", "patient", validation=each) for at, each in enumerate(sorted(VALIDATIONS)))],
    [Row("1", {f"v{at}": _valid(each) for at, each in enumerate(sorted(VALIDATIONS))}, {"patient": "2"})],
)
PROBLEMATIC = (  # as potentially-problematic-dictionary: HTML, line breaks, quotes and commas in labels and answers
    [
        _ID,
        asked("a", "patient", "radio", "<b>Skin</b>,\n“rash”?", '1, "Yes", <i>sure</i> | 2, No,\nor unknown'),
        asked("b", "patient", "notes", "Anything &amp; all"),
        asked("text", "patient", "descriptive", "Read this"),
        asked("only_text", "hint", "descriptive", "Nothing is asked here"),
    ],
    [Row("1", {"a": "1", "b": 'He said "no",\nand left; |'}, {"patient": "2", "hint": "1"})],
)
RUSSIAN = (  # as russian: labels, choices and answers in other letters
    [_ID, asked("sex", "patient", "radio", "Пол", "1, женский | 2, мужской"), asked("city", "patient", label="Город")],
    [Row("1", {"sex": "1", "city": "Москва"}, {"patient": "2"})],
)
TRUE_AND_FALSE = (
    [_ID, asked("raynaud", "patient", "yesno", "Raynaud"), asked("seen", "patient", "truefalse", "Seen")],
    [Row("1", {"raynaud": "1", "seen": "0"}, {"patient": "2"}), Row("2", {"raynaud": "0", "seen": "1"})],
)
PROJECTS = {
    name.lower(): found
    for name, found in list(globals().items())
    if name.isupper() and not name.startswith("_") and isinstance(found, tuple)
}
