"""Whatever path a reader gives, it has a name in messages: a link that leads back to itself, too."""

from __future__ import annotations

from pathlib import Path

from press.project import Project


def test_a_link_that_leads_back_to_itself_has_a_name(root: Path, tmp_path: Path) -> None:
    """Path.resolve() raises RuntimeError there, which a reader saw as a traceback."""
    link = tmp_path / "v.csv"
    link.symlink_to(link)
    assert Project(root).name(link).endswith("v.csv")
