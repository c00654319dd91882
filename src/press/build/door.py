"""The process in which a task works: it opens one door of the report, and leaves a Fault's message for the build."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from press.ground.fault import Fault
from press.rows.provenance import Origins


def main(words: Sequence[str]) -> None:
    """Do the job that is written in the first file; a Fault's message goes to the second."""
    job = json.loads(Path(words[0]).read_text(encoding="utf-8"))
    module, function = job["door"].split(":")
    style = {} if job["style"] is None else {"style": job["style"]}
    try:
        work = getattr(importlib.import_module(module), function)
        work(Path(job["root"]), Path(job["out"]), Origins.from_json(job["origins"]), **style)
    except Fault as fault:
        Path(words[1]).write_text(str(fault), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
