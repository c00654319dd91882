"""One field of a REDCap project: its form, question, kind, codes and validation, and what each kind may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from compendium.sources.redcap_words import box_column

CHOOSING = ("radio", "dropdown", "checkbox")
FIXED = {"yesno": {"1": "Yes", "0": "No"}, "truefalse": {"1": "True", "0": "False"}}
TYPES = (*CHOOSING, *FIXED, "text", "notes", "calc", "slider", "file", "descriptive", "sql")
_NUMBERS = ("number", *(f"number_{places}dp" for places in range(1, 5)))
_DATES = {"date": "", "datetime": r"[ T]\d\d:\d\d", "datetime_seconds": r"[ T]\d\d:\d\d:\d\d"}
# What an export holds of a field so validated. Dates are year-month-day in every export, whatever the field shows.
_WRITTEN = {
    "integer": r"-?\d+",
    **dict.fromkeys(_NUMBERS, r"[+-]?(\d+\.?\d*|\.\d+)"),
    **dict.fromkeys([f"{name}_comma_decimal" for name in _NUMBERS], r"[+-]?(\d+[.,]?\d*|[.,]\d+)"),
    **{
        f"{kind}_{order}": rf"\d{{4}}-\d\d-\d\d{time}"
        for kind, time in _DATES.items()
        for order in ("dmy", "mdy", "ymd")
    },
}
VALIDATIONS = {
    *_WRITTEN,
    *("time", "time_hh_mm_ss", "time_mm_ss", "email", "phone", "phone_australia", "phone_uk", "zipcode"),
    *("alpha_only", "ssn", "mrn_10d", "mrn_generic", "vmrn", "signature"),
    *("postalcode_australia", "postalcode_canada", "postalcode_french", "postalcode_germany", "postalcode_uk"),
}


@dataclass(frozen=True)
class Field:
    """One row of the dictionary. `label` and `choices` (label by code) are as they read on the screen, without HTML.

    `validation` is "" where there is none, or where the field is not a text. `row`: in the dictionary's file.
    """

    name: str
    form: str
    kind: str
    label: str
    choices: Mapping[str, str]
    validation: str
    identifier: bool
    row: int

    @property
    def boxes(self) -> dict[str, str]:
        """The column of each code of a checkbox field; of any other field, none."""
        return {code: box_column(self.name, code) for code in self.choices} if self.kind == "checkbox" else {}

    @property
    def has_column(self) -> bool:
        """Whether an export has a column of it: a text between the questions has none."""
        return self.kind != "descriptive"

    @property
    def decimal_comma(self) -> bool:
        """Whether its numbers are written with a comma, as the field's validation says."""
        return self.validation.endswith("_comma_decimal")

    @property
    def decimal_point(self) -> bool:
        """Whether its numbers are written with a point, unless the whole export was asked for with commas."""
        return self.validation in _NUMBERS or self.kind == "calc"

    def may_hold(self, text: str) -> bool:
        """Whether a text is a code of the field, or what its validation lets in today: old entries need not be.

        >>> ck = Field("ck", "visit", "text", "CK", {}, "number", False, 3)
        >>> ck.may_hold("1240.5"), ck.may_hold("<20")
        (True, False)
        """
        if self.choices and self.kind != "checkbox":
            return text in self.choices
        return self.validation not in _WRITTEN or bool(re.fullmatch(_WRITTEN[self.validation], text))
