"""The press's command line, as a user calls it.

What a process takes when it starts, and never again, is tried by starting one: whoever gives settings of the shell gets
a process. Elsewhere the command's own function is called, which keeps the server of kernels from one call to the next.
"""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from press.command.command import main

SRC = Path(__file__).resolve().parents[2] / "src"
_SECONDS = 60


def press(folder: Path, *words: str, **around: str) -> subprocess.CompletedProcess[str]:
    """Run the press with these words in this folder; what it says is in the answer. An error of its own is raised."""
    if around:
        kept = {name: value for name, value in os.environ.items() if name != "PRESS_ROOT"}
        command = [sys.executable, "-P", "-m", "press", *words]
        environment = kept | {"PYTHONPATH": str(SRC)} | around
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=_SECONDS)
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        forget_study(patch)
        patch.delenv("PRESS_ROOT", raising=False)
        patch.chdir(folder)
        try:
            code = main(words)
        except SystemExit as left:  # what is asked is not understood
            code = int(left.code or 0)
    return subprocess.CompletedProcess(words, code, out.getvalue(), err.getvalue())


def forget_study(patch: pytest.MonkeyPatch) -> None:
    """Have the stand-in study loaded as it is now."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "standin"]:
        patch.delitem(sys.modules, name)
