"""The table of what hangs on the features that were not recorded: left out, imputed, filled alike."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from compendium.clinical.candidates import ANALYSIS
from compendium.clinical.response_models import PRINTED_MODEL
from compendium.clinical.values_imputed import IMPUTED, IMPUTED_FIRTH
from compendium.clinical.values_not_at_random import DELTA, DELTAS, TOGETHER, delta_level
from compendium.clinical.values_not_recorded import FILLS
from compendium.exhibits import labels
from press.exhibits import cells
from press.exhibits.phrases import listed, told
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table
from press.rows import Key, Ledger, slug, text
from press.rows.row import FOLLOWS

ALIKE = "Values imputed in a diagnosis in which everybody recorded is alike"
ERRORS = ("mc_or", "mc_ci_low", "mc_ci_high")
PRECISION = (
    ("Monte Carlo error of the log odds ratio, % of its standard error", "mc_percent_of_se", 1),
    ("Fraction of missing information", "fmi", 3),
    ("Degrees of freedom", "df", 1),
)
ADDED = (
    "Delta is added to the log odds of the imputed values, away from what similar patients have. Alone: one feature, "
    "the other with a delta of 0. Together: every feature by the same delta."
)


def table_missing_values(ledger: Ledger, origin: str) -> Table:
    """The odds ratios of the printed model under every way to treat the features that were not recorded."""
    title = "Features that were not recorded, and what hangs on them"
    table = TableBuilder("table_missing_values", title, landscape=True)
    table.column("Values not recorded", align="left")
    for name in PRINTED_MODEL:
        for heading in ("Odds ratio (95% CI)", "p", "Imputed as present, %"):
            table.column(heading, spanner=labels.label(name))
    if cells.row_id(ANALYSIS.at(group=IMPUTED), "n") in ledger:
        _left_out(table, ledger)
        _imputed(table, ledger)
        _extremes(table, ledger)
        _not_at_random(table, ledger)
        table.source(*(_tipping(ledger, name) for name in PRINTED_MODEL))
    table.source(labels.definition(ledger, ANALYSIS), origin)
    return table.build()


def _left_out(table: TableBuilder, ledger: Ledger) -> None:
    at = ANALYSIS.at(group="multivariable")
    table.section("Patients left out", marks=table.note(cells.method(ledger, at.at(variable=PRINTED_MODEL[0]), "or")))
    label = cells.phrase("Complete cases (n = {})", cells.whole(ledger, at, "n"))
    table.line(label, *_odds(table, ledger, at), indent=1)


def _imputed(table: TableBuilder, ledger: Ledger) -> None:
    at = ANALYSIS.at(group=IMPUTED)
    each = [at.at(variable=name) for name in PRINTED_MODEL]
    table.section("Multiple imputation, missing at random", marks=table.note(_how(ledger, at)))
    label = cells.phrase("Maximum likelihood (n = {})", cells.whole(ledger, at, "n"))
    table.line(label, *_odds(table, ledger, at, present=True), indent=1)
    table.line("Firth", *_odds(table, ledger, ANALYSIS.at(group=IMPUTED_FIRTH)), indent=1)
    errors: list[Cell | str] = []
    for own in each:
        errors += [
            cells.written(ledger, own, ERRORS, lambda odds, low, high: text.estimate(odds, low, high, 4)),
            "",
            "",
        ]
    meaning = "Monte Carlo error (jackknife over the imputed sets) of the odds ratio and of its two limits."
    table.line("Monte Carlo error", *errors, indent=1)
    table.source(meaning)
    for words, statistic, digits in PRECISION:
        found: list[Cell | str] = []
        for own in each:
            found += [cells.number(table, ledger, own, statistic, digits), "", ""]
        table.line(words, *found, indent=1)
        table.source(f"{words}: {cells.method(ledger, each[0], statistic)}")


def _how(ledger: Ledger, at: Key) -> Cell:
    """Say how was imputed, in how many patients, and how much of it the diagnosis decides."""
    each = [at.at(variable=name) for name in PRINTED_MODEL]
    said = cells.phrase(
        "{} {} {} patients with a feature imputed; {} sets, of which {} would be enough.",
        cells.method(ledger, each[0], "or"),
        cells.method(ledger, at, "imputations"),
        *(cells.whole(ledger, at, statistic) for statistic in ("imputed", "imputations", "needed")),
    )
    counted = [own for own in each if not cells.held(ledger, own, "imputed")]  # "<5 of <5" would say nothing
    alike = [
        cells.phrase(
            "{}: {} of {}",
            labels.label(own.variable),
            *(cells.whole(ledger, own, name) for name in ("alike_in_diagnosis", "imputed")),
        )
        for own in counted
    ]
    listed = f"{{}} {ALIKE}: {'; '.join(['{}'] * len(alike))}."
    return cells.phrase(listed, said, *alike) if alike else said


def _extremes(table: TableBuilder, ledger: Ledger) -> None:
    table.section("All values of a feature alike")
    for words in itertools.product(FILLS, repeat=len(PRINTED_MODEL)):
        label = ", ".join(f"{labels.label(name)} {word}" for name, word in zip(PRINTED_MODEL, words, strict=True))
        table.line(label, *_odds(table, ledger, ANALYSIS.at(level=slug("_".join(words)), group="filled")), indent=1)


def _not_at_random(table: TableBuilder, ledger: Ledger) -> None:
    for words, group in (("delta alone", DELTA), ("delta together", TOGETHER)):
        table.section(f"Multiple imputation, not missing at random: {words}", marks=table.note(ADDED))
        for by in DELTAS:
            at = ANALYSIS.at(level=delta_level(by), group=group)
            table.line(f"Delta {text.number(by, 0)}", *_odds(table, ledger, at, present=True), indent=1)


def _odds(table: TableBuilder, ledger: Ledger, key: Key, *, present: bool = False) -> Iterator[Cell | str]:
    """Yield the cells of every feature: odds ratio, p and, where asked for, how many values are imputed as present."""
    for name in PRINTED_MODEL:
        own = key.at(variable=name)
        yield cells.odds(table, ledger, own)
        yield cells.p(table, ledger, own)
        yield cells.number(table, ledger, own, "percent_present", 0) if present else ""


def _tipping(ledger: Ledger, name: str) -> Cell:
    """Say in words at which delta the verdict on a feature changes."""
    rows = [ledger[cells.row_id(ANALYSIS.at(variable=name, group=each), "tipping")] for each in (DELTA, TOGETHER)]
    notes = [Cell(row.note or FOLLOWS, rows=(row.id,)) for row in rows]
    ways = zip(("alone, {}", "together, {}"), notes, strict=True)
    said = listed([told(words, note) for words, note in ways], "; ")
    return cells.phrase("{}: {}.", labels.label(name), said) if said.text else said
