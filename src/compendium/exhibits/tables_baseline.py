"""The short table of who was treated: at most one line a characteristic known at the first infusion, by response."""

from __future__ import annotations

from collections.abc import Sequence

from compendium.clinical.outcomes import compared_as, enzymes, outcomes
from compendium.clinical.who_was_treated import ANALYSIS, CHARACTERISTICS
from compendium.exhibits import labels, not_recorded, undecided_notes
from compendium.exhibits.tables_cohort import GROUPS, REMARKS
from press.exhibits import cells
from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table
from press.rows import Key, Ledger, slug
from press.rows.sentence import capital

# A choice, as in every short table: of two levels the one that is counted, of the reasons the one that is meant here.
ONE_LEVEL = {"sex": ("female", "Female sex"), "reason": ("refractory", "IVIg for refractory disease")}
EVERY_LEVEL = ("diagnosis",)
# Durations and enzymes have a few very high values, which pull a mean.
SKEWED_UNITS = ("months", "× ULN")
FORMS = (
    "Numbers are mean ± SD; durations and enzymes, in months and multiples of ULN (upper limit of normal), are median "
    "[first quartile, third quartile]. The others are n/N (%): N is the number of patients with a value. SMD: "
    "standardised mean difference between responders and non-responders, without sign; not given for one reason among "
    "several. Missing: patients without a value."
)
NOBODY_HAD = "Of no patient"


def table_baseline(ledger: Ledger, origin: str) -> Table:
    """Characteristics at the first infusion, one line each, overall and by response."""
    table = TableBuilder("table_baseline", "Characteristics of the patients at the first infusion")
    table.column("Characteristic", align="left")
    table.column(cells.phrase("All (n = {})", cells.whole(ledger, ANALYSIS, "n")))
    for group, name in GROUPS.items():
        of_group = cells.whole(ledger, ANALYSIS.at(variable="response", level=group), "count")
        table.column(cells.phrase("{} (n = {})", name, of_group))
    table.column("SMD")
    table.column("Missing", aside=True)
    there, lacking = not_recorded.parted(ledger, ANALYSIS, lists())
    absent = [name for names in there.values() for name in names if _nobody_had(ledger, ANALYSIS.at(variable=name))]
    for heading, names in there.items():
        table.section(heading)
        for name in names:
            if name not in absent:
                _characteristic(table, ledger, ANALYSIS.at(variable=name))
    if not there:
        table.line(not_recorded.NONE_HERE)
    undecided = cells.whole(ledger, ANALYSIS.at(variable="response"), "missing")
    table.source(
        f"{FORMS} {REMARKS['diagnosis']}",
        not_recorded.named(absent, NOBODY_HAD),
        not_recorded.named(lacking),
        undecided_notes.definition_and_undecided(ledger, ANALYSIS, undecided),
        origin,
    )
    return table.build()


def lists() -> dict[str, tuple[str, ...]]:
    """Return what the table states, by heading: no dose that was the same for all, nothing that came after.

    Of the enzymes the first of the codebook; the others are in the long table.

    >>> [len(names) for names in lists().values()]
    [5, 9, 8]
    """
    activity = [each for each in outcomes() if each.name not in enzymes()[1:]]
    return {
        "Demographics and disease": ("age", "sex", "disease_duration", "reason", "diagnosis"),
        "Features": (*CHARACTERISTICS["Features"], "any_msa"),
        "Activity": tuple(compared_as(each) for each in activity),
    }


def skewed(name: str) -> bool:
    """Whether a number is summarised by its median: the one place that says so, by the unit in the codebook.

    >>> [name for name in ("age", "disease_duration", "mmt8", "ck_xuln", "prednisone") if skewed(name)]
    ['disease_duration', 'ck_xuln']
    """
    return labels.variable(name).unit in SKEWED_UNITS


def _nobody_had(ledger: Ledger, key: Key) -> bool:
    """Whether a yes/no variable was recorded and nobody had it: a line of zeros is a note."""
    name = cells.row_id(key, "count")
    return name in ledger and ledger.value(name) == 0


def _characteristic(table: TableBuilder, ledger: Ledger, key: Key) -> None:
    name, missing = key.variable, cells.whole(ledger, key, "missing")
    last = [cells.number(table, ledger, key.at(group="response"), "smd", 2), missing]
    if name in EVERY_LEVEL:
        table.line(f"{labels.label(name)}, n/N (%)", "", "", "", *last)
        for level, at in labels.level_keys(ledger, key):
            table.line(capital(level), *_counts(ledger, at), indent=1)
    elif name in ONE_LEVEL:
        level, words = ONE_LEVEL[name]
        if level in dict(labels.level_keys(ledger, key)):  # else nobody had it, or it is counted as another
            table.line(
                words, *_counts(ledger, key.at(level=slug(level))), *(last if _only_two(name) else ["", missing])
            )
    elif cells.is_number(ledger, key):
        table.line(labels.with_unit(name), *_numbers(ledger, key), *last)
    else:
        shares = (not_recorded.share(table, ledger, at) for at in _groups(key))
        table.line(labels.label(name), *shares, *last)


def _only_two(name: str) -> bool:
    """Whether the difference of a variable is that of the one level which is shown."""
    return len(labels.variable(name).levels) == 2


def _groups(key: Key) -> list[Key]:
    return [key.at(group=group) for group in ("", *GROUPS)]


def _counts(ledger: Ledger, key: Key) -> list[Cell]:
    return [cells.count_percent(ledger, at) for at in _groups(key)]


def _numbers(ledger: Ledger, key: Key) -> Sequence[Cell]:
    write = cells.median_iqr if skewed(key.variable) else cells.mean_sd
    return [write(ledger, at, labels.digits(key.variable)) for at in _groups(key)]
