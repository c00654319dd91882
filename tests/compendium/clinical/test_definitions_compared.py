"""The definitions of response against each other: invented patients, and what the committed registry must hold."""

from __future__ import annotations

import pandas as pd

from compendium.clinical.definitions_compared import RELATIVE, definitions_compared, out_of_reach
from compendium.clinical.how_many_responded import by_definition
from compendium.clinical.responses import read_responses
from press.rows import Key, Ledger

from .patients import selected

KEY = Key("x")


def test_every_patient_is_in_one_cell_or_undecided() -> None:
    rows = Ledger([*definitions_compared(selected()[1], KEY), *by_definition(selected()[1], KEY)])
    for definition in read_responses():
        if definition != "physician":
            at = f"x.response_agreement.{definition}"
            cells = sum(rows.value(f"{at}.{name}") for name in ("both", "only_first", "only_second", "neither"))
            left = sum(rows.value(f"{at}.undecided_{who}") for who in ("responders", "non_responders"))
            assert left == rows.value(f"x.response.{definition}.undecided")
            assert cells + left == len(selected()[1].patients)


def test_leaving_out_the_undecided_is_informative_here() -> None:
    """At 20 points of the score most of the undecided are the physician's non-responders, of whom there are fewer."""
    rows = Ledger(definitions_compared(selected()[1], KEY))
    at = "x.response_agreement.tis20.undecided"
    assert rows.value(f"{at}_non_responders") > rows.value(f"{at}_responders")


def test_a_gain_of_fifteen_percent_cannot_be_made_from_above_130_43() -> None:
    """150 / 1.15 = 130.43: from 130 it can just be made, from 131 it cannot; not recorded is not counted."""
    visits = pd.DataFrame({"patient_id": list("abc"), "visit": "baseline", "mmt8": [130.0, 131.0, None]})
    rows = Ledger(out_of_reach(tuple(read_responses().values()), visits, KEY))
    assert rows.value("x.threshold") == 15 and round(rows.value("x.highest_baseline"), 2) == 130.43
    assert (rows.value("x.out_of_reach"), rows["x.out_of_reach"].n) == (1, 2)


def test_without_a_definition_in_percent_the_rows_say_so() -> None:
    others = tuple(each for each in read_responses().values() if each.rule != RELATIVE)
    assert all("no definition" in row.note for row in out_of_reach(others, selected()[1].visits, KEY))
