"""Printed beside recomputed: each rule at its edge, and a table that hides no disagreement."""

from __future__ import annotations

import csv
import math
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.exhibits.printed import Comparison, compare_published
from compendium.exhibits.printed_rules import RULES, Evidence, printed_figure
from compendium.exhibits.printed_table import printed_rows, table_printed, write_printed
from press.exhibits.table.kept import read_table
from press.ground.fault import SpreadsheetFault
from press.rows import Key, Ledger, Row
from press.rows.provenance import Provenance

ORIGIN = "Simulated registry: no patient data."
TABLE = "paper/tables/table_printed.html"
NAN = math.nan

# The printed statements of data/published.csv against values on either side of the line that each rule draws.
CASES = [
    # rule, printed, value, values, changes, agrees
    ("equal", "123", 123, (123.0,), (), True),
    ("equal", "123", 123, (122.0,), (), False),
    ("equal", "2 g/kg/month", 2, (2.0,), (), True),
    ("equal", "2 g/kg/month", 2, (2.004,), (), False),
    ("rounds_to", "83.7%", 83.7, (100 * 103 / 123,), (), True),
    ("rounds_to", "83.7%", 83.7, (100 * 104 / 123,), (), False),
    ("rounds_to", "45.5%", 45.5, (45.45,), (), True),
    ("rounds_to", "45.5%", 45.5, (45.449,), (), False),
    ("rounds_to", "45.5%", 45.5, (45.55,), (), False),
    ("rounds_to", "127.0", 127.0, (126.96,), (), True),
    ("rounds_to", "127.0", 127.0, (127.06,), (), False),
    ("rounds_to", "14 months", 14, (13.5,), (), True),
    ("rounds_to", "14 months", 14, (14.5,), (), False),
    ("rounds_to", "p=0.023", 0.023, (0.0225,), (), True),
    ("rounds_to", "p=0.023", 0.023, (0.02249,), (), False),
    ("rounds_to", "0.28", 0.28, (-0.28,), (), False),
    ("more_than_half", "mainly", NAN, (50.01,), (), True),
    ("more_than_half", "mainly", NAN, (50.0,), (), False),
    ("falls", "decreased significantly", NAN, (0.01, 0.049), (-0.6, -0.1), True),
    ("falls", "decreased significantly", NAN, (0.01, 0.05), (-0.6, -0.1), False),
    ("falls", "decreased significantly", NAN, (0.01, 0.02), (-0.6, 0.1), False),
    ("falls", "decreased significantly", NAN, (0.01,), (), False),
    ("falls_and_below", "decreased; p<0.001", 0.001, (0.0009,), (-2.0,), True),
    ("falls_and_below", "decreased; p<0.001", 0.001, (0.0009,), (2.0,), False),
    ("falls_and_below", "decreased; p<0.001", 0.001, (0.001,), (-2.0,), False),
    ("rises_and_below", "p<0.001", 0.001, (0.0009,), (22.4,), True),
    ("rises_and_below", "p<0.001", 0.001, (0.0009,), (0.0,), False),
    ("lower_and_below", "p<0.001", 0.001, (0.0009,), (-14.0,), True),
    ("lower_and_below", "p<0.001", 0.001, (0.0009,), (14.0,), False),
    ("higher_and_below", "p<0.001", 0.001, (0.0009,), (812.0,), True),
    ("higher_and_below", "p<0.001", 0.001, (0.02,), (812.0,), False),
]


@pytest.mark.parametrize(("rule", "printed", "value", "values", "changes", "agrees"), CASES)
def test_a_rule_draws_its_line_where_it_says(
    rule: str, printed: str, value: float, values: tuple[float, ...], changes: tuple[float, ...], agrees: bool
) -> None:
    assert RULES[rule].agrees(Evidence(printed, value, values, changes)) is agrees


@given(st.integers(0, 99_999), st.integers(0, 3), st.floats(-0.49, 0.49))
def test_rounds_to_is_half_a_unit_of_the_last_printed_digit(units: int, digits: int, part: float) -> None:
    printed = f"{units / 10**digits:.{digits}f}"
    near, far = (units + part) / 10**digits, (units + part + 1.02) / 10**digits
    assert RULES["rounds_to"].agrees(Evidence(printed, NAN, (near,))) is True
    assert RULES["rounds_to"].agrees(Evidence(printed, NAN, (far,))) is False


