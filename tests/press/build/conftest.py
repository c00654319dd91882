"""A study small enough to run in a second or two: four notebooks that count, with a package of their own."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from press.build.build import build
from press.build.screen import Outcome, Screen
from press.project import Project

from ..command_line import forget_study

HEAD = """\
---
jupytext:
  formats: ipynb,md:myst
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
press:
  needs: {needs}
  writes:
    {writes}
---

# The notebook {name}
"""

COUNT = """
```{code-cell} ipython3
:tags: [parameters]

registry: str = "data/registry"  # the folder of the registry
response: str = "physician"  # a response definition
seed: int = 1  # of every random draw
replicates: int = 10  # of every bootstrap
```

## Counting

Some prose.

```{code-cell} ipython3
from press.exhibits.publishing import publish_results
from press.ground.paths import output_folder
from press.rows import Key, Ledger
from standin.count import how_many

n = how_many(seed)
print(f"{n} were counted")
```

```{code-cell} ipython3
publish_results("count", Ledger([Key("count").row("n", n, n=n, method="count")]))
(output_folder() / "data/analysis").mkdir(parents=True)
(output_folder() / "data/analysis/rows.txt").write_text("row\\n" * n)
n
```
"""

SIDE = """
## Reading the count

```{{code-cell}} ipython3
from press.exhibits.publishing import publish_results
from press.ground.paths import find_input, output_folder
from press.rows import Key, Ledger
from standin.{side} import changed

counted = Ledger.read(find_input("paper/results/count.csv")).value("count.n")
```

## Writing the {side}

```{{code-cell}} ipython3
row = Key("{side}").row("n", changed(counted), n=1, method="change")
publish_results("{side}", Ledger([row]))
row.value
```
"""

ALONE = """
```{code-cell} ipython3
from press.ground.paths import output_folder

path = output_folder() / "data/analysis/alone.txt"
path.parent.mkdir(parents=True)
path.write_text("alone")
```
"""

STUDY = """
from press.study import Parameter, Study

STUDY = Study(
    name="standin",
    title="Stand-in",
    parameters={
        "registry": Parameter("read another registry", "DIR", folder=True),
        "response": Parameter("a response definition", "ID", row_of="data/definitions/responses.csv"),
        "seed": Parameter("seed of every random draw", "N", int),
        "replicates": Parameter("replicates", "N", int, least=1),
    },
    reads=("data/codebook.csv", "data/definitions", "!data/definitions/printed.csv"),
    prints=("paper",),
)
"""

COUNTING = """
from press.ground.paths import project_root


def how_many(seed):
    for path in [project_root() / "data/codebook.csv", *sorted((project_root() / "data/registry").rglob("*.csv"))]:
        path.read_text()
    return 4 + seed
"""

FILES = {
    "pyproject.toml": "[project]\nname = 'standin'\n\n[tool.press]\nstudy = 'standin.study:STUDY'\n",
    "requirements.lock": "standin==1\n",
    "data/codebook.csv": "name\n",
    "data/definitions/responses.csv": "id,label\nphysician,Physician\ntis20,Score of 20\n",
    "data/registry/cedar/patients.csv": "patient_id\nPI0001\n",
    "src/standin/__init__.py": '"""Stand-in."""\n',
    "src/standin/study.py": STUDY,
    "src/standin/count.py": COUNTING,
    "src/standin/left.py": "from standin.arithmetic import twice\n\n\ndef changed(n):\n    return twice(n)\n",
    "src/standin/right.py": "def changed(n):\n    return -n\n",
    "src/standin/arithmetic.py": "def twice(n):\n    return 2 * n\n",
    "notebooks/1_count.md": HEAD.format(
        name="1_count", needs="[]", writes="results: [count]\n    data: [data/analysis/rows.txt]"
    )
    + COUNT,
    "notebooks/2_left.md": HEAD.format(name="2_left", needs="[1_count]", writes="results: [left]")
    + SIDE.format(side="left"),
    "notebooks/3_right.md": HEAD.format(name="3_right", needs="[1_count]", writes="results: [right]")
    + SIDE.format(side="right"),
    "notebooks/4_alone.md": HEAD.format(name="4_alone", needs="[]", writes="data: [data/analysis/alone.txt]") + ALONE,
}


@dataclass
class Study:
    """A stand-in project and what its last build said."""

    root: Path
    said: str = ""

    @property
    def project(self) -> Project:
        return Project(self.root)

    def build(self, given: Mapping[str, Any] | None = None, **how: Any) -> Outcome:
        stream = io.StringIO()
        try:
            return build(self.project, given or {}, Screen(stream), **how)
        finally:
            self.said = stream.getvalue()

    def brought_back(self, given: Mapping[str, Any] | None = None, **how: Any) -> set[str]:
        outcome = self.build(given, **how)
        assert outcome.ran == {}, self.said
        return set(outcome.brought_back)

    def ran(self, given: Mapping[str, Any] | None = None, **how: Any) -> set[str]:
        return set(self.build(given, **how).ran)

    def write(self, relative: str, text: str) -> None:
        path = self.root / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")

    def read(self, relative: str) -> str:
        return (self.root / relative).read_text(encoding="utf-8")

    def edit(self, relative: str, old: str, new: str) -> None:
        text = self.read(relative)
        assert old in text
        self.write(relative, text.replace(old, new))

    def published(self) -> dict[str, bytes]:
        files = [
            *self.root.glob("paper/**/*"),
            *self.root.glob("data/analysis/*"),
            *self.root.glob("notebooks/*.ipynb"),
            *self.root.glob("site/**/*"),
        ]
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in files if path.is_file()}


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The stand-in study, built once; tests work on copies of it."""
    folder = tmp_path_factory.mktemp("built")
    study = Study(folder)
    for relative, text in FILES.items():
        study.write(relative, text)
    shutil.copy(root / "jupytext.toml", folder)
    with pytest.MonkeyPatch.context() as patch:
        point_to(patch, folder)
        assert study.ran() == {"1_count", "2_left", "3_right", "4_alone"}, study.said
    return folder


def point_to(patch: pytest.MonkeyPatch, folder: Path) -> None:
    patch.setenv("PRESS_ROOT", str(folder))
    forget_study(patch)  # another of that name


@pytest.fixture
def study(_built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    """A built stand-in study of the test's own."""
    folder = tmp_path / "study"
    shutil.copytree(_built, folder)
    point_to(monkeypatch, folder)
    return Study(folder)


@pytest.fixture
def make_study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path) -> Callable[[dict[str, str]], Study]:
    """A function that makes a study that was never built, with some of its files changed."""

    def make(changes: dict[str, str]) -> Study:
        study = Study(tmp_path / "new")
        for relative, text in (FILES | changes).items():
            study.write(relative, text)
        shutil.copy(root / "jupytext.toml", study.root)
        point_to(monkeypatch, study.root)
        return study

    return make
