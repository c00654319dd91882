"""Two sequences side by side: which of one stands for which of the other, in order, and what has no counterpart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

T = TypeVar("T")
Pairs = list[tuple[T | None, T | None]]
_ALIKE = 0.35  # from here on two paragraphs are one that was edited


def aligned(old: Sequence[T], new: Sequence[T], key: Callable[[T], tuple[str, str]]) -> Pairs[T]:
    """Return pairs in the order of both; key: of what kind an element is, and its text. None stands for none.

    Of two elements of one kind that are alike, though not the same, one is taken for the other.

    >>> aligned(["a b c", "x"], ["a b d", "y z"], lambda text: ("", text))
    [('a b c', 'a b d'), ('x', None), (None, 'y z')]
    """
    before, after = [key(each) for each in old], [key(each) for each in new]
    pairs: Pairs[T] = []
    for tag, i, i_end, j, j_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += zip(old[i:i_end], new[j:j_end], strict=True)
        else:
            for one, other in _edited(before[i:i_end], after[j:j_end]):
                pairs.append((None if one is None else old[i + one], None if other is None else new[j + other]))
    return pairs


def _edited(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> list[tuple[int | None, int | None]]:
    """Pair what is alike, in order, so that the likeness of all pairs together is greatest."""
    likeness = [[_likeness(one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], likeness[i][j] + best[i + 1][j + 1])
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and likeness[i][j] and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif i < len(old) and (j == len(new) or best[i][j] == best[i + 1][j]):
            pairs.append((i, None))
            i += 1
        else:
            pairs.append((None, j))
            j += 1
    return pairs


def _likeness(one: tuple[str, str], other: tuple[str, str]) -> float:
    """The share of words in common (Dice), 0 for two kinds and below what counts as alike."""
    if one[0] != other[0]:
        return 0.0
    words, others = Counter(one[1].split()), Counter(other[1].split())
    total = words.total() + others.total()
    share = 2 * (words & others).total() / total if total else 1.0
    return share if share >= _ALIKE else 0.0
