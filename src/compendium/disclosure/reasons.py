"""What may be said beside a number of patients: names and methods, and no remark that tells of a group of them.

"The 2 x 2 table has an empty cell: 1/0/56/14" is that table; "the outcome is the same in everyone" is everybody's.
"""

from __future__ import annotations

import re
from dataclasses import replace

from compendium.disclosure import classes
from compendium.disclosure.classes import Classes
from compendium.disclosure.merging import COUNTED_AS
from press.rows.row import Row

WARNING = "warning"
# Remarks that rest on what the study asks, or on which centres and variables there are, and on no patient's value.
_OF_NOBODY = (
    COUNTED_AS,
    "a predictor of the model is a number",
    "at no delta from",
    "events of one patient are taken as independent",
    "no delta from",
    "nobody was left out because response cannot be decided",
    "one centre:",
    "unstructured covariance refused",
)
# Rows whose note is the name of what they count, or of what they are the extreme of.
_NAMED = (
    *("class_", "external", "flow", "indication_pattern", "interest"),
    *("policy", "regression_to_the_mean", "response"),
)
_NAMED_COUNTS = (("centres", "patients"), ("any_by_centre", "events"), ("any_by_response", "events"))
_NAMED_STATISTICS = ("correlation_lowest", "correlation_highest", "covariance", "visit")
# Why a test and an interval part: a limit of the method, and how the two stand to it, which both show anyway.
_PARTING = re.compile(r"below 0\.05, although|(?:ex|in)cludes [01]\b")


def may_be_told(row: Row) -> bool:
    """Return whether that there is such a row tells of no group: a warning mostly says that a cell of a table is empty.

    >>> from press.rows import Key
    >>> may_be_told(Key("predictors", "ab_ku").row("warning", None, note="the 2 x 2 table has an empty cell"))
    False
    """
    return row.statistic != WARNING or row.note.startswith(_OF_NOBODY)


def with_safe_note(row: Row, kinds: Classes) -> Row:
    """Return a row with what may be said beside it: a name, or a remark without a number of patients.

    >>> from press.rows import Key
    >>> row = Key("efficacy", "mmt8", group="change").row("n_pairs", 79, n=79, note="7 without both values")
    >>> with_safe_note(row, classes.load_classes()).note
    ''
    """
    if is_name(row, kinds) or row.note.startswith(_OF_NOBODY):
        return row
    return replace(row, note="") if any(map(str.isdigit, _PARTING.sub("", row.note))) else row


def is_name(row: Row, kinds: Classes) -> bool:
    """Return whether the note of a row is the name of what it states, and no remark on its value."""
    if row.variable.startswith(_NAMED) or (row.variable, row.statistic) in _NAMED_COUNTS:
        return True
    return row.statistic in _NAMED_STATISTICS or kinds[row] in (classes.SETTING, classes.TEXT)


def names_tests(row: Row) -> bool:
    """Return whether the note of a row names the variables whose p-value is small, which is a result of each of them.

    >>> from press.rows import Key
    >>> names_tests(Key("predictors", "baseline_variables").row("below_0_05", 1, n=52, note="CK"))
    True
    """
    return row.statistic == "below_0_05"