def test_the_figure_inside_a_printed_statement() -> None:
    assert [printed_figure(text) for text in ("decreased; p<0.001", "2 g/kg/month", "mainly")] == [
        ("0.001", 3),
        ("2", 0),
        ("", 0),
    ]


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_printed_line_has_one_source_and_a_known_rule(root: Path) -> None:
    published = _read(root / "data" / "published.csv")
    sources = _read(root / "data" / "definitions" / "published_sources.csv")
    assert [line["id"] for line in sources] == [line["id"] for line in published]
    assert len({line["id"] for line in published}) == len(published) == 28
    rules = {line["id"]: line["rule"] for line in published}
    for line in sources:
        needs_direction = rules[line["id"]] in RULES and rules[line["id"]] not in (
            "equal",
            "rounds_to",
            "more_than_half",
        )
        rows, ways = line["row"].split("|"), line["direction_row"].split("|")
        assert line["row"] and (len(rows) == len(ways) and all(ways) if needs_direction else ways == [""])


def _inputs(
    folder: Path, rule: str, *, printed: str = "p<0.001", value: str = "0.001", row: str, way: str = ""
) -> list[Path]:
    published, sources = folder / "published.csv", folder / "sources.csv"
    published.write_text(
        "id,section,quantity,group,printed,value,unit,rule,note\n"
        f"one,efficacy,MMT rise,all,{printed},{value},p,{rule},<odd> note\n",
        encoding="utf-8",
    )
    sources.write_text(f"id,row,direction_row\none,{row},{way}\n", encoding="utf-8")
    return [published, sources]


MMT8 = Key("efficacy", "mmt8", group="change")


def _ledger(p: float | None = 1e-9, mean: float = 22.4) -> Ledger:
    rows: list[Row] = [MMT8.row("p", p, n=118, method="Wilcoxon signed-rank test", note="no pairs")]
    return Ledger([*rows, MMT8.row("mean", mean, n=118, method="mean change")])


def test_a_comparison_says_what_was_recomputed_how_and_by_which_rule(tmp_path: Path) -> None:
    paths = _inputs(tmp_path, "rises_and_below", row="efficacy.mmt8.change.p", way="efficacy.mmt8.change.mean")
    (one,) = compare_published(_ledger(), *paths)
    assert one == Comparison(
        id="one",
        section="efficacy",
        quantity="MMT rise",
        group="all",
        printed="p<0.001",
        recomputed="mean change 22.40, p < 0.001",
        method="Wilcoxon signed-rank test",
        rule="rises, p below the printed 0.001",
        agrees=True,
        note="<odd> note",
        rows=("efficacy.mmt8.change.p", "efficacy.mmt8.change.mean"),
        place=pytest.approx(-0.999998),
        values=(1e-9,),
    )


def test_a_ratio_falls_when_it_is_below_one(tmp_path: Path) -> None:
    key = Key("efficacy", "ck", "ratio", "change")
    paths = _inputs(tmp_path, "falls", row="efficacy.ck.ratio.change.p", way="efficacy.ck.ratio.change.ratio")
    for ratio, agrees in ((0.4, True), (1.2, False)):
        ledger = Ledger([key.row("p", 0.001), key.row("ratio", ratio)])
        assert compare_published(ledger, *paths)[0].agrees is agrees


@pytest.mark.parametrize(
    ("rule", "row", "way", "p", "reason"),
    [
        ("roughly", "efficacy.mmt8.change.p", "", 1e-9, "the rule 'roughly' is not one of equal"),
        ("equal", "efficacy.mmt.p", "", 1e-9, "there is no result row efficacy.mmt.p"),
        ("equal", "", "", 1e-9, "names no result row"),
        ("rises_and_below", "efficacy.mmt8.change.p", "efficacy.x.mean", 1e-9, "no result row efficacy.x.mean"),
        ("equal", "efficacy.mmt8.change.p", "", None, "could not be computed: no pairs"),
    ],
)
def test_what_cannot_be_judged_does_not_agree_and_says_why(
    rule: str, row: str, way: str, p: float | None, reason: str, tmp_path: Path
) -> None:
    (one,) = compare_published(_ledger(p), *_inputs(tmp_path, rule, row=row, way=way))
    assert one.agrees is False and reason in one.reason and one.recomputed == "–"
    table = table_printed([one], ORIGIN)
    assert reason.lower() in table.lines[-1].cells[-1].text.lower()
    assert [cell.rows for line in table.lines for cell in line.cells if cell.rows] == []  # nothing to point to


def test_all_that_is_wrong_with_the_printed_figures_is_told_at_once(tmp_path: Path) -> None:
    published, sources = _inputs(tmp_path, "equal", value="0;001", row="efficacy.mmt8.change.p")
    published.write_text(f"{published.read_text(encoding='utf-8')}one,efficacy,x,all,1,1,p,equal,\n", encoding="utf-8")
    with pytest.raises(SpreadsheetFault) as raised:
        compare_published(_ledger(), published, sources)
    assert [(message.row, message.column, message.value, message.rule) for message in raised.value.records] == [
        (2, "value", "0;001", "a number, or empty"),
        (3, "id", "one", "no two rows the same; row 2 has it too"),
    ]


