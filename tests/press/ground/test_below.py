"""Rule: a walk through a folder follows links and comes to its end; it refuses the link that has none, and no other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from press.ground.below import files_below
from press.ground.fault import Fault


def tree(root: Path, links: Sequence[tuple[str, str]]) -> Path:
    for name in ("a/x.csv", "b/inner/y.csv", "b/.hidden/z.csv"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("", encoding="utf-8")
    for name, to in links:
        (root / name).symlink_to(to)
    return root


def found(root: Path) -> list[str]:
    return [path.relative_to(root).as_posix() for path in files_below(root)]


def test_what_two_links_lead_to_is_found_under_each_name(tmp_path: Path) -> None:
    root = tree(tmp_path, [("A", "b"), ("c", "b/inner"), ("b/other", "../a")])
    other = ["other/x.csv", "inner/y.csv"]
    assert sorted(found(root)) == sorted(
        ["a/x.csv", "c/y.csv", *(f"A/{name}" for name in other), *(f"b/{name}" for name in other)]
    )


@pytest.mark.parametrize(
    ("links", "named"),
    [
        ([("b/inner/up", "..")], "b/inner/up"),
        ([("b/inner/self", ".")], "b/inner/self"),
        ([("all", "/")], "all"),
        ([("a/to_b", "../b"), ("b/to_a", "../a")], "a/to_b/to_a"),
    ],
    ids=["its parent", "its own folder", "the root of all", "two that lead to each other"],
)
def test_a_link_that_leads_back_is_refused_by_its_name(
    tmp_path: Path, links: Sequence[tuple[str, str]], named: str
) -> None:
    with pytest.raises(Fault, match=f"^{tmp_path}/{named} is a link that leads back to where it lies: remove it$"):
        found(tree(tmp_path, links))


def test_a_folder_may_itself_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tree(tmp_path / "real", []))
    assert found(tmp_path / "link") == ["a/x.csv", "b/inner/y.csv"]
    assert found(tmp_path / "missing") == []
