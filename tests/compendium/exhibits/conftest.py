"""What the processes that test the exhibits share."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from .registries import SHARED


@pytest.fixture(scope="session", autouse=True)
def _shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    own = tmp_path_factory.getbasetemp()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SHARED, str(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own))
        yield
