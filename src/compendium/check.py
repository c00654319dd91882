"""What is looked at before anything is run: the definitions and the registry; by itself, the verb `check`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from press.ground.fault import Fault, FaultRecord, on_one_line
from press.ground.paths import run_name
from press.study import Verb

if TYPE_CHECKING:
    from compendium.clinical.eligibility import Screening
    from compendium.registry.table import Flag

_NEEDS_A_NAME = (
    "is not the simulated registry, and what is made of it would take the place of the study's own results: give it a "
    "folder of its own, `make all REGISTRY=... NAME=mycentre`, and all is made in runs/mycentre"
)

_CRITERIA = "data/definitions/eligibility.csv"
_NOBODY = f"There is nobody to study: record what they lack, or write into {_CRITERIA} whom your study includes."


def before_build(root: Path, parameters: Mapping[str, str | int]) -> None:
    """Read the definitions and the registry of a build. Raises Fault with everything that is wrong with either."""
    from compendium.clinical.definition_check import check_definitions  # pandas: not needed to say that all is current
    from compendium.clinical.eligibility import screen
    from compendium.clinical.responses import choose
    from compendium.mapping.intake import open_registry_at

    check_definitions(root / "data" / "definitions")
    if "response" in parameters:
        choose(str(parameters["response"]))
    if "registry" in parameters:
        registry = open_registry_at(root / str(parameters["registry"]))
        if not (registry.simulated or run_name()):
            raise Fault(f"{on_one_line(str(parameters['registry']))} {_NEEDS_A_NAME}")
        screening = screen(registry)
        if not screening.included:
            lost = "; ".join(_eligible(screening))
            raise Fault(f"{on_one_line(str(parameters['registry']))}: {lost}. {_NOBODY}")


def _eligible(screening: Screening) -> Iterator[str]:
    """Yield how many patients meet all criteria, then how many each criterion takes away."""
    yield f"{len(screening.included)} of {screening.screened} patients meet {_CRITERIA}"
    for step in screening.steps:
        if step.excluded:
            yield f"{step.excluded} out: {step.criterion.exclusion} ({step.criterion.variable})"


def check(asked: argparse.Namespace) -> int:
    """Tell all that is wrong with a registry, grouped by what to do, or that nothing is."""
    from compendium.clinical.eligibility import screen  # pandas: not needed to say what the command line offers
    from compendium.mapping.intake import open_registry_at
    from compendium.mapping.notes_told import lines_of_notes
    from compendium.registry.fault import RegistryFault
    from compendium.registry.grouping import counted, lines_of
    from compendium.registry.told import as_records
    from compendium.sources.address import is_address

    source: Path | str = asked.source if is_address(asked.source) else Path(asked.source)
    if isinstance(source, Path) and not os.path.lexists(source):
        raise Fault(f"there is no registry in {on_one_line(asked.source)}: no file or folder is called so")
    _nothing_lost(asked)
    try:
        registry = open_registry_at(source, date.today())
    except RegistryFault as fault:
        _write(asked, fault.records, [])
        raise
    flags = list(registry.flags.itertuples(index=False, name=None))
    _write(asked, [], flags)
    records = as_records(flags)
    kept, notes = ([record for record in records if bool(record.row) == of_rows] for of_rows in (True, False))
    print(f"no faults, {counted(len(kept), 'flag')}{' (look each up; the values are kept)' if kept else ''}")
    for line in lines_of(kept, kept=True):
        print(f"  {line}")
    if notes:
        print("how it was read, and what was not")
    for line in lines_of_notes(notes):
        print(f"  {line}")
    included, *lost = _eligible(screening := screen(registry))
    print(on_one_line(included))
    for line in lost:
        print(on_one_line(f"  {line}"))
    if not screening.included:
        print(_NOBODY)
    return 0


def _nothing_lost(asked: argparse.Namespace) -> None:
    """Raise Fault, before anything is read, where what is to be written would take the place of a centre's own file."""
    from compendium.mapping.rests_on import lie_in
    from compendium.registry.told import HEADER
    from compendium.sources.kept_safe import refuse_to_overwrite

    handed = lie_in(asked.source)
    for target, listing in ((asked.csv, HEADER), (asked.workbook, "")):
        if target is not None:
            refuse_to_overwrite(target, handed, listing)
    if asked.csv is not None and asked.workbook is not None and asked.csv.resolve() == asked.workbook.resolve():
        raise Fault(f"{on_one_line(str(asked.csv))} cannot be both the table and the workbook: name two files")


def _write(asked: argparse.Namespace, faults: Sequence[FaultRecord], flags: Sequence[Flag]) -> None:
    """Write all that was found as a CSV file and into a copy of the workbook, where they are asked for.

    Raises Fault where one cannot be written.
    """
    from compendium.mapping.intake import data_of
    from compendium.registry.told import as_records, told
    from compendium.sources.annotated import annotate_workbook

    try:
        if asked.csv is not None:
            asked.csv.write_text(told(faults, flags), encoding="utf-8", newline="")
        if asked.workbook is not None:
            annotate_workbook(data_of(asked.source), [*faults, *as_records(flags)], asked.workbook)
    except OSError as error:
        where = on_one_line(str(error.filename or asked.workbook or asked.csv))
        raise Fault(f"{where} cannot be written: {error.strerror}; name another file") from error


VERB = Verb(
    check,
    examples=(
        "check data/registry",
        "check registro.xlsx --workbook look_here.xlsx",
        "check mycentre.yaml --csv faults.csv",
    ),
    arguments={
        "source": {"help": "a registry: its folder, filled-in template or mapping, or the address of a database"},
        "--workbook": {
            "type": Path,
            "metavar": "FILE",
            "help": "write a copy of the workbook, too, in which what was found is coloured and explained",
        },
        "--csv": {"type": Path, "metavar": "FILE", "help": "write all that was found as a table, too"},
    },
)
