"""A YAML file gone through key by key: every fault of it is kept, with its line, and the reading goes on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from press.ground.fault import FaultRecord
from press.ground.nearest import nearest
from press.ground.yaml_tree import ASKED, Node

_ENTRY = re.compile(r"\.each\[\d+\]")


@dataclass
class Review:
    """The faults found so far in one file, which messages call `file`. Keys are named from the top, with points.

    decide: what there is to decide where a ? stands, by the last part of its key; what: what the file is, "a mapping".
    """

    file: str
    what: str
    decide: Mapping[str, str] = field(default_factory=dict)
    found: dict[FaultRecord, None] = field(default_factory=dict)
    _of: dict[tuple[int, str], tuple[Node, FaultRecord]] = field(default_factory=dict)

    def fault(self, node: Node, key: str, rule: str, action: str, value: str | None = None) -> None:
        """Keep a fault once; of a value of blocks and lists only its key is shown.

        What stands above the entries of `each` is gone through with each of them, and is no fault of one.
        """
        shown = node.shown if value is None else value
        record = FaultRecord(self.file, node.line, key, shown, rule, action)
        if (place := (id(node), rule)) in self._of:
            _, before = self._of[place]
            if before == record:
                return
            self.found.pop(before, None)
            record = replace(record, column=_ENTRY.sub("", key))
        self._of[place] = node, record
        self.found[record] = None

    def block(self, node: Node, key: str, known: Sequence[str] = ()) -> dict[str, Node]:
        """Return the entries of a block by key; a key twice, or one that is not `known` where some are, is a fault."""
        if node.entries is None:
            self.undecided_or(
                node, key, "a block of keys and values", "write it as key: value, indented below its name"
            )
            return {}
        kept: dict[str, Node] = {}
        for name, line, value in node.entries:
            at = Node(line, text=name)
            if name in kept:
                rule = f"each key once; line {kept[name].line} has it too"
                self.fault(at, _under(key, name), rule, "remove or rename one of the two", "")
            elif known and name not in known:
                near = nearest(name, known).removeprefix("; nearest: ")
                action = f"write {near}, if that is meant" if near else f"the keys are {among_text(known)}"
                self.fault(at, _under(key, name), f"a key of {key or self.what}", action, "")
            else:
                kept[name] = value
        return kept

    def undecided_or(self, node: Node, key: str, rule: str, action: str) -> None:
        """Keep a fault of a value; where it is a ? that stands alone, say what there is to decide."""
        if node.text == ASKED:
            decide = next((said for part in reversed(key.split(".")) if (said := self.decide.get(part))), action)
            rule, action = "decided: a ? stands for what only the centre knows", decide
        self.fault(node, key, rule, action)

    def text(self, node: Node, key: str, what: str) -> str:
        """Return a text that is not empty, "" after a fault."""
        if node.text and node.text != ASKED:
            return node.text
        self.undecided_or(node, key, what, f"write {what}")
        return ""

    def texts(self, node: Node, key: str, what: str) -> tuple[str, ...]:
        """Return a list of texts, of which a single one may stand without brackets."""
        if node.items is None:
            one = self.text(node, key, what)
            return (one,) if one else ()
        if not node.items:
            self.fault(node, key, f"{what}, at least one", "fill in the list, or take the key away", "[]")
        return tuple(text for item in node.items if (text := self.text(item, key, what)))

    def one_of(self, node: Node, key: str, among: Sequence[str]) -> str:
        """Return one of the words `among`, "" after a fault."""
        if node.text in among:
            return str(node.text)
        near = nearest(node.text or "", among)
        self.undecided_or(node, key, f"one of {', '.join(among)}", f"write one of these exactly{near}")
        return ""

    def several_of(self, node: Node, key: str, among: Sequence[str]) -> tuple[str, ...]:
        """Return one or more of the words `among`."""
        each = node.items if node.items is not None else (node,)
        return tuple(word for item in each if (word := self.one_of(item, key, among)))

    def yes(self, node: Node, key: str) -> bool:
        """Return whether a key says true; anything but true and false is a fault."""
        return self.one_of(node, key, ("true", "false")) == "true"

    def number(self, node: Node, key: str, what: str, is_good: Callable[[Decimal], bool]) -> Decimal | None:
        """Return a number with a decimal point for which `is_good` holds, None after a fault."""
        try:
            value = Decimal(node.text or "")
        except InvalidOperation:
            value = Decimal("NaN")
        if value.is_finite() and is_good(value):
            return value
        self.undecided_or(node, key, what, "write digits alone, with a decimal point")
        return None

    def records(self) -> list[FaultRecord]:
        """Return every fault, in the order of the lines."""
        return sorted(self.found, key=lambda record: record.row)


def among_text(names: Iterable[str], most: int = 12) -> str:
    """Return names in a row, the first of them where there are many.

    >>> among_text(["a", "b", "c"], most=2)
    'a, b ... (3 in all)'
    """
    known = list(names)
    return ", ".join(known) if len(known) <= most else f"{', '.join(known[:most])} ... ({len(known)} in all)"


def _under(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name
