"""A file read in a process of its own: what a damaged one does to a library's memory stays there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

_LONGEST = 600  # seconds: a table of 200 MB takes less than one of them in ten


def read_apart(module: str, path: Path, *options: str) -> Any:
    """Return what `python -m module path options` writes as JSON; None where it fails, or dies.

    >>> read_apart("json.tool", Path("/dev/null")) is None
    True
    """
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", module, str(path), *options]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=_LONGEST, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return None
    return json.loads(done.stdout)
