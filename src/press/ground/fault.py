"""What the user reads when something that came in is wrong: in plain words, where it is and what to do about it."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import dataclass


class Fault(Exception):  # noqa: N818 - the user reads of faults, not of errors
    """Something the user can put right; its text is the whole message.

    >>> str(Fault("the folder is empty"))
    'the folder is empty'
    """


@dataclass(frozen=True, order=True)
class FaultRecord:
    """One fault: where it is, what was found, the rule it breaks and what to do; as a text, one line.

    `row` is the row as a spreadsheet numbers it (the header is row 1); 0 means the file as a whole.
    `column` and `value` may be empty.

    >>> print(FaultRecord("a/patients.csv", 2, "age", "old", "a whole number", "correct it"))
    a/patients.csv, row 2, column age: "old" - the rule: a whole number. What to do: correct it.
    """

    file: str
    row: int
    column: str
    value: str
    rule: str
    action: str

    def __str__(self) -> str:
        return on_one_line(f"{', '.join([self.file, *self._place()])}:{self._rest()}")

    def line(self) -> str:
        """Return the fault as one line without its file name.

        >>> FaultRecord("a/visits.csv", 0, "", "", "not empty", "send it again").line()
        'the file: the rule: not empty. What to do: send it again.'
        """
        return on_one_line(f"{', '.join(self._place()) or 'the file'}:{self._rest()}")

    def of_key(self) -> str:
        """Return the fault of a file of keys as words to follow the number of its line.

        >>> FaultRecord("paper/authors.yml", 4, "authors[1].orcid", "1", "an ORCID iD", "copy it").of_key()
        'authors[1].orcid: "1" - the rule: an ORCID iD. What to do: copy it.'
        """
        return on_one_line(f"{self.column}:{self._rest()}" if self.column else self._rest().strip())

    def _place(self) -> list[str]:
        row, column = f"row {self.row}" if self.row else "", f"column {self.column}" if self.column else ""
        return [part for part in (row, column) if part]

    def _rest(self) -> str:
        found = f' "{self.value}" -' if self.value else ""
        return f"{found} the rule: {self.rule}. What to do: {self.action}."


class SpreadsheetFault(Fault):
    """Everything that is wrong in one or more spreadsheets, a line for each; `records` holds them in that order.

    `message`, where it is given, stands in the place of the lines.

    >>> print(SpreadsheetFault([FaultRecord("data/definitions/x.csv", 3, "id", "A", "small letters", "rename it")]))
    data/definitions/x.csv, row 3, column id: "A" - the rule: small letters. What to do: rename it.
    """

    def __init__(self, records: Iterable[FaultRecord], message: str = "") -> None:
        self.records: tuple[FaultRecord, ...] = tuple(records)
        super().__init__(message or "\n".join(map(str, self.records)))


def on_one_line(text: str) -> str:
    r"""Return a text with what is no visible character written out: a cell must not steer the reader's terminal.

    >>> print(on_one_line("North\x1b[2J\n"))
    North\x1b[2J\n
    """
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)


def stop_at(records: Iterable[FaultRecord]) -> None:
    """Raise one SpreadsheetFault with every record, sorted by row; do nothing where there is none."""
    found = sorted(records, key=lambda record: record.row)
    if found:
        raise SpreadsheetFault(found)


def in_words(error: OSError) -> str:
    """Return what the user reads where the machine refuses a file.

    >>> in_words(OSError(errno.EACCES, "Permission denied", "a.csv"))
    'a.csv: Permission denied'
    """
    if error.errno == errno.ENOSPC:
        return f"{error.filename or 'what is said'} cannot be written: {error.strerror}"
    return f"{error.filename or 'a file'}: {error.strerror or error}"
