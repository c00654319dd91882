"""Files that were cut short: visits that are not there, and a last row that ends too early."""

from __future__ import annotations

from collections.abc import Iterator

from compendium.registry.sent import FILE

from .acts import cell
from .as_sent import Change, Damage, Tables


def without_visits_of_the_last(number: int) -> Change:
    def change(sent: Tables) -> None:
        patients = sent["patients"]
        last = patients["patient_id"][patients[FILE].str.startswith("b")].tolist()[-number:]
        sent["visits"] = sent["visits"][~sent["visits"]["patient_id"].isin(last)].reset_index(drop=True)

    return change


def cut_in_the_last_row(sent: Tables) -> None:
    visits = sent["visits"]
    last = visits.index[visits[FILE].str.startswith("b")][-1]
    names = list(visits.columns)
    visits.loc[last, names[names.index("mmt8") : names.index("prednisone") + 1]] = ""


def damaged_structure() -> Iterator[Damage]:
    """Yield every way in which rows or cells are not there."""
    for name in ("age", "sex", "first_ivig_on", "visit_on", "preferred_term", "ctcae_grade"):
        yield Damage(f"{name} empty", cell(name, ""), "fault", "never empty")
    yield Damage("visits cut off", without_visits_of_the_last(4), "fault", "of the last 4 patients")
    yield Damage("one patient without visits", without_visits_of_the_last(1), "flag", "no visit 'baseline'")
    yield Damage("cut within the last row", cut_in_the_last_row, "flag", "was the file cut short?")
