"""Rule: what a reader gives to make is data, whatever its characters, and reaches the program as it was given.

make is run as a reader runs it, in a folder whose environment is a Python that writes down with what it was called.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

RECORDS = """#!/bin/sh
PATH=$PATH:/usr/bin:/bin
[ "$1" != -c ] || exit 0
{ printf '%s\\0' "$@"; printf '\\0'; } >> calls
env -0 > environment
"""
INPUTS = ("requirements.lock", "pyproject.toml")

# What a value may hold. Blanks before it are taken away by make itself.
VALUES = [
    "a$b",
    "$$",
    "$(shell touch hurt)",
    "${HOME}",
    "$(error hurt)",
    "`touch hurt`",
    "$(touch hurt)",
    "x'; touch hurt; '",
    'x"; touch hurt; "',
    "x; touch hurt",
    "x\ntouch hurt",
    "x & touch hurt #",
    "> hurt",
    "a b",
    "a  b ",
    "#a",
    "a\\#b\\",
    "--help",
    "-x",
    "~",
    "*",
    "%",
    "a=b,c:d!e",
    "'",
    '"',
    "ü",
    "日本",
]
OPTIONS = {name: name.lower() for name in ("REGISTRY", "RESPONSE", "SEED", "REPLICATES", "STYLE")}


def _without_uv(places: str) -> str:
    """The folders in which programs are sought, but for those with a uv, which looks closer at an environment."""
    return os.pathsep.join(each for each in places.split(os.pathsep) if not (Path(each) / "uv").exists())


class Folder:
    """A folder with the Makefile and such an environment; `make` returns the calls of its Python."""

    def __init__(self, path: Path, makefile: Path) -> None:
        self.path = path
        (path / ".venv" / "bin").mkdir(parents=True)
        shutil.copy(makefile, path)
        for name in INPUTS:
            (path / name).write_text(f"{name}\n", encoding="utf-8")
        python = path / ".venv" / "bin" / "python"
        python.write_text(RECORDS, encoding="utf-8")
        python.chmod(0o755)
        sums = subprocess.run(["cksum", *INPUTS], cwd=path, capture_output=True, text=True, check=True).stdout
        (path / ".venv" / "made_from").write_text(f"{' '.join(sums.split())} {path}\n", encoding="utf-8")

    def make(self, *words: str, code: int = 0, **shell: str) -> list[list[str]]:
        """Run make; `said` is what it said, `environment` what its last Python found there."""
        (self.path / "calls").unlink(missing_ok=True)
        around = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
        around["PATH"] = _without_uv(around["PATH"])
        done = subprocess.run(["make", *words], cwd=self.path, env=around | shell, capture_output=True, text=True)
        self.said = done.stdout + done.stderr
        assert done.returncode == code, self.said
        calls = (self.path / "calls").read_text(encoding="utf-8") if (self.path / "calls").exists() else ""
        return [call.split("\0") for call in calls.split("\0\0")[:-1]]

    @property
    def environment(self) -> dict[str, str]:
        lines = (self.path / "environment").read_text(encoding="utf-8").split("\0")
        return dict(line.partition("=")[::2] for line in lines if line)


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Folder:
    return Folder(tmp_path, root / "Makefile")


def press(verb: str, *options: str) -> list[str]:
    return ["-P", "-m", "press", verb, *options]


@pytest.mark.parametrize("value", VALUES)
def test_a_value_is_data(folder: Folder, value: str) -> None:
    given = [f"{name}={value}" for name in OPTIONS]
    options = [f"--{option}={value}" for option in OPTIONS.values()]
    assert folder.make("all", *given) == [press("all", *options)]
    assert folder.make("simulate", f"SEED={value}", f"OUT={value}") == [
        press("simulate", f"--seed={value}", f"--out={value}")
    ]
    names = ("COHORTS", "WORKERS", "DASK")
    options = [f"--{name.lower()}={value}" for name in names]
    assert folder.make("simulate-study", *[f"{name}={value}" for name in names]) == [press("simulate-study", *options)]
    names = ("PERMUTATIONS", "WORKERS", "DASK")
    options = [f"--{name.lower()}={value}" for name in names]
    assert folder.make("extra", *[f"{name}={value}" for name in names]) == [press("extra", *options)]
    assert folder.make("all", f"PYTHON={value}", code=2) == []
    assert f"PYTHON={value} is not a Python 3.11 or 3.12 that runs" in folder.said
    assert not (folder.path / "hurt").exists()
    left = {name for name in folder.environment if name in OPTIONS or name.startswith("MAKEOVERRIDES")}
    assert left == set()


def test_what_make_is_called_with_does_not_reach_a_make_within(folder: Folder) -> None:
    folder.make("all", "SEED=7")
    assert "SEED" not in folder.environment.get("MAKEFLAGS", "")


@pytest.mark.parametrize("target", ["all", "paper", "site", "status", "verify"])
def test_every_builder_takes_every_variable(folder: Folder, target: str) -> None:
    given = [f"{name}=7" for name in OPTIONS]
    assert folder.make(target, *given) == [press(target, *(f"--{option}=7" for option in OPTIONS.values()))]


def test_why_takes_a_file_of_any_name_and_says_what_it_needs(folder: Folder) -> None:
    assert folder.make("why", "FILE=--o $x'\"; touch hurt", "SEED=7") == [
        press("why", "--seed=7", "--", "--o $x'\"; touch hurt")
    ]
    assert folder.make("why", code=2) == []
    assert "say of which file: make why FILE=paper/tables/table_one.csv" in folder.said


def test_variables_are_taken_from_the_command_line_and_not_from_the_shell(folder: Folder) -> None:
    shell = {"SEED": "7", "REGISTRY": "elsewhere", "GIVEN_SEED": "7", "PYTHON": "/no/python", "OUT": "x"}
    assert folder.make("all", **shell) == [press("all")]
    assert folder.make("-e", "paper", SEED="7", CURDIR="/elsewhere") == [press("paper")]
    assert folder.make("all", "SEED=8", "REGISTRY=", **shell) == [press("all", "--seed=8")]


@pytest.mark.parametrize("name", ["it's a $HOME ü", 'x"; touch hurt; "', "$(touch hurt)", "a#b", "-n", "~", " a  b "])
def test_the_project_s_own_folder_may_have_any_name(root: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    folder = Folder(tmp_path / name, root / "Makefile")
    assert folder.make("all") == [press("all")]
    assert not list(tmp_path.rglob("hurt"))


@pytest.mark.parametrize(
    ("goals", "runs"),
    [
        (["all", "paper", "site"], ["all"]),
        (["site", "paper", "all"], ["all"]),
        (["paper", "site"], ["paper", "site"]),
        (["tidy", "all", "paper"], ["tidy", "all"]),
    ],
)
@pytest.mark.parametrize("how", [(), ("-j8",), ("-s",), ("-k",), ("-B",), ("--debug",)])
def test_targets_given_together_are_made_in_order_and_none_twice(
    folder: Folder, how: tuple[str, ...], goals: list[str], runs: list[str]
) -> None:
    """Nor do two of them meet each other's lock."""
    assert folder.make(*how, *goals) == [press(verb) for verb in runs]


