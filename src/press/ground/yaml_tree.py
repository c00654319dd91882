"""A YAML text as a tree in which every value is text and knows its line; what could harm or mislead is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from press.ground.fault import FaultRecord, SpreadsheetFault
from press.ground.plain_file import read_plain

ASKED = "<undecided>"  # how a ? that stands alone is held: the draft's question to the one who completes it
_LARGEST = 1_000_000  # characters
_DEEPEST = 20
_QUESTION = re.compile(r"(?<=[:,\[{-] )\?(?=\s*(?:[#,\]}]|$))|(?<=[\[{])\?(?=\s*[,\]}])")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')


@dataclass(frozen=True)
class Form:
    """What a YAML file is, as messages speak of it: "mapping", what it must hold, and what to do to have one."""

    name: str
    holds: str
    look: str
    make: str


@dataclass(frozen=True)
class Node:
    """A value: a text, or the values of a list, or the entries of a block, each a key, its line and its value."""

    line: int
    text: str | None = None
    items: tuple[Node, ...] | None = None
    entries: tuple[tuple[str, int, Node], ...] | None = None

    @property
    def shown(self) -> str:
        """The value as messages quote it, at most 60 characters; "" for a list or a block."""
        return "?" if self.text == ASKED else (self.text or "")[:60]


def read_yaml(path: Path, file: str, form: Form) -> Node:
    """Return the tree of a YAML file, which messages call `file`; no value is given a type, so `no` stays "no".

    Raises SpreadsheetFault where it is no plain file in UTF-8, no YAML, or has tabs, tags, anchors or great depth.
    """
    raw = read_plain(path, file)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        raise _refused(file, row, "", "written in UTF-8; here it is not", "save it as UTF-8 in your editor") from None
    return parse_yaml(text, file, form)


def parse_yaml(text: str, file: str, form: Form) -> Node:
    """Return the tree of a YAML text. Raises SpreadsheetFault as `read_yaml` does.

    >>> form = Form("mapping", "the block tables", "see its form", "draft one")
    >>> node = parse_yaml("sex: {column: Sesso}\\nck: {unit: ?}", "m.yaml", form)
    >>> [(key, line) for key, line, value in node.entries], node.entries[1][2].entries[0][2].text
    ([('sex', 1), ('ck', 2)], '<undecided>')
    """
    if len(text) > _LARGEST:
        rule = f"{_a(form.name)} of at most {_LARGEST} characters"
        raise _refused(file, 0, "", rule, "see whether it is the file meant")
    for row, line in enumerate(text.splitlines(), start=1):
        if "\t" in line[: len(line) - len(line.lstrip())]:
            raise _refused(file, row, "", "indented with blanks; here there is a tab", "put blanks in its place")
    try:
        _look_for_harm(asked := _with_questions(text), file, form)
        root = yaml.compose(asked, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise _refused(file, *_what_is_no_yaml(error)) from None
    except yaml.YAMLError:  # a character that no YAML may hold
        raise _refused(file, 0, "", "a text without control characters", "remove them in your editor") from None
    if root is None:
        raise _refused(file, 0, "", f"not empty: it has {form.holds}", form.make)
    return _node(root)


def _with_questions(text: str) -> str:
    """Write out each ? that stands alone, which YAML itself would take for the sign of a key."""
    lines = []
    for line in text.split("\n"):
        hidden = _QUOTED.sub(lambda quoted: "_" * len(quoted[0]), line)
        asked = [match.start() for match in _QUESTION.finditer(hidden) if " #" not in hidden[: match.start()]]
        for at in reversed(asked):
            line = f"{line[:at]}{ASKED}{line[at + 1 :]}"
        lines.append(line)
    return "\n".join(lines)


def _look_for_harm(text: str, file: str, form: Form) -> None:
    """Refuse what lets a small file grow without bound or make objects; and a second document, which would be lost."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        row = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            rule = "every value written where it is used, without & and *"
            raise _refused(file, row, str(event.anchor), rule, "write it out, or put a text with & or * in quotes")
        if isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag:
            rule = "texts, lists and blocks alone, without !"
            raise _refused(file, row, str(event.tag), rule, "take the tag away, or put a text with ! in quotes")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if depth > _DEEPEST:
            raise _refused(file, row, "", f"blocks at most {_DEEPEST} deep", form.look)
        if documents > 1:
            raise _refused(
                file, row, "", f"one {form.name} a file; here a second begins (---)", "put it in its own file"
            )


def _node(node: yaml.Node) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return Node(line, items=tuple(map(_node, node.value)))
    if isinstance(node, yaml.MappingNode):
        pairs = ((key.value if isinstance(key, yaml.ScalarNode) else ASKED, key, value) for key, value in node.value)
        return Node(line, entries=tuple((name, key.start_mark.line + 1, _node(value)) for name, key, value in pairs))
    plain_null = isinstance(node, yaml.ScalarNode) and node.style is None and node.value in ("~", "null")
    return Node(line, text="" if plain_null else node.value)


def _what_is_no_yaml(error: yaml.MarkedYAMLError) -> tuple[int, str, str, str]:
    mark = error.problem_mark or error.context_mark
    row = mark.line + 1 if mark else 0
    rule = f"YAML; here a reader of it stops ({error.problem})"
    action = "put a name with : # { } [ ] , & * ? ! | > ' \" % @ in quotes, close every bracket, indent alike"
    return row, "", rule, action


def _a(name: str) -> str:
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


def _refused(file: str, row: int, value: str, rule: str, action: str) -> SpreadsheetFault:
    return SpreadsheetFault([FaultRecord(file, row, "", value, rule, action)])
