"""What the processes that test the exhibits share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .registries import SHARED


@pytest.fixture(scope="session", autouse=True)
def _shared_folder(shared: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SHARED, str(shared))
        yield
