"""Rule: an error rate rests on every module that its code reaches by import, what these carry, and their packages."""

from __future__ import annotations

from pathlib import Path

import pytest

from error_rates.closure import Closure
from error_rates.packages import Lock
from press.ground.fault import Fault
from press.project import Project

FILES = {
    "__init__.py": "",
    "right.py": "import json\n\nfrom standin.arithmetic import twice\n",
    "arithmetic.py": "import pandas\n\n\ndef twice(n):\n    return 2 * n\n",
    "left.py": "import pingouin\n",
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


def test_what_is_imported_from_others_counts_with_what_it_needs(closure: Closure, tmp_path: Path) -> None:
    imported = closure.imported(["standin.right"])
    assert {"json", "pandas"} <= imported
    assert "pingouin" not in imported
    lock = tmp_path / "requirements.lock"
    lock.write_text(
        "numpy==2.4.0 ; python_full_version < '3.12' \\\n    --hash=sha256:aa\nnumpy==2.5.0 \\\n    --hash=sha256:bb\n"
        "pandas==3.0.0 \\\n    --hash=sha256:cc\npingouin==0.7.0\n",
        encoding="utf-8",
    )
    assert Lock(Project(tmp_path)).of_imports(imported) == {
        "numpy": ["2.4.0 ; python_full_version < '3.12'", "2.5.0"],  # pandas needs it
        "pandas": ["3.0.0"],
    }


def test_a_module_in_no_package_is_refused(closure: Closure) -> None:
    with pytest.raises(Fault, match=r"^elsewhere is no module of a package in src/ or of the press"):
        closure.of_step(["elsewhere"])
