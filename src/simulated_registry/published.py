"""The printed figures that the simulated registry is built to meet, as data/published.csv gives them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from compendium.exhibits.printed_rules import Evidence, rounds_to
from press.ground.fault import Fault
from press.ground.paths import project_root
from press.ground.spreadsheet import read_spreadsheet

PUBLISHED = "data/published.csv"


@dataclass(frozen=True)
class Published:
    """The lines of data/published.csv by their id, each from column to text."""

    lines: Mapping[str, Mapping[str, str]]

    def words(self, figure: str) -> str:
        """Return a figure as it was printed. Raises Fault where the file has no such line."""
        return self._cell(figure, "printed")

    def value(self, figure: str) -> float:
        """Return a figure as a number, in the unit of the file. Raises Fault where there is none.

        >>> read_published().value("efficacy.mmt.end.mean") == float(read_published().words("efficacy.mmt.end.mean"))
        True
        """
        cell = self._cell(figure, "value")
        try:
            return float(cell)
        except ValueError:
            raise Fault(f'{PUBLISHED}, {figure}: the value "{cell}" is no number; correct it') from None

    def patients(self, figure: str) -> int:
        """Return the one number of included patients whose percentage rounds to the printed one.

        Raises Fault where no number does, or more than one.

        >>> lines = {"cohort.n": {"printed": "40", "value": "40"}, "share": {"printed": "47.5%", "value": "47.5"}}
        >>> Published(lines).patients("share")
        19
        """
        included, printed = int(self.value("cohort.n")), self.words(figure)
        shares = ((count, 100 * count / included) for count in range(included + 1))
        fitting = [count for count, share in shares if rounds_to(Evidence(printed, math.nan, (share,)))]
        if len(fitting) != 1:
            found = " and ".join(map(str, fitting)) or "none"
            raise Fault(
                f"{PUBLISHED}, {figure}: one number of {included} patients, and only one, must round to {printed}, "
                f"not {found}; correct the figure, or cohort.n"
            )
        return fitting[0]

    def mmt8(self, visit: str) -> tuple[float, float]:
        """Return the printed mean and SD of the muscle test at a visit ("baseline" or "end"), in points."""
        return self.value(f"efficacy.mmt.{visit}.mean"), self.value(f"efficacy.mmt.{visit}.sd")

    def mmt8_words(self, visit: str) -> str:
        """Return the printed mean and SD of the muscle test at a visit as a sentence writes them: mean ± SD."""
        return f"{self.words(f'efficacy.mmt.{visit}.mean')} ± {self.words(f'efficacy.mmt.{visit}.sd')}"

    def _cell(self, figure: str, column: str) -> str:
        line = self.lines.get(figure, {})
        if column not in line:
            raise Fault(f"{PUBLISHED}: the simulated registry needs the {column} of {figure}; put it there")
        return line[column]


def read_published(path: Path | None = None) -> Published:
    """Read the printed figures, by default the project's own. Raises SpreadsheetFault with all that is wrong."""
    lines = read_spreadsheet(path or project_root() / PUBLISHED, ["id", "printed", "value"], ["id"])
    return Published({line["id"]: line for line in lines})
