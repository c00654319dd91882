"""What a step spares itself is spared for as long as it holds, and changes nothing that it makes."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from press.ground.cheaper import seldom_collected

LOADED = """
import sys
from press.ground.cheaper import without_the_grammar
with without_the_grammar():
    import nbformat
assert "rfc3987_syntax" not in sys.modules and "lark" not in sys.modules
nbformat.validate(nbformat.v4.new_notebook())
import rfc3987_syntax
"""


def test_objects_are_collected_as_before_afterwards() -> None:
    before = gc.get_threshold()
    with seldom_collected():
        assert gc.get_threshold()[0] > before[0]
    assert gc.get_threshold() == before


def test_notebooks_are_read_and_validated_without_the_grammar_of_addresses() -> None:
    """nbformat asks jsonschema, which builds it in seconds of arithmetic; no schema of a notebook names an address."""
    assert subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True).stderr == ""


@pytest.mark.parametrize("loaded", ["press.build.build", "press.run.loaded, press.notebooks, press.run.worker"])
def test_neither_the_build_nor_its_server_loads_that_grammar(loaded: str) -> None:
    """The first import of nbformat decides it, and that stands in another place than the one that was thought of."""
    asked = f"import sys, {loaded}; assert not {{'rfc3987_syntax', 'lark'}} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True).stderr == ""
