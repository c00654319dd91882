"""What every test shares: no drawing on a screen, no writing to the project, the same random cases at every run."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# One thread of linear algebra in each of two workers, as in a build: more would only wait for each other on two cores.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_name, "1")
os.environ["MPLBACKEND"] = "Agg"
# A shell that starts tests in the background has them ignore Ctrl-C, and so would the builds that they stop with it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
os.environ.pop("PRESS_ROOT", None)
settings.register_profile("compendium", derandomize=True, deadline=None)
settings.load_profile("compendium")


@pytest.fixture(scope="session", autouse=True)
def _output_aside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Send whatever a test writes as a notebook would to a temporary folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PRESS_OUT", str(tmp_path_factory.mktemp("out")))
        yield


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A temporary folder that all processes of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return Path(__file__).resolve().parents[1]
