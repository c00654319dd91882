"""What a reader may change without touching a text: registry, response definition, seed, replicates, citation style."""

from __future__ import annotations

import ast
import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import papermill

from press.build.notebook import Notebook
from press.build.project import Project
from press.ground.fault import Fault

Value = str | int
# The parameters a notebook may declare, with their types; the values are the notebooks' own defaults.
TYPES: dict[str, type] = {"registry": str, "response": str, "seed": int, "replicates": int}


class ParameterFault(Fault):
    """A parameter that is unknown, of the wrong type, or names what does not exist."""


def parse(given: Mapping[str, Any]) -> dict[str, Value]:
    """Return the given parameters in their own types. Raises ParameterFault for an unknown name or a wrong type.

    >>> parse({"seed": "7", "response": "tis20"})
    {'seed': 7, 'response': 'tis20'}
    """
    parsed: dict[str, Value] = {}
    for name, value in given.items():
        if name not in TYPES:
            raise ParameterFault(f"there is no parameter {name}; the parameters are {', '.join(TYPES)}")
        parsed[name] = _typed(name, value)
    return parsed


def _typed(name: str, value: Any) -> Value:
    if TYPES[name] is str:
        if isinstance(value, str) and value:
            return value
        raise ParameterFault(f"the parameter {name} must be a text; it is {value!r}")
    try:
        number = int(str(value))
    except ValueError:
        raise ParameterFault(f"the parameter {name} must be a whole number; it is {value!r}") from None
    if number < (1 if name == "replicates" else 0):
        raise ParameterFault(f"the parameter {name} must be {'at least 1' if name == 'replicates' else '0 or more'}")
    return number


def declared(notebook: Notebook) -> dict[str, Value]:
    """Return the parameters that a notebook declares, with its defaults.

    Raises ParameterFault where its cell tagged `parameters` does not state name, type and value of known parameters.
    """
    found: dict[str, Value] = {}
    for name, each in papermill.inspect_notebook(notebook.node).items():
        where = f"{notebook.text} declares the parameter {name}"
        if name not in TYPES:
            raise ParameterFault(f"{where}, which is not one of {', '.join(TYPES)}")
        if each["inferred_type_name"] != TYPES[name].__name__:
            raise ParameterFault(f"{where} as {each['inferred_type_name']}; its type is {TYPES[name].__name__}")
        try:
            found[name] = _typed(name, ast.literal_eval(each["default"]))
        except (SyntaxError, ValueError):
            raise ParameterFault(f"{where} without a plain value: {each['default']}") from None
    return found


def chosen(project: Project, notebooks: Sequence[Notebook], given: Mapping[str, Any]) -> dict[str, dict[str, Value]]:
    """Return, for each notebook, every parameter that it declares with the value of this build.

    Raises ParameterFault where notebooks state different defaults, where no notebook uses a given parameter, where
    the registry's folder is missing or the response has no definition.
    """
    asked = parse(given)
    if "registry" in asked:
        asked["registry"] = project.name(Path(str(asked["registry"])))
    defaults = {notebook.name: declared(notebook) for notebook in notebooks}
    shared: dict[str, Value] = {}
    for name, values in defaults.items():
        for key, value in values.items():
            if shared.setdefault(key, value) != value:
                raise ParameterFault(f"{name} has the default {key} = {value!r}, another notebook {shared[key]!r}")
    for name in asked:
        if name not in shared:
            raise ParameterFault(f"no notebook has the parameter {name}")
    _check(project, shared | asked)
    return {name: {key: asked.get(key, value) for key, value in values.items()} for name, values in defaults.items()}


def changed(notebook: Notebook, values: Mapping[str, Value]) -> dict[str, Value]:
    """Return the values that differ from the notebook's own: what papermill must inject."""
    own = declared(notebook)
    return {name: value for name, value in values.items() if value != own[name]}


def checked_style(project: Project, style: str | None) -> str | None:
    """Return the citation style asked for, None where none is. Raises ParameterFault where paper/styles has it not."""
    known = sorted(path.stem for path in project.path("paper/styles").glob("*.csl"))
    if style is not None and style not in known:
        there = f"there are {', '.join(known)}" if known else "paper/styles holds no .csl file"
        raise ParameterFault(f"there is no citation style {style}; {there}")
    return style


def _check(project: Project, values: Mapping[str, Value]) -> None:
    registry = values.get("registry")
    if registry is not None and not project.path(str(registry)).is_dir():
        raise ParameterFault(f"there is no registry in {registry}: the folder does not exist")
    response = values.get("response")
    if response is not None and response not in (known := _responses(project)):
        raise ParameterFault(f"there is no response definition {response}; there are {', '.join(known)}")


def _responses(project: Project) -> list[str]:
    path = project.path("data/definitions/responses.csv")
    if not path.is_file():
        raise ParameterFault(f"{project.name(path)} is missing: it holds the response definitions")
    with path.open(newline="", encoding="utf-8-sig") as file:
        known = [row["id"] for row in csv.DictReader(file) if row.get("id")]
    if not known:
        raise ParameterFault(f"{project.name(path)} has no column id with ids in it; save it as CSV with commas, UTF-8")
    return known
