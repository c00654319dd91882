"""Rule: whatever a centre hands over is read right, or refused in one sentence that says what to do; nothing vanishes.

The kinds of damage are those of the fact sheet on own registries, section 8, "Bytes" and "Shape".
"""

from __future__ import annotations

from pathlib import Path

import pytest

from compendium.sources.handed import SourceFault
from compendium.sources.opening import open_source

from .damage import BYTES, SHAPE, Damage

KINDS = BYTES | SHAPE


@pytest.mark.parametrize("kind", [kind for kind, damage in KINDS.items() if damage.refused])
def test_it_is_refused_in_one_sentence(tmp_path: Path, kind: str) -> None:
    path = KINDS[kind].make(tmp_path)
    with pytest.raises(SourceFault) as raised:
        open_source(path)
    assert len(raised.value.records) == 1, raised.value
    found = raised.value.records[0]
    assert KINDS[kind].refused in found.rule
    assert found.action
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("kind", [kind for kind, damage in KINDS.items() if not damage.refused])
def test_it_is_read_right(tmp_path: Path, kind: str) -> None:
    damage: Damage = KINDS[kind]
    handed = open_source(damage.make(tmp_path))
    cells = next(iter(handed.tables.values()))
    assert cells.header == tuple(damage.header)
    assert cells.rows == [list(row) for row in damage.rows]
    assert len(cells.numbers) == len(cells.rows)
    if damage.numbers:
        assert cells.numbers == list(damage.numbers)
    left = [note[4] for note in handed.notes]
    for part in damage.noted:
        found = next((text for text in left if part in text), None)
        assert found, (part, left)
        left.remove(found)
    if not damage.noted and "row of units" not in kind:
        assert left == []


def test_there_are_sixty_kinds_and_more() -> None:
    assert len(KINDS) == len(BYTES) + len(SHAPE) >= 60
