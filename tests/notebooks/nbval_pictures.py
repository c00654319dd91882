"""A plugin for nbval, which by itself never compares pictures: a destroyed figure would pass."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable
from typing import Any

from nbval.plugin import IPyNbCell
from pictures import same_picture

_compare_the_rest = IPyNbCell.compare_outputs


def _pictures(outputs: Iterable[Any]) -> list[bytes]:
    return [b64decode(each["data"]["image/png"]) for each in outputs if "image/png" in each.get("data", {})]


def _compare(self: Any, test: Any, ref: Any, skip_compare: Any = None) -> bool:
    if not _compare_the_rest(self, test, ref, skip_compare):
        return False
    new, kept = _pictures(test), _pictures(ref)
    if len(new) == len(kept) and all(map(same_picture, new, kept)):
        return True
    self.comparison_traceback.append("a picture differs from the one in the committed notebook")
    return False


IPyNbCell.compare_outputs = _compare
