"""What a step may touch: each file it opens is noted, but the system's; none but in its own folder is written."""

from __future__ import annotations

import _posixsubprocess
import fcntl
import os
import sys
from collections.abc import Callable
from functools import cache
from importlib.util import source_from_cache
from pathlib import Path
from typing import Any

NOTES = ".opened"  # in the folder that a step writes to: one path a line
PROGRAM, PYTHON = "*program", "*python"  # what other processes open is not seen: it may be anything
_STARTS = {"subprocess.Popen", "os.posix_spawn", "os.spawn", "os.exec"}
_FORKS = {"os.fork", "os.forkpty", "os.system", "pty.spawn"}
# Of what a change tells: where a path stands, and where the number of the open folder from which that is meant, or -1.
_CHANGES = {
    "os.remove": [(0, 1)],
    "os.rmdir": [(0, 1)],
    "os.mkdir": [(0, 2)],
    "os.symlink": [(1, 2)],
    "os.rename": [(0, 2), (1, 3)],
    "os.link": [(0, 2), (1, 3)],
    "os.chmod": [(0, 2)],
    "os.truncate": [(0, 0)],
}
_FOLLOWS = ("os.chmod", "os.truncate", "os.link")  # what befalls the file that a link leads to, and not the link
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Where the system, Python and its packages keep what they need; beside them hidden folders in the reader's own.
_SYSTEM = ("bin", "dev", "etc", "gnu", "lib", "lib64", "nix", "opt", "proc", "run", "sys", "usr", "var")
_MACOS = ("Library", "System", "private/etc", "private/var")
# What libraries keep for themselves.
_OUR_OWN = (".build/ipython", ".build/matplotlib", ".build/staging", ".build/tmp", ".venv")


class _Watch:
    """Notes what this process opens, and refuses a write to the project elsewhere than to `out`."""

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
            for path, folder in ((arguments[at], arguments[beside]) for at, beside in _CHANGES[event]):
                if isinstance(path, (str, bytes, os.PathLike)):
                    named = Path(_open_folder(folder), os.fsdecode(path))
                    follows = event in _FOLLOWS
                    self._refuse_elsewhere(named.resolve() if follows else named.parent.resolve() / named.name)
        elif event in _STARTS:
            self.note(PYTHON if _runs_python(arguments) else PROGRAM)
        elif event in _FORKS:
            self.note(PYTHON)

    def _opened(self, path: str, writes: bool) -> None:
        if writes:
            self._refuse_elsewhere(Path(path).resolve())
            return
        whole = os.path.abspath(path)  # noqa: PTH100 - as it was named: Path.resolve() would follow links
        if whole.startswith(self.folders) or not (whole.startswith(_not_looked_at()) or _of_a_linked_package(whole)):
            self.note(source_from_cache(whole) if whole.endswith(".pyc") and "__pycache__" in whole else whole)

    def _refuse_elsewhere(self, place: Path) -> None:
        whole = f"{place}{os.sep}"
        if whole.startswith(self.root) and not whole.startswith(self._free):
            name = whole.removeprefix(self.root).rstrip(os.sep) or "the project's folder"
            if "__pycache__" not in name:  # bytecode, beside its module
                raise PermissionError(
                    f"{name} may not be written: a step writes to the folder that PRESS_OUT names alone"
                )

    def note(self, name: str) -> None:
        if name not in self._met:
            self._met.add(name)
            os.write(self._notes, f"{name}\n".encode(errors="surrogateescape"))


@cache
def _not_looked_at() -> tuple[str, ...]:
    own = (sys.prefix, sys.base_prefix, *(folder for folder in sys.path if Path(folder).is_absolute()))
    folders = (*(f"/{name}" for name in (*_SYSTEM, *_MACOS)), *own, *map(os.path.realpath, own))
    return (*(f"{folder}{os.sep}" for folder in folders), f"{Path.home()}{os.sep}.")


def _of_a_linked_package(path: str) -> bool:
    """Whether it lies where a package leads that was installed by links, as uv does it, and that asks where it lies."""
    packages = [module for name, module in list(sys.modules.items()) if "." not in name]
    files = [name for each in packages if (name := getattr(each, "__file__", None)) and "__init__." in name]
    installed = [name for name in files if name.startswith(_not_looked_at())]
    return path.startswith(tuple(f"{Path(name).resolve().parent}{os.sep}" for name in installed))


def _open_folder(number: object) -> str:
    """Return the folder that a process has open under this number; for any other, as it were, the working folder."""
    if not isinstance(number, int) or number < 0:
        return ""
    if sys.platform == "darwin":
        return os.fsdecode(fcntl.fcntl(number, fcntl.F_GETPATH, bytes(1024)).rstrip(b"\0"))
    return str(Path(f"/proc/self/fd/{number}").readlink())


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
