"""Rule: an error rate rests on every module that its code reaches by import, and on what their packages carry."""

from __future__ import annotations

from pathlib import Path

import pytest

from error_rates.closure import Closure
from press.ground.fault import Fault
from press.project import Project

FILES = {
    "__init__.py": "",
    "right.py": "from standin.arithmetic import twice\n",
    "arithmetic.py": "def twice(n):\n    return 2 * n\n",
    "left.py": "",
    "templates/deep/page.html": "<p>",
    "inner/__init__.py": "",
    "inner/unused.txt": "",
}


@pytest.fixture
def closure(tmp_path: Path) -> Closure:
    """The import graph of a small package."""
    for name, text in FILES.items():
        path = tmp_path / "src/standin" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Closure(Project(tmp_path))


def test_what_is_imported_counts_and_what_a_package_carries_in_folders(closure: Closure) -> None:
    reached = {
        f"src/standin/{name}" for name in ("__init__.py", "right.py", "arithmetic.py", "templates/deep/page.html")
    }
    assert set(closure.of_step(["standin.right"])) == reached


def test_a_module_in_no_package_is_refused(closure: Closure) -> None:
    with pytest.raises(Fault, match=r"^elsewhere is no module of a package in src/ or of the press"):
        closure.of_step(["elsewhere"])
