"""The text of a drafted mapping: its lines, what there is to say of each, and how sure each variable is."""

from __future__ import annotations

from dataclasses import dataclass, field

_HEAD = """\
# A draft of a mapping. Look at every line; a ? is a question that only the centre can answer, and stops the run until
# it is answered. "unsure" stands where a name is only like that of a variable. No patient's value is in it but codes
# and words that several patients share. The form of a mapping is in data/README.md.
"""


@dataclass
class Draft:
    """The lines of a draft, and the variables that are `sure`, `unsure` and `missing`, each as table.variable."""

    lines: list[str] = field(default_factory=list)
    sure: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The mapping file."""
        return _HEAD + "\n".join(self.lines) + "\n"

    def add(self, indent: int, key: str, value: str, comment: str = "") -> None:
        """Add an entry and what there is to say of it.

        >>> draft = Draft()
        >>> draft.add(4, "mmt8", "{column: MMT, scale: ?}", "which?")
        >>> draft.lines
        ['    mmt8: {column: MMT, scale: ?}  # which?']
        """
        said = f"{' ' * indent}{key}: {value}".rstrip()
        self.lines.append(f"{said}  # {comment}" if comment else said)
