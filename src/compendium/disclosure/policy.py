"""How small a count may be published, and what else is not: data/definitions/disclosure.csv, a column a policy."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from press.ground.fault import FaultRecord, SpreadsheetFault, stop_at
from press.ground.paths import project_root
from press.ground.spreadsheet import Line, inspect_spreadsheet

FILE = Path("data") / "definitions" / "disclosure.csv"
POLICIES = ("publish-5", "strict-10")
_YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True)
class Policy:
    """The numbers of one policy; the column `meaning` of the spreadsheet says what each is.

    fewest: the smallest count of patients that is printed. width: how wide the interval of a smaller one must be for
    somebody who sees all that is published. hide_zeros: whether none is hidden as well. fewest_at_centre: a centre with
    fewer patients joins the others. mean_from, quartiles_from: patients behind a mean, and behind a median or quartile.
    nested: by how many patients two sets of one variable must differ. events_per_level: of a factor in a model, and
    as many others. residual_df: of a model. at_risk: where a curve ends. events_per_step: of a curve. digits: the most
    significant digits of what is no count.
    """

    name: str
    fewest: int
    width: int
    hide_zeros: bool
    fewest_at_centre: int
    mean_from: int
    quartiles_from: int
    nested: int
    events_per_level: int
    residual_df: int
    at_risk: int
    events_per_step: int
    digits: int

    @property
    def mark(self) -> str:
        """What stands in the place of a small count: "<5"."""
        return f"<{self.fewest}"

    @property
    def least(self) -> int:
        """The least that a hidden count can be for a reader: zeros are printed, or hidden too."""
        return 0 if self.hide_zeros else 1

    def small(self, count: float) -> bool:
        """Whether a count of patients is too small to be printed.

        >>> [load_policy("publish-5").small(count) for count in (0, 1, 4, 5)]
        [False, True, True, False]
        """
        return self.least <= count < self.fewest


def load_policy(name: str, folder: Path | None = None) -> Policy:
    """Return a policy by its name, the heading of its column. Raises SpreadsheetFault with all that is wrong.

    >>> load_policy("publish-5").mark, load_policy("strict-10").hide_zeros
    ('<5', True)
    """
    path = (folder or project_root() / FILE.parent) / FILE.name
    lines, faults = inspect_spreadsheet(path, ("rule", *POLICIES, "meaning", "source"), ("rule",), file=FILE.as_posix())
    if name not in POLICIES:
        action = f"choose {' or '.join(POLICIES)}"
        raise SpreadsheetFault([FaultRecord(FILE.as_posix(), 1, "", name, "a policy is a column of this file", action)])
    wanted = [each.name for each in fields(Policy) if each.name != "name"]
    faults += [fault for line in lines for fault in _faults(line, name, wanted)]
    there = {line["rule"] for line in lines}
    faults += [
        FaultRecord(FILE.as_posix(), 0, "rule", "", f"a row for the rule {rule}", "put it back")
        for rule in wanted
        if rule not in there
    ]
    stop_at(faults)
    said = {line["rule"]: line[name] for line in lines}
    zeros = _YES_NO[said.pop("hide_zeros")]
    return Policy(name, hide_zeros=zeros, **{rule: int(number) for rule, number in said.items()})


def _faults(line: Line, name: str, wanted: list[str]) -> list[FaultRecord]:
    if line["rule"] not in wanted:
        return [line.fault("rule", f"one of {', '.join(wanted)}", "write it exactly so, or remove the row")]
    if line["rule"] == "hide_zeros":
        return [] if line[name] in _YES_NO else [line.fault(name, "yes or no", "write one of the two")]
    if not line[name].isdecimal() or int(line[name]) < 1:
        return [line.fault(name, "a whole number of at least 1", "write digits only")]
    return []
