"""How centres call each variable, level and table, in English and Italian, as data/definitions/synonyms.csv has it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.utils import default_process

from compendium.registry.codebook import TABLES, Codebook
from press.ground.fault import FaultRecord, stop_at
from press.ground.nearest import nearest
from press.ground.paths import project_root
from press.ground.spreadsheet import Line, inspect_spreadsheet

SYNONYMS = "data/definitions/synonyms.csv"


@dataclass(frozen=True)
class Synonyms:
    """`names` of each variable and table, and of each variable `levels` by word; all as `processed` has them."""

    names: dict[str, tuple[str, ...]]
    levels: dict[str, dict[str, str]]

    def level(self, variable: str, word: str) -> str:
        """Return the level that a word stands for, "" where none is known."""
        return self.levels.get(variable, {}).get(processed(word), "")


def processed(text: str) -> str:
    """Return a name in small letters, one blank for each run of other signs.

    >>> processed("Anti-TIF1γ (ELISA)"), processed("CK_totale")
    ('anti tif1γ elisa', 'ck totale')
    """
    return " ".join(default_process(unicodedata.normalize("NFKC", text).replace("_", " ")).split())


def read_synonyms(book: Codebook, path: Path | None = None) -> Synonyms:
    """Read the list, with each variable's own name and label, and its levels, added. Raises SpreadsheetFault.

    >>> from compendium.registry.codebook import load_codebook
    >>> known = read_synonyms(load_codebook())
    >>> known.level("sex", "Femmina"), "cpk" in known.names["ck"]
    ('female', True)
    """
    columns = ("variable", "level", "language", "words")
    lines, faults = inspect_spreadsheet(path or project_root() / SYNONYMS, columns)
    stop_at([*faults, *(fault for line in lines for fault in _faults(line, book))])
    names: dict[str, dict[str, None]] = {table: {} for table in TABLES}
    levels: dict[str, dict[str, str]] = {}
    for variable in book.variables:
        if variable.table in TABLES:
            own = names.setdefault(variable.name, {})
            called = (variable.name, *([] if variable.kind == "id" else [variable.label]))
            own |= dict.fromkeys(map(processed, called))
            levels.setdefault(variable.name, {}).update({processed(level): level for level in variable.levels})
    for line in lines:
        words = [processed(word) for word in line["words"].split("|")]
        if line["level"]:
            levels[line["variable"]].update(dict.fromkeys(words, line["level"]))
        else:
            names[line["variable"]] |= dict.fromkeys(words)
    return Synonyms({name: tuple(filter(None, words)) for name, words in names.items()}, levels)


def _faults(line: Line, book: Codebook) -> Iterator[FaultRecord]:
    variables = {variable.name: variable for variable in book.variables if variable.table in TABLES}
    if line["variable"] not in (*variables, *TABLES):
        action = f"write its name as data/codebook.csv has it{nearest(line['variable'], variables)}"
        yield line.fault("variable", "a variable or table of the codebook", action)
    elif line["level"] and line["level"] not in getattr(variables.get(line["variable"]), "levels", ()):
        yield line.fault("level", f"a level of {line['variable']}, or empty", "write it as data/codebook.csv has it")
    if line["language"] not in ("en", "it"):
        yield line.fault("language", "one of en, it", "write the language of the words")
    if not any(processed(word) for word in line["words"].split("|")):
        yield line.fault("words", "at least one word; | stands between two", "write how centres call it")
