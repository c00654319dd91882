"""What a step may touch: each file of the project that it opens is noted, and none but in its own folder is written."""

from __future__ import annotations

import _posixsubprocess
import os
import sys
from collections.abc import Callable
from importlib.util import source_from_cache
from pathlib import Path
from typing import Any

NOTES = ".opened"  # in the folder that a step writes to: one path a line
PROGRAM, PYTHON = "*program", "*python"  # what other processes open is not seen: it may be anything
_STARTS = {"subprocess.Popen", "os.posix_spawn", "os.spawn", "os.exec"}
_FORKS = {"os.fork", "os.forkpty", "os.system", "pty.spawn"}
_CHANGES = {"os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# What libraries keep for themselves.
_OUR_OWN = (".build/ipython", ".build/matplotlib", ".build/staging", ".build/tmp", ".venv")


class _Watch:
    """Notes what this process opens in some folders, and refuses a write elsewhere than to `out`."""

    def __init__(self, root: str, out: str, folders: tuple[str, ...]) -> None:
        self.root, self.folders = root, folders
        self._free = (out, *(f"{root}{name}{os.sep}" for name in _OUR_OWN))
        self._met: set[str] = set()
        Path(out).mkdir(parents=True, exist_ok=True)
        self._notes = os.open(f"{out}{NOTES}", os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            if isinstance(path, (str, bytes, os.PathLike)):
                writes = any(sign in mode for sign in "wxa+") if mode else bool((flags or 0) & _WRITING)
                self._opened(os.fsdecode(path), writes)
        elif event in _CHANGES:
            for path in arguments[:2]:
                if isinstance(path, (str, bytes, os.PathLike)):
                    self._refuse_elsewhere(os.fsdecode(path))
        elif event in _STARTS:
            self.note(PYTHON if _runs_python(arguments) else PROGRAM)
        elif event in _FORKS:
            self.note(PYTHON)

    def _opened(self, path: str, writes: bool) -> None:
        if writes:
            self._refuse_elsewhere(path)
            return
        whole = os.path.abspath(path)  # noqa: PTH100 - as it was named: Path.resolve() would follow links
        if whole.startswith(self.folders):
            self.note(source_from_cache(whole) if whole.endswith(".pyc") and "__pycache__" in whole else whole)

    def _refuse_elsewhere(self, path: str) -> None:
        whole = os.path.realpath(path)
        if whole.startswith(self.root) and not f"{whole}{os.sep}".startswith(self._free):
            name = whole.removeprefix(self.root)
            if "__pycache__" not in name:  # bytecode, beside its module
                raise PermissionError(
                    f"{name} may not be written: a step writes to the folder that PRESS_OUT names alone"
                )

    def note(self, name: str) -> None:
        if name not in self._met:
            self._met.add(name)
            os.write(self._notes, f"{name}\n".encode(errors="surrogateescape"))


def watch() -> None:
    """Note from now on what this process opens, if it is one of a build; what it has loaded before is noted as well."""
    if not os.environ.get("PRESS_WATCH"):
        return
    root, out = (f"{os.path.realpath(os.environ[name])}{os.sep}" for name in ("PRESS_ROOT", "PRESS_OUT"))
    sources = [f"{folder}{os.sep}" for folder in os.environ.get("PYTHONPATH", "").split(os.pathsep) if folder]
    seen = _Watch(root, out, tuple(dict.fromkeys([root, f"{os.environ['PRESS_ROOT']}{os.sep}", *sources])))
    for module in list(sys.modules.values()):
        if (getattr(module, "__file__", None) or "").startswith(tuple(sources)):
            seen.note(str(module.__file__))
    sys.addaudithook(seen)
    _posixsubprocess.fork_exec = _noting(seen, _posixsubprocess.fork_exec)  # which tells no hook of itself


def _noting(seen: _Watch, start: Callable[..., int]) -> Callable[..., int]:
    def noted(*arguments: Any) -> int:
        seen.note(PYTHON)
        return start(*arguments)

    return noted


def _runs_python(arguments: tuple[Any, ...]) -> bool:
    """Whether a program that is started may in turn load the project's modules: Python, or a shell."""
    name = Path(os.fsdecode(arguments[0] or "python")).name
    return name.startswith("python") or name.endswith("sh") or name == "env"
