"""The table at a fixed time: how far each outcome had changed at the same visit, in all, responders and others."""

from __future__ import annotations

from compendium.clinical.did_they_improve import ANALYSIS
from compendium.clinical.outcomes import enzymes
from compendium.clinical.over_visits import FIXED_TIME, GROUPS, chosen_courses
from compendium.exhibits import labels, not_recorded
from compendium.exhibits.tables_efficacy import NO_CONTROL
from press.exhibits import cells
from press.exhibits.phrases import listed, told
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table
from press.rows import Key, Ledger, slug

MODEL = (
    "Mixed model for repeated measures (REML), 95% t interval with Satterthwaite's degrees of freedom. By response: "
    "each group by a model of its own, with its own means and its own covariance; the difference as by Welch's t-test."
)
MEAN = ("mean", "ci_low", "ci_high")
SAME_TIME = (
    f"Change from baseline to {FIXED_TIME}. n: patients with a value at that visit; the change is that of all patients "
    "with a value at any visit, if values that were not recorded are missing at random given those that were."
)
NONE_THEN = f"Recorded of nobody at {FIXED_TIME}"
RESPONSE_LATER = "Response is judged at the end of treatment, so a difference describes responders and predicts none."


def table_fixed_time(ledger: Ledger, origin: str) -> Table:
    """Every course at the same time after baseline: all patients, responders and non-responders, and the difference."""
    table = TableBuilder("table_fixed_time", f"Change from baseline to {FIXED_TIME}", landscape=True)
    asked = (("All patients", "change"), *((f"{group.capitalize()}s", f"change_{slug(group)}") for group in GROUPS))
    model = table.note(MODEL)
    table.column("Outcome", align="left")
    for heading, _ in asked:
        table.column("n", spanner=heading)
        table.column("Change (95% CI)", spanner=heading, marks=model)
    table.column("Difference (95% CI)")
    table.column("p")
    groups = [group for _, group in asked]
    there, lacking = not_recorded.without({"": chosen_courses()}, lambda name: _none_then(ledger, name, groups))
    for name in there.get("", []):
        _line(table, ledger, name, groups)
    if not there:
        rows = (ledger[cells.row_id(_key(name, "change"), "mean")] for name in lacking)
        why = dict.fromkeys(cells.sentence(row.note) for row in rows if row.note)
        table.line(not_recorded.NONE_HERE, marks={0: [table.note(words) for words in why]})
    table.source(
        _who(ledger), not_recorded.named(lacking, NONE_THEN), SAME_TIME, RESPONSE_LATER, _ratios(), NO_CONTROL, origin
    )
    return table.build()


def _none_then(ledger: Ledger, name: str, groups: list[str]) -> bool:
    return all(cells.value(ledger, _key(name, group), "n") == 0 for group in groups)


def _line(table: TableBuilder, ledger: Ledger, name: str, groups: list[str]) -> None:
    digits, ratio = labels.digits(name), name in enzymes()
    label = f"{labels.label(name)}, ratio of × ULN" if ratio else labels.with_unit(name)
    said: list[str | Cell] = []
    for group in groups:
        key = _key(name, group)
        said += [cells.whole(ledger, key, "n"), cells.estimate(table, ledger, key, MEAN, digits, ratio=ratio)]
    difference = _key(name, "change_difference")
    said += [cells.estimate(table, ledger, difference, MEAN, digits, ratio=ratio), cells.p(table, ledger, difference)]
    table.line(label, *said)


def _key(name: str, group: str) -> Key:
    return ANALYSIS.at(variable=f"{name}_course", level=slug(FIXED_TIME), group=group)


def _who(ledger: Ledger) -> Cell:
    fixed = ANALYSIS.at(variable="fixed_time")
    seen, treated = (cells.count_of(ledger, fixed.at(group=group)) for group in ("seen", "treated"))
    if cells.value(ledger, fixed.at(group="treated"), "total") == 0:  # where nobody was seen, the time is not known
        return told("Seen then: {} patients.", seen)
    said = (told("Seen then: {} patients.", seen), told("Treated at least as long: {}.", treated))
    return listed(said, " ")


def _ratios() -> str:
    drawn = [labels.label(name) for name in chosen_courses() if name in enzymes()]
    return (
        "Enzymes: a change is a ratio of geometric means, a difference the ratio of two such ratios." if drawn else ""
    )
