"""Text as Markdown shows it: every sign that Markdown would take for a mark, a link, a tag or a formula, escaped."""

from __future__ import annotations

import re

_MARK = re.compile(r"[\\`*_\[\]<>|$~]|&(?=#?\w+;)")
_OPENS_A_BLOCK = re.compile(r"^(?=[-+#=])|^\d{1,9}(?=[.)](?:\s|$))")  # a list, a heading, a line below a heading
_BREAK = re.compile(r"\s*[\n\r]\s*")


def escape(text: str) -> str:
    r"""Return `text`, in one line, as Markdown that shows it as it is.

    >>> print(escape("[v2](final) *new* <b>"), escape("- item"), escape("1. May"), escape("two\nlines"))
    \[v2\](final) \*new\* \<b\> \- item 1\. May two lines
    """
    line = _MARK.sub(r"\\\g<0>", _BREAK.sub(" ", text))
    return _OPENS_A_BLOCK.sub(r"\g<0>\\", line)
