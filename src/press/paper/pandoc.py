"""The one place that runs pandoc: a text or a document tree in, the bytes of a file out, a Fault where it complains."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import panflute as pf

from press.ground.dates import source_date
from press.ground.fault import Fault
from press.paper.tree_copy import as_json, tree_of

# What an author writes. Off: what would read a number's brackets, or a plain sentence, as something else.
MARKDOWN = "markdown-example_lists-fancy_lists"
_PASSED_ON = ("TMPDIR", "SYSTEMROOT")
_UTF8 = {"LANG": "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"}  # in which it reads and names files


def convert(tree: pf.Doc | str, *, source: str = "json", to: str, options: Sequence[str] = (), root: Path) -> bytes:
    """Return `tree` in pandoc's format `to`; a text is read as `source`.

    Pandoc runs in the folder paper of the project at `root`: bibliography, style and pictures are named from there.
    Nothing of the user's own set-up counts. Raises Fault with pandoc's own words where it fails or warns.

    >>> import tempfile
    >>> convert("A *word*.", source=MARKDOWN, to="html", root=Path(tempfile.gettempdir()))
    b'<p>A <em>word</em>.</p>\\n'
    """
    folder = root / "paper"
    folder = folder if folder.is_dir() else root
    given = as_json(tree).encode() if isinstance(tree, pf.Doc) else tree.encode()
    options = [f"--from={source}", f"--to={to}", "--output=-", "--fail-if-warnings", *options]
    ran = _run(options, folder, given)
    if ran.returncode or ran.stderr:
        message = _message(ran.stderr.decode(errors="replace").replace(f"{root}{os.sep}", ""))
        doing = "the text cannot be read" if to == "json" else f"the paper cannot be written as {to}"
        raise Fault(f"{doing}: {message or f'pandoc ended with {ran.returncode}'}")
    return ran.stdout


def _message(stderr: str) -> str:
    r"""Pandoc's complaints on one line.

    >>> _message("[WARNING] Duplicate identifier 'a' at line 6\nFailing because there were warnings.\n")
    "Duplicate identifier 'a' at line 6"
    """
    lines = [line.removeprefix("[WARNING] ").strip() for line in stderr.splitlines()]
    return "; ".join(line for line in lines if line and not line.startswith("Failing because"))


def citing(style: Path | None) -> list[str]:
    """Return the options that set citations in a CSL style, in pandoc's own where there is none."""
    return ["--citeproc", *([f"--csl={style}"] if style else [])]


def default_file(name: str) -> bytes:
    """Return a file that pandoc brings with it, such as "reference.docx". Raises Fault where it has no such file."""
    ran = _run([f"--print-default-data-file={name}"], Path.cwd(), b"")
    if ran.returncode:
        raise Fault(f"pandoc has no file of its own called {name}: {ran.stderr.decode(errors='replace').strip()}")
    return ran.stdout


def _run(options: Sequence[str], folder: Path, given: bytes) -> subprocess.CompletedProcess[bytes]:
    """Run pandoc in a folder, with the user's own templates and settings out of its sight."""
    none = str(folder / "none-of-the-user")
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return subprocess.run(
        [locked_pandoc(), f"--data-dir={none}", *options],
        input=given,
        cwd=folder,
        env=kept | _UTF8 | {"HOME": none, "SOURCE_DATE_EPOCH": str(source_date())},
        capture_output=True,
        check=False,
    )


@cache
def locked_pandoc() -> Path:
    """Return the program that the package pypandoc-binary brings, which the lock names, wherever else there is one.

    Raises Fault where the package is not there, or is the one without the program.
    """
    package = find_spec("pypandoc")
    name = "pandoc.exe" if os.name == "nt" else "pandoc"
    for folder in (package.submodule_search_locations or ()) if package else ():
        if os.access(Path(folder, "files", name), os.X_OK):
            return Path(folder, "files", name)
    raise Fault("pandoc is not in the environment: install pypandoc-binary as the lock names it (`make all` does)")


def read_markdown(text: str, root: Path) -> pf.Doc:
    """Return an author's text as a document tree; of one keyword its header may make a list or not.

    Raises Fault with pandoc's own words where it fails or warns, and where the header names authors.
    """
    tree = tree_of(convert(text, source=MARKDOWN, to="json", root=root).decode())
    if "author" in tree.metadata:
        raise Fault("the header names authors; they are named in one file for all texts, paper/authors.yml: delete it")
    value = tree.metadata["keywords"] if "keywords" in tree.metadata else pf.MetaList()
    if isinstance(value, pf.MetaInlines):
        tree.metadata["keywords"] = pf.MetaList(value)
    elif not (isinstance(value, pf.MetaList) and all(isinstance(each, pf.MetaInlines) for each in value)):
        raise Fault("the header's keywords must be words, or a list of words: - One, - Another")
    return tree
