"""How many responded: counted by hand for invented patients, and the laws that hold for any registry."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest

from compendium.clinical.cohort import NON_RESPONDER, RESPONDER, Cohort
from compendium.clinical.how_many_responded import NONE_JUDGES, THAT_JUDGES, by_centre, by_definition, with_and_without
from compendium.clinical.range_of_shares import LOWER, UPPER, extremes
from compendium.clinical.responses import read_responses
from compendium.clinical.which_centres import NAMED_ELSEWHERE
from compendium.clinical.who_was_treated import setting
from press.rows import Key, Ledger

from .patients import selected

KEY = Key("x")


def patients(*rows: tuple[str, str | None, bool | None]) -> pd.DataFrame:
    """Invented patients: centre, response and Raynaud's phenomenon."""
    frame = pd.DataFrame(list(rows), columns=["centre", "response", "raynaud"])
    frame["centre"] = pd.Categorical(frame["centre"], categories=["B", "A", "C"])
    frame["response"] = pd.Categorical(frame["response"], categories=[RESPONDER, NON_RESPONDER], ordered=True)
    return frame.astype({"raynaud": "boolean"})


INVENTED = patients(
    ("B", RESPONDER, True),
    ("B", RESPONDER, False),
    ("B", NON_RESPONDER, True),
    ("B", None, True),
    ("A", RESPONDER, None),
    ("A", NON_RESPONDER, False),
)


def test_the_undecided_and_unrecorded_are_in_no_denominator() -> None:
    """Raynaud present and decided in two, one of whom responded; absent in two, one of whom responded."""
    ledger = Ledger(with_and_without(INVENTED, ["raynaud"], KEY))
    for level in ("present", "absent"):
        counts = [ledger.value(f"x.raynaud.{level}.response.{name}") for name in ("count", "total", "percent")]
        assert counts == [1, 2, 50]


def test_each_centre_that_sent_patients_has_its_share() -> None:
    """B 2 of 3 decided, A 1 of 2; C sent nobody and has no row."""
    ledger = Ledger(by_centre(INVENTED, KEY))
    assert ledger.value("x.response_centres.b.percent") == pytest.approx(200 / 3)
    assert ledger.value("x.response_centres.a.total") == 2
    assert not ledger.find(level="c")
    assert (ledger["x.response_centres.lowest"].note, ledger["x.response_centres.highest"].note) == ("B", "B")


def test_one_centre_is_neither_the_lowest_nor_the_highest() -> None:
    """There is no other to compare with; its own share stands."""
    ledger = Ledger(by_centre(INVENTED[INVENTED["centre"] == "B"], KEY))
    assert ledger.value("x.response_centres.b.percent") == pytest.approx(200 / 3)
    for extreme in ("lowest", "highest"):
        row = ledger[f"x.response_centres.{extreme}"]
        assert row.value != row.value and row.note == "one centre: there is no other to compare with"


def test_the_undecided_have_bounds_among_all() -> None:
    """B: 2 of 3 decided and one undecided, so 2 of 4 if that one did not respond and 3 of 4 if so."""
    ledger = Ledger(by_centre(INVENTED, KEY))
    assert [ledger.value(f"x.response_centres.b.bound_{at}") for at in ("low", "high")] == [50, 75]
    assert [ledger.value(f"x.response_centres.a.bound_{at}") for at in ("low", "high")] == [50, 50]


def test_the_lowest_and_highest_leave_out_what_could_not_be_computed() -> None:
    """A centre in which nobody is decided has no percentage, and none at all leaves a reason."""
    unknown = [KEY.row(statistic, None, n=0, note="nobody to count among") for statistic in (LOWER, UPPER)]
    known = [KEY.row(statistic, 80.0, n=5) for statistic in (LOWER, UPPER)]
    assert [row.value for row in extremes([("B", unknown), ("C", known)], KEY, "anywhere")] == [80, 80]
    lowest, highest = extremes([("B", unknown)], KEY, "anywhere")
    assert math.isnan(lowest.value) and math.isnan(highest.value) and lowest.note


