"""The tables of who was treated: the cohort overall, by response and by centre; antibodies; treatment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from compendium.registry.codebook import load_codebook
from compendium.report import cells, labels
from compendium.report.table.builder import TableBuilder
from compendium.report.table.layout import Cell, Table
from compendium.results import Key, Ledger, slug, text
from compendium.study.who_was_treated import ANALYSIS, CHARACTERISTICS, OUTCOME

RESPONSE_GROUPS = (("Responders", "responder"), ("Non-responders", "non_responder"))
SMD_NOTE = "Standardised mean difference (Yang and Dalton); with more than two groups, the largest between two of them."
FORMS = (
    "Numbers are mean ± SD and, below, median [first quartile, third quartile]; the others n/N (%), N without missing."
)
Write = Callable[[Ledger, Key], str]


def table_one(ledger: Ledger, origin: str) -> Table:
    """Characteristics of the cohort, overall and by response."""
    table = TableBuilder("table_one", "Characteristics of the patients, overall and by response")
    return _by_response(table, ledger, CHARACTERISTICS | {"Course": OUTCOME}, origin)


def table_centres(ledger: Ledger, origin: str) -> Table:
    """The same characteristics by centre, with the test for a difference between centres."""
    table = TableBuilder("table_centres", "Characteristics of the patients by centre")
    centres = [(name, slug(name)) for name, _ in cells.level_keys(ledger, ANALYSIS.at(variable="centre"))]
    table.column("Characteristic", align="left")
    for name, group in centres:
        count = text.number(cells.value(ledger, ANALYSIS.at(variable="centre", level=group), "count"), 0)
        table.column(f"{name} (n = {count})")
    table.column("SMD", marks=table.note(SMD_NOTE))
    table.column("p")

    def last(key: Key) -> list[Cell]:
        at = key.at(group="centre")
        return [Cell(text.number(cells.value(ledger, at, "smd"), 2)), cells.p(table, ledger, at)]

    _body(table, ledger, CHARACTERISTICS | {"Course": OUTCOME}, [group for _, group in centres], last)
    table.source(FORMS, "p-values are not adjusted for multiplicity.", origin)
    return table.build()


def table_antibodies(ledger: Ledger, origin: str) -> Table:
    """Autoantibodies among those tested, overall and by response."""
    names = ("any_msa", *(variable.name for variable in load_codebook().with_role("autoantibody")))
    table = TableBuilder("table_antibodies", "Autoantibodies among the patients tested, overall and by response")
    return _by_response(table, ledger, {"Positive among those tested": names}, origin)


def table_treatment(ledger: Ledger, origin: str) -> Table:
    """Treatment before and with IVIg, overall and by response."""
    codebook = load_codebook()
    sections = {
        "Before IVIg": tuple(variable.name for variable in codebook.with_role("earlier_treatment")),
        "With IVIg": tuple(variable.name for variable in codebook.with_role("concomitant_treatment")),
    }
    table = TableBuilder("table_treatment", "Treatment before and with IVIg, overall and by response")
    return _by_response(table, ledger, sections, origin)


def _by_response(table: TableBuilder, ledger: Ledger, sections: Mapping[str, Sequence[str]], origin: str) -> Table:
    table.column("Characteristic", align="left")
    table.column(f"All (n = {text.number(ledger.value('cohort.n'), 0)})")
    for name, group in RESPONSE_GROUPS:
        count = text.number(cells.value(ledger, ANALYSIS.at(variable="response", level=group), "count"), 0)
        table.column(f"{name} (n = {count})")
    table.column("SMD", marks=table.note(SMD_NOTE))
    table.column("Missing")

    def last(key: Key) -> list[Cell]:
        smd = text.number(cells.value(ledger, key.at(group="response"), "smd"), 2)
        return [Cell(smd), Cell(cells.missing(ledger, key))]

    _body(table, ledger, sections, ["", *(group for _, group in RESPONSE_GROUPS)], last)
    undecided = cells.value(ledger, ANALYSIS.at(variable="response"), "missing")
    said = f"Response could not be decided in {text.number(undecided, 0)} patients." if undecided else ""
    table.source(FORMS, said, origin)
    return table.build()


def _body(
    table: TableBuilder,
    ledger: Ledger,
    sections: Mapping[str, Sequence[str]],
    groups: Iterable[str],
    last: Callable[[Key], list[Cell]],
) -> None:
    groups = list(groups)
    for heading, names in sections.items():
        table.section(heading)
        for name in names:
            _variable(table, ledger, ANALYSIS.at(variable=name), groups, last(ANALYSIS.at(variable=name)))


def _variable(table: TableBuilder, ledger: Ledger, key: Key, groups: list[str], last: list[Cell]) -> None:
    """One variable: two lines for a number, one for yes/no, a heading and a line a level for the others."""

    def write(form: Write, at: Key) -> list[str]:
        return [form(ledger, at.at(group=group)) for group in groups]

    digits = labels.digits(key.variable)
    if cells.is_number(ledger, key):
        table.line(labels.with_unit(key.variable), *write(lambda all_, at: cells.mean_sd(all_, at, digits), key), *last)
        table.line("median [IQR]", *write(lambda all_, at: cells.median_iqr(all_, at, digits), key), indent=1)
    elif labels.variable(key.variable).levels:
        table.line(labels.label(key.variable), *[""] * len(groups), *last)
        for level, at in cells.level_keys(ledger, key):
            table.line(level[:1].upper() + level[1:], *write(cells.count_percent, at), indent=1)
    else:
        table.line(labels.label(key.variable), *write(cells.count_percent, key), *last)
