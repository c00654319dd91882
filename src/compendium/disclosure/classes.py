"""What kind of number each statistic is (data/definitions/disclosure_classes.csv); what is not there is not shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from press.ground.fault import stop_at
from press.ground.paths import project_root
from press.ground.spreadsheet import inspect_spreadsheet, repeated
from press.rows.row import Row

FILE = Path("data") / "definitions" / "disclosure_classes.csv"
ANY = "*"
PATIENTS, EVENTS, TOTAL, MISSING, OBSERVATIONS = "patients", "events", "total", "missing", "observations"
SHARE, INTERVAL, ASSOCIATION, RATE, EXPOSURE = "share", "interval", "association", "rate", "exposure"
MOMENT, QUANTILE, EXTREME, MODEL, CURVE = "moment", "quantile", "extreme", "model", "curve"
SETTING, TEXT, YEAR = "setting", "text", "year"
UNKNOWN = "unknown"  # in no class: not shown
COUNTS = (PATIENTS, EVENTS, TOTAL, MISSING)
CLASSES = (
    *COUNTS,
    *(OBSERVATIONS, SHARE, INTERVAL, ASSOCIATION, RATE, EXPOSURE, MOMENT, QUANTILE, EXTREME, MODEL, CURVE),
    *(SETTING, TEXT, YEAR),
)
_ENDINGS = ("_course", "_xuln", "_ceiling")
_COLUMNS = ("analysis", "variable", "statistic", "class", "adds_up_to")


def root(variable: str) -> str:
    """Return the variable that another one is made from by a known ending.

    >>> root("ck_xuln"), root("mmt8_course"), root("age")
    ('ck', 'mmt8', 'age')
    """
    for ending in _ENDINGS:
        variable = variable.removesuffix(ending)
    return variable


@dataclass(frozen=True)
class Classes:
    """The classes by analysis, variable and statistic; `*`, or nothing for the analysis, stands for any."""

    of: dict[tuple[str, str, str], str]

    def __getitem__(self, row: Row) -> str:
        """Return the class of a row: the closest entry of its variable, else of its statistic in any; else UNKNOWN.

        >>> from press.rows import Key
        >>> load_classes()[Key("cohort", "age").row("mean", 55.9)], load_classes()[Key("cohort", "age").row("mode", 56)]
        ('moment', 'unknown')
        """
        for variable, statistic in ((row.variable, row.statistic), (row.variable, ANY), (ANY, row.statistic)):
            for analysis in (row.analysis, ""):
                if found := self.of.get((analysis, variable, statistic)):
                    return found
        return UNKNOWN


def load_classes(folder: Path | None = None) -> Classes:
    """Read the classes. Raises SpreadsheetFault with all that is wrong: a class that is none, an entry stated twice."""
    path = (folder or project_root() / FILE.parent) / FILE.name
    lines, faults = inspect_spreadsheet(path, _COLUMNS, file=FILE.as_posix())
    faults += repeated(lines, "analysis", "variable", "statistic")
    faults += [
        line.fault("class", f"one of {', '.join(CLASSES)}", "write it exactly so")
        for line in lines
        if line["class"] not in CLASSES
    ]
    stop_at(faults)
    return Classes({(line["analysis"], line["variable"] or ANY, line["statistic"]): line["class"] for line in lines})
