"""Which packages an error rate rests on: those that its code imports and all that these need, as the lock pins them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from press.ground.reached import with_all_needs
from press.project import Project

_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\\\n]+)", re.MULTILINE)


class Lock:
    """The versions of a project's requirements.lock. Its hashes count for nothing here: a version is one source."""

    def __init__(self, project: Project) -> None:
        self._pins: dict[NormalizedName, list[str]] = {}
        for name, version in _PIN.findall(project.path("requirements.lock").read_text(encoding="utf-8")):
            self._pins.setdefault(canonicalize_name(name), []).append(version.strip())

    def of_imports(self, imported: Iterable[str]) -> dict[str, list[str]]:
        """Return the pins of what these names are imported from, and of all that it needs on whatever machine.

        The standard library is in no lock, and is passed over; so is what is in the lock for other machines alone, when
        it comes to what it needs in its turn.
        """
        asked = [canonicalize_name(each) for name in imported for each in _distributions().get(name, [])]
        needed = with_all_needs(self._pinned(asked), lambda name: self._pinned(_needs(name)))
        return {name: self._pins[name] for name in sorted(needed)}

    def _pinned(self, names: Iterable[NormalizedName]) -> list[NormalizedName]:
        return [name for name in names if name in self._pins]


@cache  # to ask is to read what every package says of itself
def _distributions() -> dict[str, list[str]]:
    return dict(metadata.packages_distributions())


@cache
def _needs(name: str) -> list[NormalizedName]:
    """Return what a package needs, whatever the machine, and without the extras that nobody asked for."""
    try:
        needs = [Requirement(each) for each in metadata.requires(name) or ()]
    except metadata.PackageNotFoundError:
        return []
    return [canonicalize_name(each.name) for each in needs if "extra" not in str(each.marker or "")]
