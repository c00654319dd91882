"""Rule: pyproject.toml, environment.yml and requirements.lock ask for the same packages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\]+?))?\s*\\?$")


@pytest.fixture(scope="module")
def pyproject(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def asked(pyproject: dict[str, Any]) -> dict[str, SpecifierSet]:
    """Every dependency of pyproject.toml with its bounds."""
    return bounds([*pyproject["project"]["dependencies"], *pyproject["dependency-groups"]["dev"]])


@pytest.fixture(scope="module")
def lock(root: Path) -> str:
    return (root / "requirements.lock").read_text(encoding="utf-8")


def bounds(lines: list[str]) -> dict[str, SpecifierSet]:
    requirements = [Requirement(line) for line in lines]
    return {canonicalize_name(each.name): each.specifier for each in requirements}


def pins(lock: str) -> dict[str, list[tuple[str, str | None]]]:
    """Every pinned version with the marker under which it holds."""
    found: dict[str, list[tuple[str, str | None]]] = {}
    for line in lock.splitlines():
        if match := PIN.match(line):
            found.setdefault(canonicalize_name(match["name"]), []).append((match["version"], match["marker"]))
    return found


def test_every_dependency_has_a_lower_and_an_upper_bound(asked: dict[str, SpecifierSet]) -> None:
    unbounded = [name for name, each in asked.items() if {spec.operator for spec in each} != {">=", "<"}]
    assert unbounded == []


def test_environment_yml_asks_for_the_same_within_the_same_bounds(
    root: Path, pyproject: dict[str, Any], asked: dict[str, SpecifierSet]
) -> None:
    listed = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    by_pip = [line for each in listed if isinstance(each, dict) for line in each["pip"]]
    by_conda = [each for each in listed if isinstance(each, str) and each != "pip"]
    environment = bounds([*by_conda, *by_pip])
    assert environment.pop("python") == SpecifierSet(pyproject["project"]["requires-python"])
    assert environment == asked


@pytest.mark.parametrize("python", ["3.11", "3.12"])
def test_the_lock_pins_every_dependency_within_its_bounds(
    asked: dict[str, SpecifierSet], lock: str, python: str
) -> None:
    where = {"python_version": python, "python_full_version": f"{python}.1"}
    for name, specifier in asked.items():
        versions = [version for version, marker in pins(lock)[name] if not marker or Marker(marker).evaluate(where)]
        assert len(versions) == 1, f"{name}: {versions}"
        assert versions[0] in specifier, f"{name} {versions[0]} is not {specifier}"


def test_everything_in_the_lock_has_hashes(lock: str) -> None:
    blocks = re.split(r"\n(?=\S)", lock.strip())
    assert len(blocks) == sum(len(each) for each in pins(lock).values())
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_lock_names_no_host(lock: str) -> None:
    assert "://" not in lock
    assert "--index-url" not in lock
