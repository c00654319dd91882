"""Rule: on a terminal one line for each running notebook, elsewhere plain lines; at the end one screen says it all."""

from __future__ import annotations

import io

from press.build.screen import Outcome, Screen, closing
from press.run.failure import Failure


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_plain_lines_hold_no_control_characters() -> None:
    stream = io.StringIO()
    screen = Screen(stream)
    screen.started("01_cohort", ["not built here yet"], None)
    screen.section("01_cohort", "Eligibility")
    screen.section("01_cohort", "Eligibility")
    screen.draw()
    screen.finished("01_cohort")
    assert stream.getvalue().splitlines() == [
        "01_cohort  runs: not built here yet",
        "01_cohort  0 s  Eligibility",
        "01_cohort  done in 0.0 s",
    ]


def test_a_terminal_shows_one_line_for_each_running_notebook() -> None:
    stream = Terminal()
    screen = Screen(stream)
    screen.started("02_efficacy", ["data/codebook.csv changed"], 12.0)
    screen.started("03_predictors", ["data/codebook.csv changed"], None)
    screen.section("02_efficacy", "Trajectories")
    last = stream.getvalue().rpartition("\x1b[J")[2]
    assert last.splitlines() == ["02_efficacy  0 s of about 12 s  Trajectories", "03_predictors  0 s  "]
    screen.finished("02_efficacy")
    assert stream.getvalue().rpartition("\x1b[J")[2].splitlines() == [
        "02_efficacy  done in 0.0 s",
        "03_predictors  0 s  ",
    ]


def test_many_reasons_are_counted() -> None:
    stream = io.StringIO()
    Screen(stream).started("01_cohort", [f"file {n} changed" for n in range(5)], None)
    assert stream.getvalue() == "01_cohort  runs: file 0 changed; file 1 changed; and 3 more\n"


def test_the_closing_screen_tells_what_became_of_each_notebook() -> None:
    outcome = Outcome(
        ran={"01_cohort": 61.0},
        rendered=["04_safety"],
        failed=[Failure("02_efficacy", "ValueError: no")],
        blocked={"03_predictors": "02_efficacy"},
    )
    assert closing(outcome)[1:5] == [
        "ran         01_cohort (1 min 1 s)",
        "re-rendered 04_safety (only prose changed)",
        "stopped     02_efficacy",
        "not run     03_predictors (it needs 02_efficacy)",
    ]
    assert not any("printed figures" in line for line in closing(outcome))
