"""What a reader may change without touching a text: the parameters that the study has, and the citation style."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import papermill

from press.notebooks.notebook import Notebook
from press.project import Project
from press.ground.fault import Fault
from press.study import Parameter

Value = str | int


class ParameterFault(Fault):
    """A parameter that is unknown, of the wrong type, or names what does not exist."""


def declared(notebook: Notebook, known: Mapping[str, Parameter]) -> dict[str, Value]:
    """Return the parameters that a notebook declares, with its defaults.

    Raises ParameterFault where its cell tagged `parameters` does not state name, type and value of known parameters.
    """
    found: dict[str, Value] = {}
    for name, each in papermill.inspect_notebook(notebook.node).items():
        where = f"{notebook.text} declares the parameter {name}"
        if name not in known:
            raise ParameterFault(f"{where}, which is not one of {', '.join(known)}")
        if each["inferred_type_name"] != (kind := known[name].kind.__name__):
            raise ParameterFault(f"{where} as {each['inferred_type_name']}; its type is {kind}")
        try:
            found[name] = _typed(name, known[name], ast.literal_eval(each["default"]))
        except (SyntaxError, ValueError):
            raise ParameterFault(f"{where} without a plain value: {each['default']}") from None
    return found


def chosen(project: Project, notebooks: Sequence[Notebook], given: Mapping[str, Any]) -> dict[str, dict[str, Value]]:
    """Return, for each notebook, every parameter that it declares with the value of this build.

    Raises ParameterFault for a given parameter that is unknown, of the wrong type or in no notebook, where notebooks
    state different defaults, and where a file or folder that is named does not exist.
    """
    known = project.study.parameters
    defaults = {notebook.name: declared(notebook, known) for notebook in notebooks}
    shared: dict[str, Value] = {}
    for name, values in defaults.items():
        for key, value in values.items():
            if shared.setdefault(key, value) != value:
                raise ParameterFault(f"{name} has the default {key} = {value!r}, another notebook {shared[key]!r}")
    asked = {name: _asked(project, name, value) for name, value in given.items()}
    if unused := [name for name in asked if name not in shared]:
        raise ParameterFault(f"no notebook has the parameter {unused[0]}")
    for name, value in (shared | asked).items():
        if known[name].folder and not project.path(str(value)).exists():
            raise ParameterFault(f"there is no {name} in {value}: no file or folder is called so")
    return {name: {key: asked.get(key, value) for key, value in values.items()} for name, values in defaults.items()}


def changed(notebook: Notebook, values: Mapping[str, Value], known: Mapping[str, Parameter]) -> dict[str, Value]:
    """Return the values that differ from the notebook's own: what papermill must inject."""
    own = declared(notebook, known)
    return {name: value for name, value in values.items() if value != own[name]}


def checked_style(project: Project, style: str | None) -> str | None:
    """Return the citation style asked for, None where none is. Raises ParameterFault where paper/styles has it not."""
    known = sorted(path.stem for path in project.path("paper/styles").glob("*.csl"))
    if style is not None and style not in known:
        there = f"there are {', '.join(known)}" if known else "paper/styles holds no .csl file"
        raise ParameterFault(f"there is no citation style {style}; {there}")
    return style


def _asked(project: Project, name: str, value: Any) -> Value:
    known = project.study.parameters
    if name not in known:
        raise ParameterFault(f"there is no parameter {name}; the parameters are {', '.join(known)}")
    typed = _typed(name, known[name], value)
    return project.name(Path(str(typed))) if known[name].folder else typed


def _typed(name: str, parameter: Parameter, value: Any) -> Value:
    if parameter.kind is str:
        if isinstance(value, str) and value:
            return value
        raise ParameterFault(f"the parameter {name} must be a text; it is {value!r}")
    try:
        number = int(str(value))
    except ValueError:
        raise ParameterFault(f"the parameter {name} must be a whole number; it is {value!r}") from None
    if number < parameter.least:
        raise ParameterFault(f"the parameter {name} must be {parameter.least} or more")
    return number
