"""How a function or class is called, read from its source text, with the project's own types written in full."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeGuard

Defined = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
_EMPTY = re.compile(r"field\(default_factory=(dict|list|tuple|set)\)")
_FIRST = re.compile(r"^(?:self|cls)(?:, |$)")


def public(body: list[ast.stmt]) -> Iterator[Defined]:
    """Return the functions and classes among some statements that are meant for others and have a description."""
    for node in body:
        if isinstance(node, Defined) and not node.name.startswith("_") and ast.get_docstring(node):
            yield node


def is_marked(node: Defined, *names: str) -> bool:
    """Return whether one of the decorators above a definition has one of these names."""
    return any(ast.unparse(each).partition("(")[0].rpartition(".")[2] in names for each in node.decorator_list)


def signature(node: Defined) -> str:
    """Return a definition as it is called: `name(arguments) -> result`, a property by its name alone.

    >>> signature(ast.parse("def add(self, rows: list[Row] = ()) -> None: pass").body[0])
    'add(rows: list[Row]=()) -> None'
    """
    if isinstance(node, ast.ClassDef):
        return f"{node.name}({', '.join(_made_with(node))})"
    if is_marked(node, "property", "cached_property"):
        return node.name
    result = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"{node.name}({_FIRST.sub('', ast.unparse(node.args))}){result}"


def _made_with(node: ast.ClassDef) -> Iterator[str]:
    """What a class is made with: the fields of a dataclass, else the arguments of its __init__."""
    for part in node.body:
        if isinstance(part, ast.FunctionDef) and part.name == "__init__":
            yield from filter(None, [_FIRST.sub("", ast.unparse(part.args))])
        elif is_marked(node, "dataclass") and isinstance(part, ast.AnnAssign):
            yield _EMPTY.sub(r"\1()", ast.unparse(part))


def classes(trees: Mapping[str, ast.Module]) -> dict[str, list[str]]:
    """Return the full names of all classes that are described, by their short names, from the modules by name."""
    names: dict[str, list[str]] = {}
    for module, tree in trees.items():
        for node in filter(_is_class, public(tree.body)):
            names.setdefault(node.name, []).append(f"{module}.{node.name}")
    return names


def write_types_in_full(tree: ast.Module, module: str, described: Mapping[str, Sequence[str]]) -> None:
    """Change the annotations of a module: a class that is described gets its full name, and so leads to its place."""
    named = [(node.name, module) for node in tree.body if _is_class(node)]
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            named += [(each.asname or each.name, node.module or "") for each in node.names]
    known = {name: _home(where, described.get(name, ())) for name, where in named}
    full = _InFull({name: home for name, home in known.items() if home})
    for node in ast.walk(tree):
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            node.annotation = full.visit(node.annotation)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns is not None:
            node.returns = full.visit(node.returns)


def _is_class(node: ast.stmt) -> TypeGuard[ast.ClassDef]:
    return isinstance(node, ast.ClassDef)


def _home(imported_from: str, candidates: Sequence[str]) -> str:
    """Where a class is described, also if a package hands it on from one of its modules; "" where it is not."""
    homes = [each for each in candidates if each.startswith(f"{imported_from}.")]
    return homes[0] if len(homes) == 1 else ""


class _InFull(ast.NodeTransformer):
    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self._names.get(node.id, node.id))
