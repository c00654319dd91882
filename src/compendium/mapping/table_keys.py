"""One table's block in a mapping: which table of the source, which of its rows, and the entry of every variable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from compendium.mapping.rule_keys import ORIGINS, UNDECIDED, read_rule
from compendium.mapping.statement import Notation, Part, Rule
from compendium.registry.codebook import KEYS as ROW_KEYS
from compendium.registry.codebook import Variable
from press.ground.nearest import nearest
from press.ground.yaml_review import Review
from press.ground.yaml_tree import ASKED, Node

KEYS = ("from", "when", "each", "beside", "absent")


@dataclass(frozen=True)
class _Block:
    """One block of a table, with the entry of each variable as the mapping has it."""

    key: str
    node: Node
    keys: dict[str, Node]
    entries: dict[str, Node]


def read_parts(
    node: Node, name: str, variables: tuple[Variable, ...], review: Review, default: Notation
) -> tuple[Part, ...]:
    """Return the parts of a table, one for each table of the source and each group of columns.

    Several blocks in a list stand below one another, or beside the first where they say so. Every variable of the
    codebook must be in one of them.
    """
    key = f"tables.{name}"
    nodes = node.items if node.items is not None else (node,)
    blocks = [
        _block(each, key if node.items is None else f"{key}[{at}]", variables, review)
        for at, each in enumerate(nodes, 1)
    ]
    if not nodes:
        review.fault(node, key, "the block of a table, at least one", "fill it in, or write absent: and why", "[]")
    beside = ["beside" in block.keys and review.yes(block.keys["beside"], f"{block.key}.beside") for block in blocks]
    if beside and all(beside):
        review.fault(node, key, "one block that the others stand beside", "take beside: away from the first", "")
    parts: list[Part] = []
    given: set[str] = set()
    for block, is_beside in zip(blocks, beside, strict=True):
        found = list(_parts(block, variables, review, default, beside=is_beside))
        given |= {each for part in found for each in part.rules}
        parts += found
        missing = [each for each in ROW_KEYS[name] if found and each not in found[0].rules]
        for each in missing if name != "adverse_events" or is_beside else []:
            rule = f"an entry for {each} in every block: rows are told apart by it"
            review.fault(block.node, block.key, rule, "name its column", "")
            given.add(each)
    lacking = [variable for variable in variables if variable.name not in given]
    if lacking and any(block.node.entries for block in blocks):
        _lacking(blocks[0], lacking, review)
    return tuple(parts)


def _lacking(block: _Block, lacking: list[Variable], review: Review) -> None:
    for needed in (True, False):
        names = [variable.name for variable in lacking if variable.required == needed]
        if names:
            rule = f"an entry for every variable of the codebook; without one are {', '.join(names)}"
            action = "name the column of each, or write under absent: why there is none"
            if needed:
                rule, action = f"{rule}, which the study cannot do without", "name the column of each, or a constant"
            review.fault(block.node, block.key, rule, action, "")


def _block(node: Node, key: str, variables: tuple[Variable, ...], review: Review) -> _Block:
    names = [variable.name for variable in variables]
    entries = review.block(node, key, [*KEYS, *names])
    of_variables = {name: each for name, each in entries.items() if name in names}
    if absent := entries.get("absent"):
        for name, each in _absent(absent, key, names, review):
            if name in of_variables:
                rule = f"one entry for each variable; line {of_variables[name].line} has it too"
                review.fault(each, f"{key}.absent", rule, "keep the one that is meant", name)
            else:
                of_variables[name] = each
    return _Block(key, node, {name: each for name, each in entries.items() if name in KEYS}, of_variables)


def _absent(node: Node, key: str, names: list[str], review: Review) -> Iterator[tuple[str, Node]]:
    """Yield each variable under a table's `absent:`, which has the reasons as keys, as an entry of its own."""
    for reason, listed in review.block(node, f"{key}.absent").items():
        if reason in ("", "?", ASKED):
            action = "write the reason in the place of ?, or take a variable out of the list and name its column"
            review.fault(listed, f"{key}.absent", "the reason why there are no such columns", action, "?")
            reason = UNDECIDED
        for item in listed.items if listed.items is not None else (listed,):
            if item.text in names:
                yield str(item.text), Node(item.line, entries=(("absent", item.line, Node(item.line, text=reason)),))
            else:
                what = f"the name of a variable of the codebook{nearest(item.text or '', names)}"
                review.undecided_or(item, f"{key}.absent", what, "write it as data/codebook.csv has it")


def _parts(
    block: _Block, variables: tuple[Variable, ...], review: Review, default: Notation, *, beside: bool
) -> Iterator[Part]:
    sources: tuple[str, ...] = ()
    if "from" in block.keys:
        sources = review.texts(block.keys["from"], f"{block.key}.from", "the name of a table of the source")
    elif block.node.entries is not None:
        review.fault(block.node, block.key, "from: with the table of the source that it is made of", "name it", "")
    when = {}
    if "when" in block.keys:
        key = f"{block.key}.when"
        for column, node in review.block(block.keys["when"], key).items():
            empty = node.text == ""
            when[column] = ("",) if empty else review.texts(node, f"{key}.{column}", "a value of the column")
    by_name = {variable.name: variable for variable in variables}
    for number, (entries, own) in enumerate(_each(block, list(by_name), review), start=1):
        key = block.key if not own else f"{block.key}.each[{number}]"
        rules: dict[str, Rule] = {}
        for name, node in entries.items():
            rules[name] = read_rule(node, by_name[name], f"{key}.{name}", review, default)
        filled = tuple(column for name in own for column in rules[name].columns)
        for source in sources or ("",):
            yield Part(source, block.node.line, rules, when, filled, beside)


def _each(block: _Block, names: list[str], review: Review) -> Iterator[tuple[dict[str, Node], tuple[str, ...]]]:
    """Yield the entries of each row that a row of the source gives, and which of them are its own.

    What a group under `each` says of a variable is added to what the block says of it; `visit: baseline` is the visit's
    name there, not a column's.
    """
    if "each" not in block.keys:
        yield block.entries, ()
        return
    node = block.keys["each"]
    if not node.items:
        review.undecided_or(
            node, f"{block.key}.each", "a list of groups of columns", "write - {visit: ..., ck: ...} for each"
        )
    groups = [review.block(each, f"{block.key}.each[{at}]", names) for at, each in enumerate(node.items or (), 1)]
    in_groups = {name for own in groups for name in own}
    for own in groups:
        merged = {name: each for name, each in block.entries.items() if name not in in_groups or _has_origin(each)}
        merged.update({name: _merged(block.entries.get(name), each, name) for name, each in own.items()})
        yield merged, tuple(own)


def _has_origin(node: Node) -> bool:
    """Whether an entry says where the variable comes from; one that says only how it is written waits for its group."""
    return node.entries is None or any(key in ORIGINS for key, _, _ in node.entries)


def _merged(general: Node | None, own: Node, name: str) -> Node:
    origin = "constant" if name == "visit" else "column"
    if own.text is not None and own.text != ASKED:
        own = Node(own.line, entries=((origin, own.line, own),))
    if general is None or general.entries is None or own.entries is None:
        return own
    said = {key for key, _, _ in own.entries}
    if "constant" in said or "absent" in said:
        return own
    if said & set(ORIGINS):
        said |= set(ORIGINS)
    return Node(own.line, entries=(*(each for each in general.entries if each[0] not in said), *own.entries))
