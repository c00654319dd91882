"""The press's command line, as a user calls it: a process for each call, forked from one that has loaded the press.

What a process takes when it starts, and never again, is tried by starting one: whoever gives settings of the shell gets
such a process.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import runpy
import signal
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

SRC = Path(__file__).resolve().parents[2] / "src"
_LOADED = ("press.command.command", "press.build.build", "press.run.runner", "press.command.inquiry")
_SECONDS = 60


def press(folder: Path, *words: str, **around: str) -> subprocess.CompletedProcess[str]:
    """Run `python -P -m press` with these words in this folder; what it says is in the answer, as text."""
    environment = {name: value for name, value in os.environ.items() if name != "PRESS_ROOT"}
    environment |= {"PYTHONPATH": str(SRC)} | around
    if around:
        command = [sys.executable, "-P", "-m", "press", *words]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=_SECONDS)
    with tempfile.TemporaryDirectory() as said:
        asked = {"folder": str(folder), "words": words, "environment": environment, "said": said}
        code = _loaded().ask(asked)
        out, err = (Path(said, name).read_text(encoding="utf-8") for name in ("1", "2"))
    assert code != -signal.SIGALRM, f"press {' '.join(words)} took more than {_SECONDS} s\n{out}{err}"
    return subprocess.CompletedProcess(words, code, out, err)


class _Loaded:
    """A process that has loaded the press, and forks."""

    def __init__(self) -> None:
        kept = {name: value for name, value in os.environ.items() if name != "PRESS_ROOT"}
        self._process = subprocess.Popen(
            [sys.executable, "-P", __file__],
            env=kept | {"PYTHONPATH": str(SRC)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, asked: dict[str, object]) -> int:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{json.dumps(asked)}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def end(self) -> None:
        """Close its input, at which it ends."""
        self._process.communicate()


@cache
def _loaded() -> _Loaded:
    loaded = _Loaded()
    atexit.register(loaded.end)
    return loaded


def _serve() -> None:
    for name in _LOADED:
        importlib.import_module(name)
    while line := sys.stdin.readline():
        child = os.fork()
        if not child:
            _become(json.loads(line))
            return
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _become(asked: dict[str, object]) -> None:
    """Be what `python -P -m press` is in that folder."""
    signal.alarm(_SECONDS)
    os.chdir(str(asked["folder"]))
    os.environ.clear()
    os.environ.update(asked["environment"])  # type: ignore[call-overload]
    for stream, opened in enumerate((os.devnull, f"{asked['said']}/1", f"{asked['said']}/2")):
        number = os.open(opened, os.O_RDWR | os.O_CREAT)
        os.dup2(number, stream)
        os.close(number)
    sys.argv[1:] = asked["words"]  # type: ignore[assignment]
    runpy.run_module("press", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _serve()
