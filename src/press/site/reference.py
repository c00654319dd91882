"""What every public function and class does, package by package and room by room, read from the source text."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from press.ground.merge_conflict import read_merged
from press.site.markdown import between
from press.site.signatures import Defined, classes, is_marked, public, signature, write_types_in_full

REFERENCE = "reference"  # the folder of the site for these pages
Place = tuple[str, str]  # a page, and a place on it; "" for all of the page
_QUOTED = re.compile(r"(`[^`]+`)")


def reference(source: Path) -> dict[str, str]:
    """Return a page for each package in `source` and for each room in it, by name: what it is for, then its modules.

    The text of the modules is read, with their public functions and classes; none of them is run. "index.md" leads to
    the packages.
    """
    trees = {_name(path, source): _tree(path, source) for path in _modules(source)}
    described = classes(trees)
    for name, tree in trees.items():
        write_types_in_full(tree, name, described)
    rooms = _rooms(trees)
    first = {"index.md": "\n".join(["# Reference", "", *_contents(rooms, "", depth=2)])}
    return first | {f"{_address(room)}.md": _page(room, rooms, trees) for room in rooms}


def places_of_modules(source: Path) -> dict[str, Place]:
    """Return the page and the place that describe a module, by its file in the project; a package has all of a page.

    A module that lies in no package is described nowhere.
    """
    files = {_name(path, source): _file(path, source) for path in _modules(source)}
    rooms = _rooms(files)
    return {file: (_address(room), _place(name)) for name, file in files.items() if (room := _room(name, rooms))}


def _place(name: str) -> str:
    """Where on its page a module is described: Sphinx writes other letters in its own way, so there it is the page."""
    return f"module-{name}" if name.isascii() and not name.endswith("__init__") else ""


def overview(source: Path, folder: str) -> str:
    """Return the list of packages and rooms, each with what it is for, as links into `folder`."""
    rooms = _rooms(_name(path, source) for path in _modules(source))
    lines = []
    for room in rooms:
        about = ast.get_docstring(_tree(source.joinpath(*room.split("."), "__init__.py"), source)) or ""
        said = as_markdown(" ".join(about.partition("\n\n")[0].split()))
        link = f'<a href="{folder}/{_address(room)}.html">{between(room.rpartition(".")[2])}</a>'
        depth = len([each for each in rooms if room.startswith(f"{each}.")])
        lines.append(f"{'  ' * depth}- {link}: {said}")
    return "\n".join([*lines, ""])


def _contents(rooms: Sequence[str], above: str, depth: int) -> list[str]:
    """The list of pages of what lies directly in a package, or, for "", in none."""
    within = [_address(each) for each in rooms if _room(each.rpartition(".")[0], rooms) == above]
    return ["```{toctree}", f":maxdepth: {depth}", "", *(f"/{page}" for page in within), "```", ""] if within else []


def _modules(source: Path) -> list[Path]:
    return sorted(source.rglob("*.py"), key=lambda path: path.with_suffix("").parts)


def _rooms(names: Iterable[str]) -> list[str]:
    """The packages and, in each, those that have a page of their own."""
    return [name.removesuffix(".__init__") for name in names if name.endswith(".__init__") and name.count(".") < 3]


def _room(name: str, rooms: Collection[str]) -> str:
    """The room whose page has a module: the innermost around it; "" where it lies in none."""
    while name and name not in rooms:
        name = name.rpartition(".")[0]
    return name


def _address(room: str) -> str:
    """The page of a package or room. Two pages of the reference are not of a package: its first, and its search."""
    return f"{room}_" if room in ("index", "search") else room.replace(".", "/")


def _name(path: Path, source: Path) -> str:
    return ".".join(path.relative_to(source).with_suffix("").parts)


def _tree(path: Path, source: Path) -> ast.Module:
    return ast.parse(read_merged(path, _file(path, source)))


def _file(path: Path, source: Path) -> str:
    return f"{source.name}/{path.relative_to(source).as_posix()}"


def _page(room: str, rooms: Sequence[str], trees: Mapping[str, ast.Module]) -> str:
    """The page of a package, which lists its rooms, or that of a room, with all modules in it."""
    about = as_markdown(ast.get_docstring(trees[f"{room}.__init__"]) or "")
    names = [name for name in trees if not name.endswith("__init__") and _room(name, rooms) == room]
    modules = [line for name in names for line in _module(name, trees[name])]
    own = [node for node in public(trees[f"{room}.__init__"].body) if ast.get_docstring(node)]
    if own:  # a package that is one file
        modules = [f"```{{py:module}} {room}", "```", "", *(line for node in own for line in _shown(node)), *modules]
    heading = f"# {between(room.rpartition('.')[2])}"
    return "\n".join([heading, "", about, "", *_contents(rooms, room, depth=1), *modules])


def _module(name: str, tree: ast.Module) -> Iterator[str]:
    """A heading, the sentence that opens the module, and everything public in it that has a description."""
    yield from (f"## {between(name.partition('.')[2])}", "", f"```{{py:module}} {name}", "```", "")
    yield from (as_markdown(ast.get_docstring(tree) or ""), "")
    for node in public(tree.body):
        yield from _shown(node)


def _shown(node: Defined) -> Iterator[str]:
    """A function, or a class with what is in it."""
    if isinstance(node, ast.ClassDef):
        members = [line for member in public(node.body) for line in _described("````", _kind(member), member)]
        yield from _described("`````", "py:class", node, *members)
    else:
        yield from _described("````", "py:function", node)


def _kind(member: Defined) -> str:
    return "py:property" if is_marked(member, "property", "cached_property") else "py:method"


def _described(fence: str, kind: str, node: Defined, *members: str) -> Iterator[str]:
    """A definition: how it is called, what it does, and for a class what is in it."""
    yield f"{fence}{{{kind}}} {signature(node)}"
    if kind == "py:method" and is_marked(node, "classmethod"):
        yield ":classmethod:"
    if kind == "py:property" and not isinstance(node, ast.ClassDef) and node.returns is not None:
        yield f":type: {ast.unparse(node.returns)}"
    yield from ("", as_markdown(ast.get_docstring(node) or ""), "", *members, fence, "")


def as_markdown(description: str) -> str:
    """Turn a description - plain words, `names`, and examples after >>> - into Markdown.

    >>> print(as_markdown("The d_z of `changes`."))
    The d\\_z of `changes`.
    """
    blocks = re.split(r"\n\s*\n", inspect.cleandoc(description))
    return "\n\n".join(f"```pycon\n{block}\n```" if block.startswith(">>>") else _words(block) for block in blocks)


def _words(block: str) -> str:
    return "\n".join(_item(item) for item in re.split(r"\n(?=- )", block))


def _item(item: str) -> str:
    bullet, words = ("- ", item[2:]) if item.startswith("- ") else ("", item)
    return bullet + "".join(part if part.startswith("`") else between(part) for part in _QUOTED.split(words))
