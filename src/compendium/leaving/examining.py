"""All that a study is about to hand on is examined: its rows proved, its texts held against them and searched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path

from compendium.disclosure.policy import Policy
from compendium.leaving import numbers
from compendium.leaving.files import as_written, can_be_read, leaving, text_of
from compendium.leaving.forms import can_be_held, only_there, said_by
from compendium.leaving.needed_rows import absent_rows
from compendium.leaving.persons import Persons
from compendium.leaving.proof import Proved, prove
from compendium.leaving.rules import broken, told_alone, unplaced
from compendium.leaving.stranger import read_tables
from compendium.registry.checksums import sha256
from press.exhibits.places import FIGURES, RESULTS, TABLES, read_results
from press.paper.files import FORMS
from press.paper.lint import ALLOWED, read_allowed
from press.rows import Ledger

_ERROR_RATES = "error_rates"  # of the statistics: these rows are of no patient
_OF_TEXTS = tuple(f"paper/{name}." for name in FORMS)
_MADE_FIRST = (f"{RESULTS}/", f"{TABLES}/", f"{FIGURES}/", "notebooks/", "data/")  # paper and site are made of these
_NAME_ROWS = (".json", ".html", ".ipynb")


@dataclass
class Examined:
    """What was found, and what was looked at for it.

    findings: each a sentence that names the file or row, none where all may leave. files: the checksum of each file by
    its name. kinds: how many files of each ending. shown: texts that were held against their rows. ids_left: how many
    ids of patients cannot be told from other words and numbers.
    """

    policy: Policy
    findings: list[str] = field(default_factory=list)
    proved: Proved = field(default_factory=Proved)
    files: dict[str, str] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    shown: int = 0
    ids_left: int = 0


def released(root: Path) -> Ledger:
    """Read every result row of patients of a study, as it leaves."""
    return read_results(root, leave_out=_ERROR_RATES)


def examine_rows(ledger: Ledger, examined: Examined) -> None:
    """Prove of the rows that no small count can be told from them, and that they keep the policy's rules."""
    policy = examined.policy
    tables = list(read_tables(ledger, policy))
    examined.findings += absent_rows(ledger)
    examined.findings += map(str, broken(ledger, policy))
    apart = list(unplaced(ledger, tables))
    examined.proved.alone = len(apart)
    examined.findings += map(str, told_alone(apart, ledger, policy))
    examined.findings += map(str, prove(tables, policy, examined.proved))


def examine_files(root: Path, ledger: Ledger, persons: Persons, examined: Examined, *, texts: bool = True) -> None:
    """Hold every file that leaves against the rows, and look in it for what only a patient's own row holds.

    texts: the paper and the site as well, not only what they are made of.
    """
    reviewed = [each.pattern for each in read_allowed(root / ALLOWED)]
    phrases = [*_names(ledger, examined.policy), *reviewed]
    drawn = said_by((root / FIGURES).glob("*.pdf")) if texts else frozenset()
    examined.ids_left = persons.left
    for name in (each for each in leaving(root) if texts or each.startswith(_MADE_FIRST)):
        checksum = sha256(root / name)
        again = checksum in examined.files.values()  # the site gives the paper's files once more
        examined.files[name] = checksum
        examined.kinds[Path(name).suffix] += 1
        if not can_be_read(name):
            examined.findings.append(f"{name}: how such a file is read is not known, so nothing can be said of it")
        elif not again:
            examined.findings += _of_persons(root, name, persons, reviewed)
            examined.findings += _of_numbers(root, name, ledger, phrases, examined)
            examined.findings += _of_forms(root, name, drawn)


def _of_persons(root: Path, name: str, persons: Persons, reviewed: list[re.Pattern[str]]) -> Iterator[str]:
    """Yield what a file and its name hold of a patient; a phrase that was reviewed may be such a day."""
    text = reduce(lambda left, phrase: phrase.sub(" ", left), reviewed, f"{name}\n{text_of(root / name)}")
    yield from (f"{name}: it holds {each!r}, as a patient's row does" for each in persons.within(text))


def _of_numbers(
    root: Path, name: str, ledger: Ledger, phrases: list[re.Pattern[str]], examined: Examined
) -> Iterator[str]:
    """Yield the numbers of a file that names its rows which none of these shows."""
    if not name.endswith(_NAME_ROWS):
        return
    text = as_written(root / name)
    shown = list(_shown(name, text))
    examined.shown += len(shown)
    yield from map(str, numbers.unfounded(shown, ledger, phrases))
    if name.endswith(".ipynb"):
        yield from numbers.bare(name, text)


def _shown(name: str, text: str) -> Iterator[numbers.Shown]:
    """Yield the texts of a file that name their rows."""
    if name.endswith(".html"):
        yield from numbers.of_page(name, text)
    elif name.endswith(".ipynb"):
        yield from numbers.of_notebook(name, text)
    elif name.startswith(f"{TABLES}/"):
        yield from numbers.of_table(name, text)


def _of_forms(root: Path, name: str, drawn: frozenset[str]) -> Iterator[str]:
    """Yield the numbers of a form of a text or table that its page does not say; in a text figures are drawn."""
    page, of_table = root / f"{name.rpartition('.')[0]}.html", name.startswith(f"{TABLES}/")
    if can_be_held(name) and page.is_file() and (of_table or name.startswith(_OF_TEXTS)):
        extra = only_there(root / name, page, frozenset() if of_table else drawn)
        yield from (f"{name}: it says {each}, and its page does not, or not so often" for each in extra)


def _names(ledger: Ledger, policy: Policy) -> Iterator[re.Pattern[str]]:
    """Yield what finds a digit that is no result: of the level of intervals, of a small count, in a centre's name."""
    yield re.compile(rf"{policy.mark}(?!\d|[.,]\d)|\b95%(?= (?:[\w-]+ )?(?:interval|CI|limits))")
    for row in ledger.find(variable="centres", statistic="patients"):
        if any(map(str.isdigit, row.note)) and not row.note.isdigit():
            yield re.compile(rf"(?<!\w){re.escape(row.note)}(?!\w)", re.IGNORECASE)
