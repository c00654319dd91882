"""The surroundings in which every step is done, the same for the build, the tests and JupyterLab."""

from __future__ import annotations

import os
import platform
import re
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import press
from press.ground.dates import SOURCE_DATE
from press.project import Project, file_sha256, write_json, write_whole
from press.run.preload import PRELOAD
from press.run.server import FORKS_KERNELS

KERNEL_NAME = "python3"
_PROVISIONERS, FORKED = "jupyter_client.kernel_provisioners", "press-forked"  # as pyproject.toml declares it
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
_OF_A_KERNEL = ("ipykernel.kernelapp", "ipykernel.debugger")  # what every kernel loads when it starts
_NO_PART = ("pip", "setuptools", "uv", "wheel")  # what installs packages
# Settings of the reader's own that would change a figure, a kernel or an import; and every one that Python takes.
_FOREIGN = ("MPLBACKEND", "MATPLOTLIBRC", "JUPYTER_PATH", "JUPYTER_PLATFORM_DIRS", "IPYTHONDIR")
_FOREIGN_KINDS = ("PYTHON", "PRESS_", "GIVEN_", "OPENBLAS_", "OMP_", "MKL_", "KMP_", "VECLIB_", "BLIS_", "NUMEXPR_")
_AT_START = """\
from press.ground import opened as _opened

_opened.watch()
del _opened
"""


def kernel_environment(project: Project, out: Path, inherited: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a kernel that writes to `out`, and make sure its kernel specification is there.

    One thread and one kind of processor for linear algebra, so that sums come out alike; one hash seed, so that sets
    have one order; one date; this project's source and interpreter; none of the reader's own Jupyter settings.
    """
    outer = dict(os.environ if inherited is None else inherited)
    kept = {
        name: value for name, value in outer.items() if name not in _FOREIGN and not name.startswith(_FOREIGN_KINDS)
    }
    sources = dict.fromkeys([str(project.root / "src"), str(Path(press.__file__).resolve().parents[1])])
    own = {
        "PRESS_ROOT": str(project.root),
        "PRESS_OUT": str(out),
        "PYTHONPATH": os.pathsep.join(sources),  # the press that runs the build, wherever it lies
        "IPYTHONDIR": str(project.build / "ipython"),
        "JUPYTER_PATH": str(_kernel_specification(project)),
        "MPLCONFIGDIR": str(project.build / "matplotlib"),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # else the debugger in every kernel writes a warning to the terminal
        "PYTHONSAFEPATH": "1",  # no module is taken from the folder in which one happens to be
        PRELOAD: ",".join([*_OF_A_KERNEL, *project.study.preload] if FORKS_KERNELS else []),
    }
    write_whole(project.build / "ipython" / "profile_default" / "startup" / "00-press.py", _AT_START)
    return kept | own | fixed_settings()


def fixed_settings() -> dict[str, str]:
    """Return the settings that hold for every run and on which a figure may rest."""
    fixed = {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "SOURCE_DATE_EPOCH": SOURCE_DATE, **dict.fromkeys(_THREADS, "1")}
    if platform.machine() in ("x86_64", "AMD64"):
        fixed["OPENBLAS_CORETYPE"] = "Haswell"  # what every such processor of the last ten years can do
    return fixed


def _kernel_specification(project: Project) -> Path:
    """Write the kernel that is this interpreter, and return the folder in which Jupyter must look first."""
    jupyter = project.build / "jupyter"
    # Without --log-level=ERROR ipykernel warns at every start that it talks to this machine itself unencrypted.
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--log-level=ERROR"]
    target = jupyter / "kernels" / KERNEL_NAME / "kernel.json"
    specification: dict[str, Any] = {"argv": argv, "display_name": "Python 3", "language": "python"}
    if FORKS_KERNELS and _can_be_forked():
        specification["metadata"] = {"kernel_provisioner": {"provisioner_name": FORKED}}
    write_json(target, specification)
    return jupyter


@cache
def _can_be_forked() -> bool:
    """Whether Jupyter will find how the press starts a kernel. To ask is to read what every package says of itself."""
    return bool(metadata.entry_points(group=_PROVISIONERS, name=FORKED))


def versions(project: Project) -> dict[str, Any]:
    """Return what the results rest on besides the project's own files: Python, every package, the lock, settings."""
    packages = _installed()
    for name in (*_NO_PART, _own(project)):
        packages.pop(name, None)
    return {
        "python": platform.python_version(),
        "packages": dict(sorted(packages.items())),
        "requirements.lock": file_sha256(project.path("requirements.lock")),
        "settings": fixed_settings(),
    }


def _installed() -> dict[str, str]:
    """Name and version of every package, as the folder says that it was installed with.

    To ask importlib.metadata for them is to read what every package says of itself: half a second at each build.
    """
    packages: dict[str, str] = {}
    for folder in sys.path:
        for installed in Path(folder).glob("*.dist-info"):
            name, _, version = installed.stem.rpartition("-")
            packages.setdefault(_normal(name), version)  # the first on the path is the one that is loaded
    return packages


def _normal(name: str) -> str:
    """One spelling of a package's name, as PyPA's specification has it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _own(project: Project) -> str:
    """The name under which the project itself may be installed: its code is recorded file by file."""
    said = tomllib.loads(project.path("pyproject.toml").read_text(encoding="utf-8"))
    return _normal(str(said.get("project", {}).get("name", "")))
