"""The moving parts of the site: the definition, the two-by-two table, the curve, and the patients, one part each."""

from __future__ import annotations

from pathlib import Path

from compendium.clinical.responses import choose, read_responses
from compendium.exhibits.site_curve import curve_part
from compendium.exhibits.site_patients import patients_part
from compendium.exhibits.site_turn import turn_part
from compendium.exhibits.site_two_by_two import two_by_two_part
from press.rows import Ledger
from press.site.leads import Lead

# Below which exhibit of which chapter a link leads to a part that moves.
LEADS = {
    "00_abstract/abstract": Lead("move", "Move the two-by-two table of Raynaud's phenomenon yourself"),
    "01_cohort/flow_chart": Lead("patients", "Open one of these patients"),
    "01_cohort/table_one": Lead("turn", "See this table under another definition of response"),
    "02_efficacy/responses": Lead("turn", "Turn the definition of response yourself"),
    "02_efficacy/swimmer": Lead("patients", "Open one of these patients"),
    "03_predictors/forest": Lead("move", "Move the two-by-two table of Raynaud's phenomenon yourself"),
    "04_safety/adverse_events": Lead("patients", "Open one of these patients"),
    "05_multiverse/specifications": Lead("walk", "Walk along this curve yourself"),
}


def moving_parts(root: Path, ledger: Ledger) -> dict[str, str]:
    """Return the moving parts of the simulated registry's site, as Markdown by the name of the part.

    `ledger` holds every result row, those of paper/results/turned.csv among them.
    """
    return {
        "made/turn.md": turn_part(ledger, in_force(ledger)),
        "made/two_by_two.md": two_by_two_part(ledger),
        "made/curve.md": curve_part(ledger),
        "made/patients.md": patients_part(root / "data" / "registry"),
    }


def in_force(ledger: Ledger) -> str:
    """Return the id of the definition of response under which the results were made."""
    words = ledger["efficacy.response.definition"].note
    return next(name for name, each in read_responses().items() if words.startswith(f"{choose(name).label} ("))
