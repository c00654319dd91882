"""The verb `simulate`: write a simulated registry."""

from __future__ import annotations

import argparse
from pathlib import Path

from press.ground.fault import Fault, on_one_line
from press.study import Verb


def simulate(asked: argparse.Namespace) -> int:
    """Write a simulated registry."""
    from simulated_registry.simulate import write_registry  # pandas: not needed to say what the command line offers

    if asked.seed < 0:
        raise Fault(f"the seed must be 0 or more; it is {asked.seed}")
    out = on_one_line(str(asked.out))
    try:
        write_registry(asked.out, asked.seed)
    except OSError as error:
        raise Fault(f"the simulated registry cannot be written to {out}: {error.strerror}") from error
    print(f"a simulated registry (seed {asked.seed}) is in {out}")
    return 0


VERB = Verb(
    simulate,
    examples=("simulate --seed 7 --out another_registry",),
    arguments={
        "--seed": {"type": int, "required": True, "help": "seed of every random draw"},
        "--out": {"type": Path, "required": True, "help": "the folder to write to"},
    },
)
