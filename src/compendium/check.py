"""What is looked at before anything is run: the definitions and the registry; by itself, the verb `check`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from press.ground.fault import Fault, FaultRecord, on_one_line
from press.study import Verb

if TYPE_CHECKING:
    from compendium.registry.table import Flag


def before_build(root: Path, parameters: Mapping[str, str | int]) -> None:
    """Read the definitions and the registry of a build. Raises Fault with everything that is wrong with either."""
    from compendium.clinical.definition_check import check_definitions  # pandas: not needed to say that all is current
    from compendium.clinical.responses import choose
    from compendium.registry.reading import read_registry

    check_definitions(root / "data" / "definitions")
    if "response" in parameters:
        choose(str(parameters["response"]))
    if "registry" in parameters:
        read_registry(root / str(parameters["registry"]))


def check(asked: argparse.Namespace) -> int:
    """Tell all that is wrong with a registry, grouped by what to do, or that nothing is."""
    # pandas: not needed to say what the command line offers
    from compendium.registry.fault import RegistryFault
    from compendium.registry.grouping import counted, lines_of
    from compendium.registry.reading import read_registry
    from compendium.registry.told import as_records

    if not os.path.lexists(asked.folder):
        raise Fault(f"there is no registry in {on_one_line(str(asked.folder))}: the folder does not exist")
    try:
        found = read_registry(asked.folder).flags
    except RegistryFault as fault:
        _write(asked.csv, fault.records, [])
        raise
    flags = list(found.itertuples(index=False, name=None))
    _write(asked.csv, [], flags)
    kept = " (implausible but possible values; they are kept)" if flags else ""
    print(f"no faults, {counted(len(flags), 'flag')}{kept}")
    for line in lines_of(as_records(flags), kept=True):
        print(f"  {line}")
    return 0


def _write(path: Path | None, faults: Sequence[FaultRecord], flags: Sequence[Flag]) -> None:
    """Write all that was found as a CSV file, if one is asked for. Raises Fault where it cannot be written."""
    from compendium.registry.told import told

    if path is None:
        return
    try:
        path.write_text(told(faults, flags), encoding="utf-8", newline="")
    except OSError as error:
        raise Fault(f"{on_one_line(str(path))} cannot be written: {error.strerror}; name another file") from error


VERB = Verb(
    check,
    examples=("check data/registry", "check data/registry --csv faults.csv"),
    arguments={
        "folder": {"type": Path, "help": "a registry: one folder for each centre"},
        "--csv": {"type": Path, "metavar": "FILE", "help": "write all that was found as a table, too"},
    },
)
