"""The table of what hangs on the features that were not recorded: left out, imputed, filled alike, shifted."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from compendium.clinical.values_imputed import IMPUTED, IMPUTED_FIRTH
from compendium.clinical.values_not_recorded import FILLS
from compendium.clinical.values_shifted import SHIFTED, SHIFTS, TOGETHER, shift_level
from compendium.clinical.who_responds import ANALYSIS, PRINTED_MODEL
from compendium.exhibits import labels
from press.exhibits import cells
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table
from press.rows import Key, Ledger, slug, text

ERRORS = ("mc_or", "mc_ci_low", "mc_ci_high")


def table_missing_values(ledger: Ledger, origin: str) -> Table:
    """The odds ratios of the printed model under every way to treat the features that were not recorded."""
    table = TableBuilder(
        "table_missing_values", "Features that were not recorded, and what hangs on them", landscape=True
    )
    table.column("Values not recorded", align="left")
    for name in PRINTED_MODEL:
        for heading in ("Odds ratio (95% CI)", "p", "Imputed as present, %"):
            table.column(heading, spanner=labels.label(name))
    if cells.row_id(ANALYSIS.at(group=IMPUTED), "n") in ledger:
        _left_out_and_imputed(table, ledger)
        _extremes(table, ledger)
        _shifted(table, ledger)
        table.source(*(_tipping(ledger, name) for name in PRINTED_MODEL))
    table.source(labels.definition(ledger, ANALYSIS), origin)
    return table.build()


def _left_out_and_imputed(table: TableBuilder, ledger: Ledger) -> None:
    at, first = ANALYSIS.at(group=IMPUTED), ANALYSIS.at(variable=PRINTED_MODEL[0], group=IMPUTED)
    table.section("Patients left out")
    complete = ANALYSIS.at(group="multivariable")
    table.line(
        cells.phrase("Complete cases (n = {})", cells.whole(ledger, complete, "n")), *_odds(table, ledger, complete)
    )
    how = cells.phrase(
        "{} {}. Patients with a feature imputed: {}; {}: {}, where {} would be enough.",
        cells.method(ledger, first, "or"),
        "By chance alone the result would vary by the Monte Carlo error were the imputation repeated",
        cells.whole(ledger, at, "imputed"),
        cells.method(ledger, at, "imputations").rstrip("."),
        cells.whole(ledger, at, "imputations"),
        cells.whole(ledger, at, "needed"),
    )
    table.section("Multiple imputation, missing at random", marks=table.note(how))
    of_all = cells.phrase("Maximum likelihood (n = {})", cells.whole(ledger, at, "n"))
    table.line(of_all, *_odds(table, ledger, at, present=True), indent=1)
    table.line("Firth", *_odds(table, ledger, ANALYSIS.at(group=IMPUTED_FIRTH)), indent=1)
    each = [at.at(variable=name) for name in PRINTED_MODEL]
    errors = (
        [
            cells.written(ledger, own, ERRORS, lambda *three: text.estimate(*three, 4)),
            cells.written(ledger, own, ("mc_p",), lambda error: text.number(error, 4)),
            "",
        ]
        for own in each
    )
    table.line("Monte Carlo error", *itertools.chain.from_iterable(errors), indent=1)
    for words, statistic, digits in (
        ("Monte Carlo error of the log odds ratio, % of its standard error", "mc_percent_of_se", 1),
        ("Fraction of missing information", "fmi", 3),
        ("Degrees of freedom", "df", 1),
    ):
        numbers = ([cells.number(table, ledger, own, statistic, digits), "", ""] for own in each)
        marks = {0: table.note(cells.method(ledger, each[0], statistic))}
        table.line(words, *itertools.chain.from_iterable(numbers), indent=1, marks=marks)


def _extremes(table: TableBuilder, ledger: Ledger) -> None:
    table.section("All values not recorded alike")
    for words in itertools.product(FILLS, repeat=len(PRINTED_MODEL)):
        label = ", ".join(f"{labels.label(name)} {word}" for name, word in zip(PRINTED_MODEL, words, strict=True))
        table.line(label, *_odds(table, ledger, ANALYSIS.at(level=slug("_".join(words)), group="filled")), indent=1)


def _shifted(table: TableBuilder, ledger: Ledger) -> None:
    note = table.note(
        "Log odds of the imputed feature shifted by so much against what similar patients have; "
        "the other feature is imputed without a shift in the first section and shifted alike in the second."
    )
    for words, group in (("this feature shifted alone", SHIFTED), ("all features shifted together", TOGETHER)):
        table.section(f"Not missing at random, {words}", marks=note)
        for by in SHIFTS:
            at = ANALYSIS.at(level=shift_level(by), group=group)
            table.line(f"Shift {text.number(by, 0)}", *_odds(table, ledger, at, present=True), indent=1)


def _odds(table: TableBuilder, ledger: Ledger, key: Key, *, present: bool = False) -> Iterable[Cell | str]:
    """Return the cells of every feature: odds ratio, p and, where asked for, how many values are imputed as present."""
    for name in PRINTED_MODEL:
        own = key.at(variable=name)
        yield cells.odds(table, ledger, own)
        yield cells.plain_p(ledger, own, "p")
        yield cells.number(table, ledger, own, "percent_present", 0) if present else ""


def _tipping(ledger: Ledger, name: str) -> Cell:
    """Say in words at which shift the verdict on a feature changes."""
    alone, together = (
        ledger[cells.row_id(ANALYSIS.at(variable=name, group=each), "tipping")] for each in (SHIFTED, TOGETHER)
    )
    words = f"{labels.label(name)}: shifted alone, {alone.note}; together, {together.note}."
    return Cell(words, rows=(alone.id, together.id))
