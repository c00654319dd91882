"""Which source files an error rate rests on: the modules that it imports, those they import, and so on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import grimp

import press
from press.ground.fault import Fault
from press.ground.reached import with_all_needs
from press.project import Project, sha256
from press.study import importable

_PRESS = Path(press.__file__).parent


class Closure:
    """The import graph of the project's own packages (every package in src/) and of the press."""

    def __init__(self, project: Project) -> None:
        self._root = project.root.resolve()
        source = self._root / "src"
        packages = {path.parent.name for path in source.glob("*/__init__.py")}
        self._sources = dict.fromkeys(packages, source) | ({} if "press" in packages else {"press": _PRESS.parent})
        with importable(source):
            # No cache: a graph of this size takes a tenth of a second, and a stale one would hide a change.
            self._graph = grimp.build_graph(*sorted(self._sources), include_external_packages=True, cache_dir=None)

    def of_step(self, modules: Iterable[str]) -> dict[str, str]:
        """Return what `of_modules` does. Raises Fault for a module that is in no package: changes would go unseen."""
        named = list(modules)
        if unseen := [module for module in named if not self._is_own(module)]:
            raise Fault(f"{unseen[0]} is no module of a package in src/ or of the press: put it into one")
        return self.of_modules(named)

    def of_modules(self, modules: Iterable[str]) -> dict[str, str]:
        """Return checksums, by path, of these modules' files and of all they import."""
        return dict(sorted(self._files(self._reached(modules))))

    def imported(self, modules: Iterable[str]) -> set[str]:
        """Return the packages of others, by the name of import, that these modules' code asks for.

        What the press itself asks for is left out: it keeps rows and draws.
        """
        own = {module for module in self._reached(modules) if module.partition(".")[0] != "press"}
        asked = {other for module in own for other in self._graph.find_modules_directly_imported_by(module)}
        return {module for module in asked if module.partition(".")[0] not in self._sources}

    def _is_own(self, module: str) -> bool:
        return module in self._graph.modules and module.partition(".")[0] in self._sources

    def _reached(self, modules: Iterable[str]) -> set[str]:
        return with_all_needs(filter(self._is_own, modules), self._asked_for)

    def _asked_for(self, module: str) -> Iterator[str]:
        package = module.rpartition(".")[0]  # whose __init__ Python runs before any module in it
        yield from filter(self._is_own, [package, *self._graph.find_modules_directly_imported_by(module)])

    def _files(self, modules: set[str]) -> Iterator[tuple[str, str]]:
        for module in modules:
            stem = self._sources[module.partition(".")[0]] / Path(*module.split("."))
            if stem.is_dir():
                yield from map(self._named, _carried(stem))
            else:
                yield self._named(stem.with_suffix(".py"))

    def _named(self, path: Path) -> tuple[str, str]:
        within = self._root if path.is_relative_to(self._root) else _PRESS.parent
        return path.relative_to(within).as_posix(), sha256(path.read_bytes())


def _carried(package: Path) -> Iterator[Path]:
    """Yield a package's own file and what it carries besides modules, in folders too: styles, templates."""
    for path in package.iterdir():
        if path.is_dir():
            if path.name != "__pycache__" and not (path / "__init__.py").is_file():
                yield from (each for each in path.rglob("*") if each.is_file())
        elif path.name == "__init__.py" or path.suffix not in (".py", ".pyc"):
            yield path
