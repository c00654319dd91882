"""Beside the published cohort: differences as their sources compute them, no verdict, and why there is none."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from compendium.clinical.beside_published import P_VALUE, beside_published, count_behind
from compendium.exhibits.beside_table import own_size, table_beside
from compendium.exhibits.printed import named_rows, printed_lines
from compendium.exhibits.printed_table import write_printed
from compendium.exhibits.whose import SIMULATED, is_simulated
from compendium.registry.reading import read_registry
from press.exhibits.table.layout import Table
from press.ground.spreadsheet import Line
from press.rows import Key, Ledger, Row, text

from .registries import CASES, NAME, ledgers

HEAD = {"section": "a", "quantity": "x", "group": "all", "printed": "", "rule": "", "note": ""}
SIZE = Line({**HEAD, "id": "cohort.n", "printed": "80", "value": "80", "unit": "patients"}, 2, "published.csv")
OURS = "Registry: ours."


def _line(name: str, value: str, unit: str, row: int = 3) -> Line:
    return Line({**HEAD, "id": name, "printed": value, "value": value, "unit": unit}, row, "published.csv")


def _found(lines: list[Line], rows: dict[str, str], own: list[Row]) -> Ledger:
    return Ledger(beside_published([SIZE, *lines], rows, Ledger(own)))


def test_shares_differ_by_newcombes_interval() -> None:
    """Newcombe 1998, case (a): 56/70 against 48/80 is 0.2 (0.0524 to 0.3339)."""
    key = Key("x", "muscle")
    own = [key.row("percent", 80.0, n=70), key.row("count", 56, n=70), key.row("total", 70, n=70)]
    found = _found([_line("a.muscle", "60.0", "percent")], {"a.muscle": "x.muscle.percent"}, own)
    values = [found.value(f"printed.a_muscle.{name}") for name in ("difference", "difference_low", "difference_high")]
    assert values == pytest.approx([20, 5.24, 33.39], abs=0.01)
    assert "the only one of 80 that rounds to it" in found["printed.a_muscle.difference"].method


def test_means_differ_by_the_interval_of_welchs_t_test() -> None:
    """The interval holds zero just when scipy's Welch test of the same summaries does not reject."""
    key, lines = (
        Key("x", "mmt", group="end"),
        [_line("a.end.mean", "10.0", "points"), _line("a.end.sd", "3.0", "points", 4)],
    )
    for mean, rejects in ((11.3, True), (10.7, False)):
        own = [key.row("mean", mean, n=30), key.row("sd", 2.0, n=30)]
        found = _found(lines, {"a.end.mean": "x.mmt.end.mean"}, own)
        low, high = (found.value(f"printed.a_end_mean.difference_{at}") for at in ("low", "high"))
        test = stats.ttest_ind_from_stats(mean, 2.0, 30, 10.0, 3.0, 80, equal_var=False)
        assert (bool(test.pvalue < 0.05), low > 0) == (rejects, rejects)
        assert (low + high) / 2 == pytest.approx(mean - 10.0)
    assert not found.find(variable="a_end_sd")


def test_odds_ratios_are_set_in_relation() -> None:
    """Altman and Bland 2003 (BMJ 326:219): 0.67 (0.46 to 0.98) to 0.88 (0.71 to 1.08) is 0.76 (0.49 to 1.17)."""
    key = Key("x", "raynaud")
    own = [key.row("or", 0.67, n=50), key.row("ci_low", 0.46, n=50), key.row("ci_high", 0.98, n=50)]
    lines = [
        _line(f"a.{name}", value, "odds ratio")
        for name, value in (("or", "0.88"), ("ci_low", "0.71"), ("ci_high", "1.08"))
    ]
    found = _found(lines, {"a.or": "x.raynaud.or"}, own)
    values = [found.value(f"printed.a_or.{name}") for name in ("ratio", "ratio_low", "ratio_high")]
    assert values == pytest.approx([0.76, 0.49, 1.17], abs=0.006)


