"""Load the large libraries once, in the server from which kernels are forked, and have each kernel find itself new."""

from __future__ import annotations

import importlib
import multiprocessing
import multiprocessing.process
import os
import random
import sys
import tempfile
import threading
import warnings
from collections.abc import Mapping
from multiprocessing import resource_tracker
from pathlib import Path
from types import ModuleType
from typing import Any

PRELOAD = "PRESS_PRELOAD"  # modules to load, with commas between them
_FILTERS, _PATH = list(warnings.filters), list(sys.path)
_SERVER = multiprocessing.process.current_process()  # that it has no parent is what a kernel takes over
_unfit: list[str] = []
_of_libraries: list[Any] = []  # filters that they set for warnings of their own


def load() -> None:
    """Load what the environment asks for. What cannot be loaded is left to the kernels: they will say why."""
    with warnings.catch_warnings():
        warnings.filters[:] = _FILTERS  # type: ignore[index]
        for module in filter(None, os.environ.get(PRELOAD, "").split(",")):
            try:
                importlib.import_module(module)
            except BaseException as error:  # whatever a library does: one that means to leave, too
                _unfit.append(f"{module} cannot be loaded beforehand ({type(error).__name__}: {error})")
        _of_libraries[:] = [each for each in warnings.filters if each not in _FILTERS and not _for_everybody(each)]


def count_threads() -> None:
    """Find the server unfit where it has more than one: a fork has that alone, and the locks that the others held."""
    if (threads := _threads()) > 1:
        _unfit.append(f"what is loaded beforehand has started {threads - 1} threads")


def _for_everybody(each: Any) -> bool:
    """Whether a filter would change what a notebook's own code is told: of Python's own kind, whatever the message."""
    _, message, category, module, _ = each
    return message is None and module is None and category.__module__ == "builtins"


def unfit() -> str:
    """Return why no kernel may be forked from here; empty where one may."""
    return "; ".join(_unfit)


def _threads() -> int:
    tasks = Path("/proc/self/task")
    return len(list(tasks.iterdir())) if tasks.is_dir() else threading.active_count()


def _own(environment: Mapping[str, str]) -> list[str]:
    return [folder for folder in environment.get("PYTHONPATH", "").split(os.pathsep) if folder]


def forget_own_modules(environment: Mapping[str, str]) -> dict[str, ModuleType]:
    """Have the project's code, and the press's, loaded anew where it is asked for: as it is now, and seen to be.

    Return what was forgotten.
    """
    own = tuple(f"{folder}{os.sep}" for folder in _own(environment))
    found = {
        name: module
        for name, module in sys.modules.items()
        if name.partition(".")[0] == "press" or (getattr(module, "__file__", None) or "").startswith(own)
    }
    for name in found:
        del sys.modules[name]
    importlib.invalidate_caches()
    return found


def _be_no_child() -> None:
    """Have multiprocessing take this process for one that the reader started: a cell may start a pool of its own."""
    state: Any = multiprocessing.process
    state._current_process, state._parent_process, state._children = _SERVER, None, set()
    _SERVER.name = "MainProcess"
    multiprocessing.set_start_method(None, force=True)
    tracker: Any = resource_tracker
    tracker._resource_tracker._fd = None  # the build's


def as_if_started_cold(environment: Mapping[str, str]) -> None:
    """Undo, in a kernel just forked, whatever it would not have found had it been started from nothing."""
    before = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    os.environ.clear()
    os.environ.update(environment)
    sys.path[:] = [*_own(environment), *(folder for folder in _PATH if folder and folder not in before)]
    forget_own_modules(environment)
    tempfile.tempdir = None
    _be_no_child()
    warnings.filters[:] = [*_of_libraries, *_FILTERS]  # type: ignore[index]
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
    if pandas := sys.modules.get("pandas"):
        pandas.set_option("display.max_columns", 20)  # it takes a process without a screen for a narrow terminal
    if matplotlib := sys.modules.get("matplotlib"):  # whose hooks are set when a notebook first draws
        matplotlib.rcParams["backend"] = "module://matplotlib_inline.backend_inline"
