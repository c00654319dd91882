"""The example table and figure, ready to be written."""

from __future__ import annotations

import pytest

from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.table.layout import Table

from .example import build, draw


@pytest.fixture
def table() -> Table:
    return build()


@pytest.fixture
def wide() -> Table:
    return build(landscape=True, repeats=12, name="table_wide")


@pytest.fixture
def exhibit() -> Exhibit:
    return draw()


@pytest.fixture
def again() -> Exhibit:
    """The same figure, drawn a second time."""
    return draw()
