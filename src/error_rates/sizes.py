"""The sizes of the simulated cohorts: as the abstract prints them where it does, else chosen near this study's."""

from __future__ import annotations

from functools import cache

from press.ground.fault import Fault
from press.ground.paths import project_root
from press.ground.spreadsheet import Line, read_spreadsheet

SIZES = "data/error_rates/sizes.csv"
PUBLISHED = "data/published.csv"


class Sizes(dict[str, float]):
    """The sizes by name, in the unit of the file.

    >>> round(Sizes(rare_share=2.0).share("rare_share"), 3), Sizes(patients=40.0).count("patients")
    (0.02, 40)
    """

    def __missing__(self, name: str) -> float:
        raise Fault(f"{SIZES}: the simulation needs the size {name}; put it there")

    def share(self, name: str) -> float:
        """Return a percentage as a share of one."""
        return self[name] / 100

    def count(self, name: str) -> int:
        """Return a number of patients or events."""
        return int(self[name])


@cache
def read_sizes() -> Sizes:
    """Read the sizes of a project, by default this one. A size that the abstract prints is read from its line there.

    >>> read_sizes().count("responders") < read_sizes().count("patients")
    True
    """
    folder = project_root()
    printed = {line["id"]: line for line in read_spreadsheet(folder / PUBLISHED, ["id", "value"], ["id"])}
    lines = read_spreadsheet(folder / SIZES, ["id", "value", "published"], ["id"])
    return Sizes({line["id"]: _value(line, printed) for line in lines})


def _value(line: Line, printed: dict[str, Line]) -> float:
    name = line["published"]
    if name and name not in printed:
        raise Fault(f"{SIZES}, {line['id']}: {PUBLISHED} has no line {name}; correct the name")
    found = (printed[name] if name else line).number("value")
    if found != found:
        raise Fault(f"{SIZES}, {line['id']}: the value is no number; correct it")
    return found