def test_the_ways_of_calling_make_lead_to_the_same(folder: Folder) -> None:
    assert folder.make("all", MAKEFLAGS="-j8") == [press("all")]
    assert folder.make("-C", str(folder.path), "all") == [press("all")]
    assert folder.make("-n", "all") == []
    assert folder.make("-q", "all", code=1) == []
    away = folder.path / "away"
    away.mkdir()
    assert folder.make("-C", "away", "-f", "../Makefile", "all", code=2) == []
    assert "This is not the folder of the study" in folder.said
    assert list(away.iterdir()) == []


def test_settings_of_the_reader_s_python_have_no_say(folder: Folder) -> None:
    names = [
        "HOME",
        "OPTIMIZE",
        "WARNINGS",
        "INSPECT",
        "PATH",
        "UTF8",
        "IOENCODING",
        "HASHSEED",
        "DONTWRITEBYTECODE",
        "STARTUP",
        "VERBOSE",
    ]
    shell = {f"PYTHON{name}": "x" for name in names} | {"PRESS_ROOT": "/", "PRESS_OUT": "/", "PIP_TARGET": "/"}
    shell |= {"PIP_CONSTRAINT": "x", "PIP_NO_BINARY": ":all:", "UV_OVERRIDE": "x"}  # what is locked is installed
    folder.make("all", **shell, PIP_INDEX_URL="https://mirror.example", UV_INDEX_URL="https://mirror.example")
    found = folder.environment
    assert {name: value for name, value in found.items() if name.startswith(("PYTHON", "PRESS"))} == {"PYTHONUTF8": "1"}
    assert not {"PIP_TARGET", "PIP_CONSTRAINT", "PIP_NO_BINARY", "UV_OVERRIDE"} & set(found)
    assert found["PIP_INDEX_URL"] == found["UV_INDEX_URL"] == "https://mirror.example"  # who installs behind a mirror