@given(st.integers(1, 400).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_the_count_behind_a_percentage_is_the_one_that_was_printed_or_none(pair: tuple[int, int]) -> None:
    count, total = pair
    assert count_behind(text.number(100 * count / total, 1), total) in (count, None)


@pytest.mark.parametrize(
    ("line", "own", "why"),
    [
        (_line("a.p", "0.001", "p"), Key("x").row("p", 0.2, n=9), P_VALUE),
        (_line("a.mild", "", "percent"), Key("x").row("p", 60.0, n=9), "no figure was printed"),
        (_line("a.b", "50", "percent"), Key("x").row("p", None, n=9, note="nobody"), "has no such figure: nobody"),
        (_line("a.b", "50", "percent"), Key("y").row("p", 9.0), "this registry has no such figure"),
        (_line("a.c.mean", "14", "months"), Key("x").row("p", 15.0, n=9), "no SD was printed"),
    ],
)
def test_where_there_is_no_difference_or_interval_the_row_says_why(line: Line, own: Row, why: str) -> None:
    found = _found([line], {line["id"]: "x.p"}, [own])
    rows = [row for row in found if row.variable == line["id"].replace(".", "_")]
    assert rows and all(why in row.note for row in rows)


def _table(case: str) -> tuple[Table, Ledger]:
    everything, lines, named = Ledger(*ledgers(case).values()), printed_lines(), named_rows()
    found = Ledger(beside_published(lines, {name: own[0] for name, (own, _) in named.items()}, everything))
    return table_beside(lines, named, everything, found, OURS), Ledger(everything, found)


@pytest.mark.parametrize("case", CASES)
def test_the_table_has_no_verdict_and_a_reason_for_every_dash(case: str) -> None:
    table, known = _table(case)
    words = " ".join(cell.text for line in table.lines for cell in line.cells)
    assert not any(word in words for word in ("agree", "wrong", "miss", "nan"))
    for line in table.lines:
        for cell in line.cells:
            assert cell.text != text.MISSING or cell.marks
            assert all(row in known for row in cell.rows)
    assert table.source[-1] == OURS and "neither an error" in table.source[1]


def test_the_table_has_a_line_for_each_printed_figure_but_limits_and_sds() -> None:
    table, _ = _table("two centres")
    assert sum(line.kind != "section" for line in table.lines) == len(printed_lines()) - 2 - 4
    shown = {
        line.cells[0].text: [cell.text for cell in line.cells[1:]] for line in table.lines if line.kind != "section"
    }
    assert shown["MMT, baseline"][0] == "104.6 ± 24.2"
    assert "±" in shown["MMT, baseline"][1] and " to " in shown["MMT, baseline"][2]
    assert shown["Raynaud's phenomenon: odds ratio of response, responders vs non-responders"][2].startswith("ratio ")


def test_of_patients_a_difference_has_no_more_digits_than_any_other_row(tmp_path: Path) -> None:
    """A long difference from a rounded mean tells nothing more, but no row of patients leaves with ten digits."""
    own = {
        "cohort.policy.digits": Key("cohort", "policy").row("digits", 3),
        "cohort.registry.origin": Key("cohort", "registry").row("origin", None, note=OURS),
    }
    others = (row for rows in ledgers("two centres").values() for row in rows if row.id not in own)
    Ledger(others, own.values()).write(tmp_path / "paper/results/cohort.csv")
    write_printed(tmp_path, tmp_path / "out", None)
    found = Ledger.read(tmp_path / "out/paper/results/printed.csv")
    values = [row.value for row in found if math.isfinite(row.value)]
    assert len(values) > 5 and all(value == float(f"{value:.3g}") for value in values)


def test_whose_the_patients_are_is_said_of_one_and_of_many() -> None:
    origin = Key("cohort", "registry").row("origin", None, note=OURS)
    for n, centres, said in ((1, 1, "1 patient of one centre"), (900, 30, "900 patients of 30 centres")):
        ledger = Ledger([origin, Key("cohort").row("n", n), Key("cohort").row("centres", centres)])
        assert own_size(ledger) == f"Registry: ours, {said}"


def test_only_the_sealed_registry_is_simulated(root: Path) -> None:
    """The name of another registry says nothing, whatever it is."""
    assert read_registry(root / NAME).origin == SIMULATED
    for note, simulated in ((SIMULATED, True), ("Registry: simulated registry.", False), (OURS, False)):
        assert is_simulated(Ledger([Key("cohort", "registry").row("origin", None, note=note)])) is simulated
    assert not is_simulated(Ledger()) and math.isnan(Key("a").row("b", None).value)
