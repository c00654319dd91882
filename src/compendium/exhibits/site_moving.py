"""The moving parts of the site: the definition, the two-by-two table, the curve, and the patients, one part each."""

from __future__ import annotations

from pathlib import Path

from compendium.clinical.responses import choose, read_responses
from compendium.exhibits.site_curve import curve_part
from compendium.exhibits.site_patients import patients_part
from compendium.exhibits.site_turn import turn_part
from compendium.exhibits.site_two_by_two import two_by_two_part
from press.rows import Ledger


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
