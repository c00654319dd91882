"""What tells who a patient is, pseudonyms that a program or a typist has changed, and one patient twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from compendium.registry.codebook import TABLES
from compendium.registry.sent import FILE, ROW

from .acts import cell
from .as_sent import Change, Damage, Tables
from .words import term

IDENTIFIERS_IN_TERMS = {
    "Mario Rossi": "a person's name",
    "Rash in sig.ra Giulia": "a person's name",
    "mario.rossi@example.org": "an e-mail address",
    "Rash, tel. +39 055 123 4567": "a telephone number",
    "RSSMRA80A01H501U": "an Italian tax code",
    "Rash (RSSMRA80A01H501U)": "an Italian tax code",
    "rss mra 80a01 h501u": "an Italian tax code",
    "Rash, born 01/01/1980": "a date of birth",
    "Rash, born 1980-01-01": "a date of birth",
}
PSEUDONYMS = {
    "PI 1": "a pseudonym of letters",
    "../PI1": "a pseudonym of letters",
    "1E+05": "a pseudonym of letters",
    "1E05": "has shortened this number",
    "mag-14": "made a date of this one",
    "3-mar": "made a date of this one",
    "100.0": "a number with decimals",
    "NA": "nothing is known",
    "n.d.": "nothing is known",
    "-": "nothing is known",
    "RossiMario": "a person's name",
    "ROSSI_GIULIA": "a person's name",
    "RSSMRA80A01H501U": "an Italian tax code",
    "MR19800412": "a date of birth",
    "0000012345678": "as long as hospitals' own",
    "PІ1013": "cyrillic capital letter byelorussian-ukrainian i",
    "PI\u200b1": "cannot be seen",
}


def again(centre: str, **facts: str) -> Change:
    """Add the fifth patient and the visits again, under another pseudonym, to the file of a centre."""

    def change(sent: Tables) -> None:
        first = sent["patients"].loc[5, "patient_id"]
        for name in ("patients", "visits"):
            rows = sent[name][sent[name]["patient_id"] == first].copy()
            rows["patient_id"], rows[FILE], rows[ROW] = "ZZ0001", f"{centre}/{name}.csv", range(900, 900 + len(rows))
            if name == "patients":
                rows = rows.assign(centre=centre.capitalize(), **facts)
            sent[name] = pd.concat([sent[name], rows], ignore_index=True)

    return change


def renamed(new: Callable[[str], str], *tables: str, at: int = 5) -> Change:
    def change(sent: Tables) -> None:
        old = sent["patients"].loc[at, "patient_id"]
        for name in tables or TABLES:
            sent[name].loc[sent[name]["patient_id"] == old, "patient_id"] = new(str(old))

    return change


def like_another(new: Callable[[str], str]) -> Change:
    """Give a patient the pseudonym of the one before, changed as a spreadsheet or a typist changes it."""

    def change(sent: Tables) -> None:
        other = str(sent["patients"].loc[4, "patient_id"])
        renamed(lambda _: new(other))(sent)

    return change


def damaged_people() -> Iterator[Damage]:
    """Yield every kind of damage to who a patient is."""
    for written, says in IDENTIFIERS_IN_TERMS.items():
        yield Damage(f"term {written}", term(written), "fault", says)
    for pseudonym, says in PSEUDONYMS.items():
        yield Damage(f"pseudonym {pseudonym!a}", cell("event_id", pseudonym), "fault", says)
    yield Damage("a patient twice in one centre", again("b"), "fault", "those of another")
    yield Damage("a patient in two centres", again("c"), "fault", "those of another")
    moved = again("c", first_ivig_on="2018-01-01", last_ivig_on="2018-12-01")
    yield Damage("a patient who moved to another centre", moved, "flag", "is it one patient?")
    yield Damage("pseudonyms apart in case alone", like_another(str.lower), "flag", "in case, signs or zeros alone")
    with_zero = like_another(lambda old: old[:1] + "0" + old[1:])
    yield Damage("pseudonyms apart in a zero", with_zero, "flag", "zeros alone")
    yield Damage("a pseudonym of letters alone", renamed(lambda _: "Bianchi"), "flag", "without a digit")
    yield Damage("visits in small letters", renamed(str.lower, "visits"), "fault", "a patient of b")