def test_the_extremes_of_the_definitions_bound_every_definition() -> None:
    """On the committed registry: as many as the file has, none below the lowest, none above the highest.

    A range over definitions with different denominators compares different patients, so it is one of the bounds.
    """
    ledger, definitions = Ledger(by_definition(selected()[1], KEY)), read_responses()
    bounds = {at: [ledger.value(f"x.response.{name}.bound_{at}") for name in definitions] for at in ("low", "high")}
    assert ledger.value("x.response_definitions.count") == len(definitions)
    assert ledger.value("x.response_definitions.lowest") == min(bounds["low"])
    assert ledger.value("x.response_definitions.highest") == max(bounds["high"])
    for name in definitions:
        low, share, high = (ledger.value(f"x.response.{name}.{at}") for at in ("bound_low", "percent", "bound_high"))
        assert low <= share <= high
    labels = {definition.label for definition in definitions.values()}
    assert ledger["x.response_definitions.lowest"].note in labels


def without_core_set(kept: int) -> Cohort:
    """The committed cohort with the measures of the core set but MMT8 recorded in so many patients only."""
    cohort = selected()[1]
    others = cohort.patients["patient_id"].iloc[kept:]
    measures = ["physician_global", "patient_global", "haq_di", "extramuscular", "ck", "aldolase", "ldh", "ast", "alt"]
    visits = cohort.visits.copy()
    visits.loc[visits["patient_id"].isin(others), measures] = float("nan")
    return replace(cohort, visits=visits)


def test_a_definition_that_decides_a_handful_sets_no_range() -> None:
    """With the core set in nine patients the bounds of IMACS are 0 and 100 % but for them, which says nothing."""
    ledger, definitions = Ledger(by_definition(without_core_set(9), KEY)), read_responses()
    n = len(selected()[1].patients)
    judged = [name for name in definitions if ledger.value(f"x.response.{name}.total") / n >= 0.75]
    assert "imacs" not in judged and {"physician", "mmt15"} <= set(judged)
    named = ledger["x.response_definitions.judged"]
    assert (named.value, named.note) == (len(judged), "; ".join(definitions[name].label for name in judged))
    for extreme, bound, choose in (("lowest", LOWER, min), ("highest", UPPER, max)):
        row = ledger[f"x.response_definitions.{extreme}"]
        assert row.value == choose(ledger.value(f"x.response.{name}.{bound}") for name in judged)
        assert THAT_JUDGES in row.method


def test_where_no_definition_judges_enough_the_range_says_so() -> None:
    cohort = without_core_set(0)
    judged = {name: cohort.patients[name] for name in ("response_physician", "response")}
    nobody = cohort.patients.assign(**{name: values.mask(values.notna()) for name, values in judged.items()})
    blank = replace(cohort, patients=nobody, visits=cohort.visits.assign(mmt8=float("nan")))
    ledger = Ledger(by_definition(blank, KEY))
    assert ledger.value("x.response_definitions.judged") == 0
    for extreme in ("lowest", "highest"):
        row = ledger[f"x.response_definitions.{extreme}"]
        assert math.isnan(row.value) and row.note == NONE_JUDGES


def test_the_setting_names_the_origin_the_centres_and_the_years() -> None:
    """The registry says that it is simulated; the group's 2017 abstract names three centres; years, never days."""
    ledger, dates = Ledger(setting(selected()[1])), selected()[1].patients
    assert ledger["cohort.registry.origin"].note == "Simulated registry: no patient data."
    assert (ledger.value("cohort.centres"), ledger["cohort.centres"].note) == (3, "A, B and C")
    assert ledger.value("cohort.years.first") == dates["first_ivig_on"].dt.year.min()
    assert ledger.value("cohort.years.last") == dates["last_ivig_on"].dt.year.max()


@pytest.mark.parametrize(("count", "said"), [(6, "C0, C1, C2, C3, C4 and C5"), (7, NAMED_ELSEWHERE)])
def test_only_a_few_centres_are_named_in_a_sentence(count: int, said: str) -> None:
    """Thirty names fill an abstract; more than six are lines of a table, which names them."""
    cohort = selected()[1]
    centre = pd.Categorical([f"C{place % count}" for place in range(len(cohort.patients))])
    row = Ledger(setting(replace(cohort, patients=cohort.patients.assign(centre=centre))))["cohort.centres"]
    assert (row.value, row.note) == (count, said)
