"""Rule: a parameter that is unknown, mistyped or names nothing stops the build before anything runs."""

from __future__ import annotations

from typing import Any

import pytest

from press.notebooks.notebook import load_notebooks
from press.notebooks.parameters import ParameterFault, declared


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"sed": "7"}, "there is no parameter sed; the parameters are registry, response, seed, replicates"),
        ({"seed": "seven"}, "the parameter seed must be a whole number; it is 'seven'"),
        ({"seed": "-1"}, "the parameter seed must be 0 or more"),
        ({"replicates": "0"}, "the parameter replicates must be 1 or more"),
        ({"replicates": 2.5}, "the parameter replicates must be a whole number; it is 2.5"),
        ({"registry": "elsewhere"}, "there is no registry in .*elsewhere: no file or folder is called so"),
    ],
)
def test_a_wrong_parameter_stops_the_build_before_anything_runs(study: Any, given: Any, message: str) -> None:
    before = study.published()
    with pytest.raises(ParameterFault, match=message):
        study.build(given)
    assert study.said == ""
    assert study.published() == before


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("sample: int = 3  # unknown", "declares the parameter sample, which is not one of"),
        ("seed: str = '1'  # wrong type", "declares the parameter seed as str; its type is int"),
        ("seed = 1  # no type", "declares the parameter seed as None; its type is int"),
        ("seed: int = 1 + 1  # no plain value", "declares the parameter seed without a plain value"),
    ],
)
def test_a_wrong_declaration_stops_the_build_before_anything_runs(study: Any, line: str, message: str) -> None:
    study.edit("notebooks/1_count.md", "seed: int = 1  # of every random draw", line)
    with pytest.raises(ParameterFault, match=message):
        study.build()


def test_a_given_parameter_that_no_notebook_has_is_refused(study: Any) -> None:
    study.edit("notebooks/1_count.md", "replicates: int = 10  # of every bootstrap", "")
    with pytest.raises(ParameterFault, match="no notebook has the parameter replicates"):
        study.build({"replicates": "5"})


def test_notebooks_may_not_disagree_on_a_default(study: Any) -> None:
    cell = "```{code-cell} ipython3\n:tags: [parameters]\n\nseed: int = 2  # another\n```\n\n## Writing"
    study.edit("notebooks/2_left.md", "## Writing", cell)
    with pytest.raises(ParameterFault, match="2_left has the default seed = 2, another notebook 1"):
        study.build()


def test_the_defaults_are_those_that_the_reader_sees(study: Any) -> None:
    notebook = load_notebooks(study.project)[0]
    known = study.project.study.parameters
    assert declared(notebook, known) == {
        "registry": "data/registry",
        "response": "physician",
        "seed": 1,
        "replicates": 10,
    }


def test_a_registry_of_the_project_is_named_from_its_root(study: Any) -> None:
    assert study.ran({"registry": str(study.root / "data" / "registry")}) == set()
