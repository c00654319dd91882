"""What is looked at before anything is run: the definitions and the registry; by itself, the verb `check`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from pathlib import Path

from press.ground.fault import Fault, on_one_line
from press.ground.paths import run_name
from press.study import Verb

_NEEDS_A_NAME = (
    "is not the simulated registry, and what is made of it would take the place of the study's own results: give it a "
    "folder of its own, `make all REGISTRY=... NAME=mycentre`, and all is made in runs/mycentre"
)


def before_build(root: Path, parameters: Mapping[str, str | int]) -> None:
    """Read the definitions and the registry of a build. Raises Fault with everything that is wrong with either."""
    from compendium.clinical.definition_check import check_definitions  # pandas: not needed to say that all is current
    from compendium.clinical.responses import choose
    from compendium.mapping.intake import open_registry_at

    check_definitions(root / "data" / "definitions")
    if "response" in parameters:
        choose(str(parameters["response"]))
    if "registry" in parameters:
        registry = open_registry_at(root / str(parameters["registry"]))
        if not (registry.simulated or run_name()):
            raise Fault(f"{on_one_line(str(parameters['registry']))} {_NEEDS_A_NAME}")


def check(asked: argparse.Namespace) -> int:
    """Read a registry and tell every fault, or that there is none."""
    from compendium.registry.reading import read_registry  # pandas: not needed to say what the command line offers

    if not os.path.lexists(asked.folder):
        raise Fault(f"there is no registry in {on_one_line(str(asked.folder))}: the folder does not exist")
    flags = read_registry(asked.folder).flags
    kept = " (implausible but possible values; they are kept)" if len(flags) else ""
    print(f"no faults, {len(flags)} flags{kept}")
    for flag in flags.itertuples(index=False):
        print(on_one_line(f"  {flag.file}, row {flag.row}, {flag.column}: {flag.value} - {flag.rule}"))
    return 0


VERB = Verb(
    check,
    examples=("check data/registry",),
    arguments={"folder": {"type": Path, "help": "a registry: one folder for each centre"}},
)
