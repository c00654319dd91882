"""Rare levels and small centres put together before all analysis: hiding alone cannot protect three patients."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import pandas as pd

from compendium.clinical.which_centres import TOGETHER
from compendium.disclosure.policy import Policy
from compendium.registry.codebook import Codebook, load_codebook
from press.ground.listed import listed
from press.rows import Ledger, slug
from press.rows.row import FOLLOWS

OTHER, OTHER_CENTRES = "other", TOGETHER
COUNTED_AS = "counted as "  # begins the note of a row of a level that is no more counted by itself
CENTRE = "centre"
# How treatment ended for a patient is never called "other": what is rare there is hidden instead.
AS_RECORDED = ("vital_status", "response_physician", "response")
_FEWEST_LEVELS = 3  # of two levels neither can be put together with anything


@dataclass(frozen=True)
class Merged:
    """Which levels of a variable now go by one name; as a text, for the footnote that says so.

    >>> print(Merged("diagnosis", "other", ("IBM", "IMNM")))
    Diagnosis: IBM and IMNM are counted as other.
    """

    variable: str
    into: str
    levels: tuple[str, ...]

    def __str__(self) -> str:
        name, verb = load_codebook().label(self.variable), "are" if len(self.levels) > 1 else "is"
        return f"{name}: {listed(self.levels)} {verb} counted as {self.into}."


def merge_rare(patients: pd.DataFrame, book: Codebook, policy: Policy) -> tuple[pd.DataFrame, list[Merged]]:
    """Return the patients with rare levels put together, and what was.

    patients: one row per patient; of its columns those that the codebook declares as levels are looked at. A level that
    fewer than `policy.fewest` patients have, but not none, joins "other"; a centre of fewer than
    `policy.fewest_at_centre` joins "other centres". While those together are still too few, the next rarest joins them.

    >>> from compendium.disclosure.policy import load_policy
    >>> from compendium.registry.codebook import load_codebook
    >>> diagnosis = pd.Categorical(["DM"] * 9 + ["PM"] * 6 + ["IBM"] * 2, categories=["DM", "PM", "IBM"])
    >>> frame, notes = merge_rare(pd.DataFrame({"diagnosis": diagnosis}), load_codebook(), load_policy("publish-5"))
    >>> frame["diagnosis"].value_counts().to_dict(), str(notes[0])
    ({'DM': 9, 'other': 8}, 'Diagnosis: PM and IBM are counted as other.')
    """
    columns: dict[str, pd.Series] = {}
    notes = []
    for name in dict.fromkeys(variable.name for variable in book.variables if variable.kind == "level"):
        if name not in patients or name in AS_RECORDED:
            continue
        into, fewest = (OTHER_CENTRES, policy.fewest_at_centre) if name == CENTRE else (OTHER, policy.fewest)
        rare = _rare(patients[name], into, fewest)
        if rare:
            columns[name] = _renamed(patients[name], rare, into)
            notes.append(Merged(name, into, rare))
    return patients.assign(**columns), notes


def _rare(values: pd.Series, into: str, fewest: int) -> tuple[str, ...]:
    """Return the levels to put together, in the order of the categories."""
    counts = values.value_counts()
    held = [str(level) for level in values.cat.categories if counts[level] > 0]
    if len(held) < (_FEWEST_LEVELS if into == OTHER else 2):  # of one centre nothing is put together
        return ()
    rarest = sorted((level for level in held if level != into), key=lambda level: (counts[level], held.index(level)))
    joined = [level for level in rarest if counts[level] < fewest]
    already = int(counts.get(into, 0))
    if not joined and not 0 < already < fewest:
        return ()
    while joined != rarest and already + sum(counts[level] for level in joined) < fewest:
        joined.append(rarest[len(joined)])
    return tuple(level for level in held if level in joined)


def _renamed(values: pd.Series, rare: tuple[str, ...], into: str) -> pd.Series:
    kept = [level for level in values.cat.categories if level not in rare and level != into]
    renamed = values.astype(object).where(~values.isin(rare), into)
    return pd.Series(
        pd.Categorical(renamed, categories=[*kept, into], ordered=values.cat.ordered),
        index=values.index,
        name=values.name,
    )


def with_what_was_merged(ledger: Ledger, merged: list[Merged]) -> Ledger:
    """Return the ledger with a row, without a value, for each level that is counted as another: who asks is told so.

    >>> from press.rows import Key
    >>> ledger = Ledger([Key("cohort", "diagnosis", "other").row("count", 8, n=17)])
    >>> rows = with_what_was_merged(ledger, [Merged("diagnosis", "other", ("PM", "IBM"))])
    >>> [(row.id, row.withheld, row.note) for row in rows][1:]
    [('cohort.diagnosis.pm.count', '*', 'counted as other'), ('cohort.diagnosis.ibm.count', '*', 'counted as other')]
    """
    others = {(each.variable, slug(each.into)): each for each in merged}
    found = [
        replace(row, level=slug(level), value=math.nan, n=None, note=f"{COUNTED_AS}{each.into}", withheld=FOLLOWS)
        for row in ledger
        if (each := others.get((_levels_of(row.variable), row.level)))
        for level in each.levels
    ]
    return Ledger(ledger, (row for row in found if row.id not in ledger))


def _levels_of(variable: str) -> str:
    """Return the variable whose levels a row's are: those of skin by diagnosis are diagnoses."""
    other = variable.partition("_by_")[2]
    return variable if other in ("", CENTRE) else other
