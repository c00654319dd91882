"""What a build would do: every notebook with its parameters, all it rests on now, and why it must run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from press.build.closure import Closure
from press.build.currency import basis_of, why_stale
from press.build.environment import versions
from press.build.manifest import Basis, Manifest
from press.build.notebook import Notebook, load_notebooks, upstream
from press.build.parameters import Value, changed, checked_style, chosen
from press.build.project import Project


class Plan:
    """The notebooks in the order of the run, held against the manifest.

    Raises Fault where a notebook's declarations, a parameter or the style are not as they must be.
    """

    def __init__(
        self, project: Project, given: Mapping[str, Any], manifest: Manifest, style: str | None = None
    ) -> None:
        self.project, self.manifest = project, manifest
        self.style = checked_style(project, style)
        self.notebooks = {notebook.name: notebook for notebook in load_notebooks(project)}
        self.values = chosen(project, list(self.notebooks.values()), given)
        self.closure = Closure(project)
        self.versions = versions(project)
        self._staging = project.staging / uuid4().hex[:12]  # of this build alone: no earlier one can write there

    def staging(self, name: str) -> Path:
        """Return where this build keeps what is not yet published: a notebook's folder, or a file."""
        return self._staging / name

    @property
    def parameters(self) -> dict[str, Value]:
        """Every parameter of this build with its value."""
        return {name: value for values in self.values.values() for name, value in values.items()}

    @property
    def settings(self) -> dict[str, Value]:
        """Every parameter, and the style of the citations, as what follows the notebooks depends on them."""
        return self.parameters | {"style": self.style or "the paper's own"}

    @property
    def registry(self) -> str:
        """The registry of this build, as the notebooks are told of it."""
        return str(self.parameters.get("registry", "data/registry"))

    @property
    def results(self) -> list[str]:
        """The paths of all result rows, in the order of the run."""
        return [path for each in self.notebooks.values() for path in each.writes if path.startswith("paper/results/")]

    def injected(self, notebook: Notebook) -> dict[str, Value]:
        """Return the parameters that differ from the notebook's own."""
        return changed(notebook, self.values[notebook.name])

    def basis(self, notebook: Notebook) -> Basis:
        """Return all that a run of the notebook would rest on now."""
        earlier = upstream(notebook, list(self.notebooks.values()))
        return basis_of(self.project, notebook, earlier, self.values[notebook.name], self.closure, self.versions)

    def stale(self, notebook: Notebook) -> list[str]:
        """Return why the notebook must run, in words; nothing where it is current."""
        return why_stale(self.project, self.manifest[notebook.name], self.basis(notebook), notebook.executed)
