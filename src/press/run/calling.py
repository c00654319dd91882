"""Call the function of a step, in a process that has loaded the project's code anew for it, and see what it opens."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from press.ground.fault import Fault
from press.ground.opened import watch
from press.rows.provenance import Provenance
from press.study import entry_point


def call(calls: str, root: Path, out: Path, provenance: str | None, given: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return the line that the step adds to the last screen, a fault that it met, and an error of its own.

    Each is empty where there is none; an error stands in full on stderr.
    """
    watch()
    made = () if provenance is None else (out, Provenance.from_json(provenance))
    try:
        return str(entry_point(calls)(root, *made, **given) or ""), "", ""
    except Fault as fault:
        return "", str(fault), ""
    except Exception as error:
        traceback.print_exc()
        return "", "", f"{type(error).__name__}: {error}".removesuffix(": ")
