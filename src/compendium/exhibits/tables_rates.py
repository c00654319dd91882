"""The table of how often adverse events come: rates per infusion and per year at risk, by kind and by group."""

from __future__ import annotations

import math
from dataclasses import replace

from compendium.clinical.event_rates import INFUSIONS, YEARS
from compendium.clinical.how_safe import ANALYSIS
from compendium.clinical.which_centres import by_name
from compendium.exhibits.tables_safety import KINDS, unrecorded
from press.exhibits import cells
from press.exhibits.phrases import listed, told
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table
from press.rows import Key, Ledger, text
from press.rows.sentence import capital

EXPOSURES = {INFUSIONS: "Per 100 monthly infusions", YEARS: "Per 100 patient-years at risk"}
GROUPS = {"any_by_response": "Any adverse event, by response", "any_by_centre": "Any adverse event, by centre"}
WINDOW = "Events and patient-years are counted from the first IVIg until {} days after the last; {} in no rate."
LATER, ANY_LATER = "{} of {} events began later and are", "events that began later are"
DISPERSION = "Pearson dispersion of any adverse event: {} by infusions, {} by patient-years; above one, events cluster."
INDEPENDENT = (
    "The exact Poisson interval, and the exact interval and test of the rate ratio, hold only if events are "
    "independent."
)
RATIO = "{} p: {} by infusions, {} by patient-years."


def table_rates(ledger: Ledger, origin: str) -> Table:
    """Rates per 100 monthly infusions and per 100 patient-years, the interval that allows for clusters first."""
    table = TableBuilder("table_rates", "Rates of adverse events", landscape=True)
    table.column("Adverse events", align="left")
    if none := unrecorded(ledger):
        table.column("Rate")
        table.line(none)
        table.source(origin)
        return table.build()
    table.column("Events", marks=table.note(_window(ledger)))
    for group, spanner in EXPOSURES.items():
        example = ANALYSIS.at(variable="any", group=group)
        clustered, exact = (table.note(cells.method(ledger, example, name)) for name in ("clustered_low", "ci_low"))
        table.column("Rate", spanner=spanner)
        table.column("95% CI, by patient", spanner=spanner, marks=clustered)
        table.column("95% CI, if independent", spanner=spanner, marks=exact)
    for kind, label in KINDS.items():
        _rate_line(table, ledger, ANALYSIS.at(variable=kind), label)
    for variable, heading in GROUPS.items():
        table.section(heading)
        rows = ledger.find(variable=variable, group=INFUSIONS, statistic="events")
        by_centre = variable == "any_by_centre"
        for row in sorted(rows, key=lambda row: by_name(row.note)) if by_centre else rows:
            _rate_line(table, ledger, ANALYSIS.at(variable=variable, level=row.level), capital(row.note), indent=1)
        if variable == "any_by_response":
            _ratio_line(table, ledger, ANALYSIS.at(variable=variable))
    table.source(*_sources(ledger), origin)
    return table.build()


def _rate_line(table: TableBuilder, ledger: Ledger, key: Key, label: str, indent: int = 0) -> None:
    keys = [key.at(group=group) for group in EXPOSURES]
    rates = [form(table, ledger, each) for each in keys for form in (_rate, _by_patient, _exact)]
    table.line(label, cells.whole(ledger, keys[0], "events"), *rates, indent=indent)


def _rate(table: TableBuilder, ledger: Ledger, key: Key) -> Cell:
    """The rate, with a note where events are not in it; why there is none, `number` says itself."""
    said, row = cells.number(table, ledger, key, "rate", 1), ledger[cells.row_id(key, "rate")]
    left_out = row.note and math.isfinite(row.value)
    return replace(said, marks=(*said.marks, table.note(cells.sentence(row.note)))) if left_out else said


def _exact(_: TableBuilder, ledger: Ledger, key: Key) -> Cell:
    return cells.interval(ledger, key, ("ci_low", "ci_high"), 1)


def _by_patient(table: TableBuilder, ledger: Ledger, key: Key) -> Cell:
    """The interval alone; where there is none, a note says why."""
    row = ledger[cells.row_id(key, "clustered_low")]
    said = cells.interval(ledger, key, ("clustered_low", "clustered_high"), 1)
    return replace(said, marks=(table.note(cells.sentence(row.note)),)) if math.isnan(row.value) and row.note else said


def _ratio_line(table: TableBuilder, ledger: Ledger, key: Key) -> None:
    """The rate ratio of the two groups of response, its intervals, and in notes the p of each and any reason."""
    parts: list[Cell | str] = []
    keys = [key.at(group=group) for group in EXPOSURES]
    for each in keys:
        ratio = cells.number(table, ledger, each, "rate_ratio", 2)
        limits = (("clustered_low", "clustered_high"), ("ci_low", "ci_high"))
        parts += [ratio, *(cells.interval(ledger, each, pair, 2) for pair in limits)]
    marks = tuple(_ratio_note(table, ledger, keys, name) for name in ("p_clustered", "p"))
    table.line("Rate ratio, responder to non-responder", "", *parts, indent=1, marks={0: marks})


def _ratio_note(table: TableBuilder, ledger: Ledger, keys: list[Key], name: str) -> str:
    tests = [ledger[cells.row_id(key, name)] for key in keys]
    # what is said of both exposures stands once; what is said of one, with its exposure
    alike = len({test.note for test in tests}) == 1
    said = [test.note if alike else f"{EXPOSURES[test.group]}: {test.note}" for test in tests if test.note]
    words = " ".join(cells.sentence(each) for each in (tests[0].method, *dict.fromkeys(said)))
    return table.note(cells.phrase(RATIO, words, *(cells.plain_p(ledger, key, name) for key in keys)))


def _window(ledger: Ledger) -> Cell:
    days = cells.whole(ledger, ANALYSIS.at(variable="risk_window"), "days")
    outside = cells.whole(ledger, ANALYSIS.at(variable="outside_window"), "count")
    events = cells.whole(ledger, ANALYSIS.at(variable="any", group="events"), "count")
    later = told(LATER, outside, events)
    return cells.phrase(WINDOW, days, later if later.text else ANY_LATER)


def _sources(ledger: Ledger) -> list[Cell]:
    keys = [ANALYSIS.at(variable="any", group=group) for group in EXPOSURES]
    infusions, years = (cells.whole(ledger, key, "exposure") for key in keys)
    spread = [cells.written(ledger, key, ("dispersion",), lambda found: text.number(found, 1)) for key in keys]
    exposure = "Exposure: {} monthly infusions, {} patient-years at risk."
    return [told(exposure, infusions, years), listed([told(DISPERSION, *spread), Cell(INDEPENDENT)], " ")]