def test_sources_that_lack_a_column_are_told(tmp_path: Path) -> None:
    published, sources = _inputs(tmp_path, "equal", row="efficacy.mmt8.change.p")
    sources.write_text("id,rows,direction_row\none,efficacy.mmt8.change.p,\n", encoding="utf-8")
    with pytest.raises(SpreadsheetFault, match=r"sources\.csv, row 1, column row: .* What to do: rename rows"):
        compare_published(_ledger(), published, sources)


def test_nothing_recomputed_is_nothing_agreed() -> None:
    comparisons = compare_published(Ledger())
    assert len(comparisons) == 28 and not any(one.agrees for one in comparisons)


def _one(name: str, section: str, *, agrees: bool, note: str = "") -> Comparison:
    rule = "rounds to the printed 0.023"
    return Comparison(name, section, "x", "all", "p=0.023", "0.02", "Fisher", rule, agrees, note, rows=(f"row.{name}",))


def _comparisons() -> list[Comparison]:
    return [
        _one("a", "cohort", agrees=True),
        _one("b", "predictors", agrees=True, note="not consistent with its own interval"),
        _one("c", "predictors", agrees=False),
    ]


def test_the_agreeing_are_counted_as_result_rows() -> None:
    counts = {row.id: (row.value, row.n) for row in printed_rows(_comparisons())}
    assert counts == {"printed.agreeing": (2, 3), "printed.all": (3, 3)}


def test_the_table_shows_disagreement_first_and_in_words() -> None:
    table = table_printed(_comparisons(), ORIGIN)
    lines = [[cell.text for cell in line.cells[:5]] for line in table.lines]
    assert lines == [
        ["What does not agree"],
        ["X", "p=0.023", "0.02", "rounds to the printed 0.023", "does not agree"],
        ["Cohort"],
        ["X", "p=0.023", "0.02", "rounds to the printed 0.023", "agrees"],
        ["Predictors"],
        ["X", "p=0.023", "0.02", "rounds to the printed 0.023", "agrees"],
    ]
    assert ORIGIN in table.source
    assert table.lines[-1].cells[5].text.endswith("Not consistent with its own interval.")
    assert table.lines[1].cells[2].rows == ("row.c",)


def test_where_all_agree_nothing_is_said_to_disagree() -> None:
    table = table_printed([one for one in _comparisons() if one.agrees], ORIGIN)
    assert [line.cells[0].text for line in table.lines if line.kind == "section"] == ["Cohort", "Predictors"]


def test_the_step_writes_the_table_in_every_form_and_returns_its_line(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "paper/results", tmp_path / "paper/results")
    said = [write_printed(tmp_path, tmp_path / name, Provenance()) for name in ("a", "b")]
    assert said == ["28 of 28 printed figures agree; see paper/tables/table_printed.html"] * 2
    made = [sorted(path.relative_to(tmp_path / "a").as_posix() for path in (tmp_path / "a").rglob("*.*"))][0]
    assert made == [
        "paper/results/printed.csv",
        *(f"paper/tables/table_printed.{ending}" for ending in ("csv", "docx", "html", "json", "tex")),
    ]
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in made)


def test_rows_of_its_own_that_were_damaged_are_made_anew(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "paper/results", tmp_path / "paper/results")
    (tmp_path / "paper/results/printed.csv").write_text("damaged\n", encoding="utf-8")
    write_printed(tmp_path, tmp_path, Provenance())
    name = "paper/results/printed.csv"
    assert (tmp_path / name).read_bytes() == (root / name).read_bytes()


def test_changed_results_are_compared_anew_and_a_disagreement_is_no_failure(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "paper/results", tmp_path / "paper/results")
    cohort = tmp_path / "paper/results/cohort.csv"
    cohort.write_text(
        cohort.read_text(encoding="utf-8").replace("cohort,,,,n,123,", "cohort,,,,n,124,"), encoding="utf-8"
    )
    said = write_printed(tmp_path, tmp_path / "out", Provenance())
    assert said.startswith("27 of 28 printed figures agree")
    table = read_table(tmp_path / "out/paper/tables/table_printed.json")
    assert [line.cells[0].text for line in table.lines][:2] == ["What does not agree", "Patients included"]


def test_the_table_says_whose_data_they_are(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "paper/results", tmp_path / "paper/results")
    cohort = tmp_path / "paper/results/cohort.csv"
    cohort.write_text(cohort.read_text(encoding="utf-8").replace(ORIGIN, "Registry: ours."), encoding="utf-8")
    said = write_printed(tmp_path, tmp_path, Provenance())
    assert said == "Registry: ours, 123 patients of three centres, beside the published cohort; see " + TABLE
    assert read_table(tmp_path / "paper/tables/table_printed.json").source[-1] == "Registry: ours."
