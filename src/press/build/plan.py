"""What a build would do: every step with its parameters, all that it rests on now, and why it must be done."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from uuid import uuid4

from press.build.currency import changes, outputs_altered
from press.build.manifest import Basis, Manifest, Record
from press.build.provenance import provenance_of
from press.build.reading import checksums, of_one_row, sources
from press.exhibits.places import FIGURES, TABLES
from press.ground.fault import Fault
from press.ground.paths import UNSEEN
from press.notebooks.normal_form import executed_form
from press.notebooks.notebook import Notebook, load_notebooks, upstream
from press.notebooks.order import Order
from press.notebooks.parameters import Value, changed, checked_style, chosen
from press.paper.files import DEFAULT_STYLE
from press.printing import printing
from press.project import Project, sha256
from press.rows.provenance import Provenance
from press.run.environment import kernel_environment, versions
from press.run.job import Call, Execution, Job
from press.study import Step

_UNSEEN, _NOW = "what cannot be looked at", uuid4().hex  # never as it was at another build
TRACED = "what the notebooks say of where each number was made"  # as the reader reads it: "... changed"


class Plan:
    """The notebooks in the order of the run and the steps that follow them, held against the manifest.

    Raises Fault where a notebook's declarations, a parameter or the style are not as they must be, and where `last`, a
    step asked for by name, has nothing to be made from.
    """

    def __init__(
        self,
        project: Project,
        given: Mapping[str, Any],
        manifest: Manifest,
        style: str | None = None,
        last: str | None = None,
    ) -> None:
        self.project, self.study, self.manifest = project, project.study, manifest
        self.notebooks = {notebook.name: notebook for notebook in load_notebooks(project)}
        self.values = chosen(project, list(self.notebooks.values()), given)
        self.printing = tuple(printing(self.study, project.root))
        asked = (*self.study.steps, *self.printing, *self.study.last)
        steps = [each for each in asked if self.project.run or not each.in_runs]
        self.following = {step.name: step for step in self._wanted(steps, last)}
        order = Order(list(self), self.needs)
        order.check({step.name for step in steps})
        self.known = {*self.notebooks, *(step.name for step in steps)}  # whether or not this build makes them
        self.texts = order.texts()
        self.style = checked_style(project, style)
        self.versions = versions(project)
        self._staging = project.staging / uuid4().hex[:12]  # of this build alone: no earlier one can write there

    def _wanted(self, steps: Iterable[Step], last: str | None) -> Iterator[Step]:
        """Yield the steps that have a source, up to the last one that is asked for."""
        for step in steps:
            source = step.reads[0] if step.reads else "*"
            if "*" in source or self.project.path(source).exists():
                yield step
            elif step.name == last:
                raise Fault(f"there is nothing to make the {last} from: {source} is missing")
            if step.name == last:
                return
        if last is not None:
            raise Fault(f"this study has no {last}")

    def __iter__(self) -> Iterator[Notebook | Step]:
        yield from self.notebooks.values()
        yield from self.following.values()

    def staging(self, name: str) -> Path:
        """Return where this build keeps what is not yet published: a step's folder, or a file."""
        return self._staging / name

    def needs(self, step: Notebook | Step) -> tuple[str, ...]:
        """Return the names of the steps that must be whole first."""
        if isinstance(step, Notebook):
            return step.needs
        if step.of_sources:
            return tuple(name for name in step.follows if name in self.following)
        stages = (self.study.steps, self.printing, self.study.last)
        place = next(place for place, each in enumerate(stages) if step in each)
        earlier = (each.name for stage in stages[:place] for each in stage)
        return (*self.notebooks, *(name for name in (*earlier, *step.follows) if name in self.following))

    @property
    def parameters(self) -> dict[str, Value]:
        """Every parameter of this build with its value."""
        return {name: value for values in self.values.values() for name, value in values.items()}

    @property
    def provenance(self) -> Provenance:
        """Where every number was made that is published now."""
        names = (each.name for each in self.study.steps)
        return provenance_of(self.project, self.notebooks.values(), names, self.manifest)

    def basis(self, step: Notebook | Step, code: Mapping[str, str] | None = None) -> Basis:
        """Return all that a run of the step would rest on now; `code` where the checksums of the sources are known."""
        named = self.always_read(step)
        if isinstance(step, Notebook):
            cells, parameters = sha256(json.dumps(step.code)), dict(self.values[step.name])
            inputs = checksums(self.project, [*self.study.reads, *named, *self._made_before(step)])
            for file, row in self._rows_read(step):
                inputs.pop(file, None)
                inputs |= of_one_row(self.project, file, row)
        else:
            cells = sha256(json.dumps([step.calls, step.given]))
            parameters = {} if step.of_sources else self.parameters | self._settings(step)
            inputs = checksums(self.project, [*self._read_by(step), *named])
            inputs |= {TRACED: sha256(self.provenance.as_json())} if step.traces else {}
        inputs |= {_UNSEEN: _NOW} if UNSEEN in named else {}
        declared = (*step.writes, *(f"reads {name}" for name in step.reads))
        return Basis(cells, declared, parameters, inputs, dict(code or sources(self.project)), self.versions)

    def always_read(self, step: Notebook | Step) -> list[str]:
        """Return what counts for a step whether or not it is seen to open it: what it names itself, and a registry."""
        if isinstance(step, Step):
            return [*self.study.named(self.project.root, self.parameters)] if step.of_data else []
        return [*step.reads, *self.study.named(self.project.root, self.values[step.name])]

    def _rows_read(self, notebook: Notebook) -> Iterator[tuple[str, str]]:
        """Of which spreadsheets a notebook rests on single rows, and on which."""
        for name, value in self.values[notebook.name].items():
            if (file := self.study.parameters[name].row_of) and file not in notebook.reads:
                yield file, str(value)

    def _made_before(self, notebook: Notebook) -> Iterator[str]:
        for each in upstream(notebook, list(self.notebooks.values())):
            yield from (path for path in each.writes if not path.startswith((TABLES, FIGURES)))  # those are for readers

    def _read_by(self, step: Step) -> Iterator[str]:
        """What a step reads; of the citation styles the one that is used."""
        return (name.replace("{style}", self.style or DEFAULT_STYLE) for name in step.reads)

    def _settings(self, step: Step) -> dict[str, Value]:
        return {"style": self.style or "the paper's own"} if "style" in step.given else {}

    def stale(self, step: Notebook | Step, basis: Basis) -> list[str]:
        """Return why the step, which rests on this basis now, must be done, in words; nothing where it is current."""
        record = self.manifest[step.name]
        if record is None:
            return ["not built here yet"]
        executed = step.executed if isinstance(step, Notebook) else ""
        return [*changes(record, basis), *outputs_altered(self.project, record, executed)]

    def must_run(self, step: Notebook | Step) -> bool:
        """Whether nothing that is remembered could stand for a run of the step."""
        basis = self.basis(step)
        return bool(self.stale(step, basis)) and self.remembered(step, basis) is None

    def on_reading(self, step: Notebook | Step, name: str) -> str:
        """Say what to do about a file that a step opened and does not declare."""
        for each in self:
            if each is not step and any(fnmatch(name, pattern) for pattern in each.writes):
                return f"it read {name}, which {each.name} writes: name that under `needs:`"
        return f"it read {name}, which it does not declare under `reads:`, so a change of it would go unseen"

    def remembered(self, step: Notebook | Step, basis: Basis) -> Record | None:
        """Return the run that rested on just this, if there was one."""
        return next((each for each in self.manifest.earlier(step.name) if not changes(each, basis)), None)

    def job(self, step: Notebook | Step) -> Job:
        """Return what a worker must know to do the step."""
        staged, log = self.staging(step.name), self.project.logs / f"{step.name}.log"
        if isinstance(step, Notebook):
            injected = changed(step, self.values[step.name], self.study.parameters)
            text = executed_form(step.node, step.name)
            work: Execution | Call = Execution(text, injected, self.result(step.name), self.study.cell_seconds)
        else:
            given = {"style": self.style} if "style" in step.given and self.style else {}
            work = Call(step.calls, staged, self.provenance, given, self.study.step_seconds)
        return Job(step.name, work, self._surroundings(staged), self.project.root, log, bool(self.project.run))

    def check(self) -> Job | None:
        """Return the look that the study takes at what it reads before anything is done; None where it takes none."""
        if not self.study.check:
            return None
        staged, log = self.staging("check"), self.project.logs / "check.log"
        work = Call(self.study.check, staged, None, {"parameters": self.parameters}, self.study.step_seconds)
        return Job("check", work, self._surroundings(staged), self.project.root, log, bool(self.project.run))

    def _surroundings(self, staged: Path) -> dict[str, str]:
        temporary = self.project.temporary / staged.name
        temporary.mkdir(parents=True, exist_ok=True)
        return kernel_environment(self.project, staged) | {"TMPDIR": str(temporary), "PRESS_WATCH": "1"}

    def result(self, notebook: str) -> Path:
        """Return where a notebook's run is kept until it is published, or kept for reading."""
        return self.staging(f"{notebook}.run.ipynb")