def test_a_folder_in_which_no_environment_can_be_made_is_told_before_anything_is_installed(
    root: Path, tmp_path: Path
) -> None:
    (tmp_path / "a:b").mkdir()
    folder = Folder(tmp_path / "a:b", root / "Makefile")
    (folder.path / ".venv" / "made_from").unlink()
    assert folder.make("all", code=2) == []
    assert "a folder with a colon or a line break in its path: rename it" in folder.said


def test_the_source_is_named_in_ascii_whatever_the_folder_is_called(root: Path, tmp_path: Path) -> None:
    """Python reads it in the locale's encoding: "ü" stopped every Python of the environment under LC_ALL=C."""
    (tmp_path / "ü").mkdir()
    folder = Folder(tmp_path / "ü", root / "Makefile")
    named = folder.path / ".venv" / "lib" / "python3.11" / "site-packages" / "_editable_impl_compendium.pth"
    named.parent.mkdir(parents=True)
    named.write_text(f"{folder.path}/src\n", encoding="utf-8")
    (folder.path / "pyproject.toml").write_text("changed\n", encoding="utf-8")
    folder.make("all", LC_ALL="C", PATH="/usr/bin:/bin")
    assert named.read_text(encoding="ascii") == "../../../../src\n"
    assert (named.parent / named.read_text(encoding="ascii").strip()).resolve() == folder.path / "src"
    assert folder.make("all") == [press("all")]


def test_the_environment_is_decided_by_content(folder: Folder) -> None:
    assert folder.make("all") == [press("all")]
    os.utime(folder.path / "requirements.lock", (0, 0))
    assert folder.make("all") == [press("all")]
    (folder.path / "requirements.lock").write_text("another\n", encoding="utf-8")
    assert [call[:3] for call in folder.make("all")][:1] == [["-m", "ensurepip"]]
    assert "bringing the environment in .venv up to date" in folder.said


def test_saying_that_the_environment_is_as_it_must_be_takes_one_program(folder: Folder) -> None:
    """Each costs some thousandths of a second, whenever anything is made."""
    found, make = shutil.which("cksum"), shutil.which("make")
    assert found and make
    (folder.path / "bin").mkdir()
    (folder.path / "bin" / "cksum").symlink_to(found)
    (folder.path / "bin" / "make").symlink_to(make)
    assert folder.make("all", PATH=str(folder.path / "bin")) == [press("all")]


def test_simulate_says_what_it_needs(folder: Folder) -> None:
    for given in ([], ["SEED=7"], ["OUT=x"]):
        assert folder.make("simulate", *given, code=2) == []
        assert "say which: make simulate SEED=7 OUT=folder" in folder.said


# A Python that takes a second to make an environment, and whose environment needs nothing more.
MAKES = f"""#!/bin/sh
case "$*" in
  *fcntl*) exec {sys.executable} "$@" ;;
  "-m venv"*)
    echo venv >> venvs; sleep 1; mkdir -p .venv/bin; cp "$0" .venv/bin/python; cp "$0" .venv/bin/pip ;;
  "-P -m press"*) echo "$*" >> built ;;
  *version*) echo 3.11.0 ;;
esac
"""


def test_two_that_are_started_at_once_make_one_environment(folder: Folder) -> None:
    shutil.rmtree(folder.path / ".venv")
    python = folder.path / "mine"
    python.write_text(MAKES, encoding="utf-8")
    python.chmod(0o755)
    words = ["make", "all", "PYTHON=./mine"]
    how = {"cwd": folder.path, "stdout": subprocess.PIPE, "text": True, "env": {"PATH": "/usr/bin:/bin"}}
    started = [subprocess.Popen(words, **how) for _ in range(3)]
    said = [each.communicate(timeout=60)[0] for each in started]
    assert [each.returncode for each in started] == [0, 0, 0], said
    assert (folder.path / "venvs").read_text(encoding="utf-8") == "venv\n"
    assert (folder.path / "built").read_text(encoding="utf-8").count("-m press all") == 3
    assert sum("waiting for another make, which makes the environment" in each for each in said) == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="every folder can be written to by root")
def test_a_folder_that_cannot_be_written_to_is_told(folder: Folder) -> None:
    (folder.path / ".venv" / "made_from").unlink()
    folder.path.chmod(0o555)
    assert folder.make("all", code=2) == []
    folder.path.chmod(0o755)
    assert "No environment can be made: this folder cannot be written to." in folder.said
