"""The terms of the study and what they mean, read from the vocabulary tables of the notebooks: the only source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from press.ground.fault import Fault
from press.site.executed import ExecutedNotebook

HEADINGS = ("Term", "What it means here", "Variable")
_SHORTEST = 4  # letters of a word in small letters that is looked for: "end" stands in every other sentence


@dataclass(frozen=True)
class Term:
    """One line of a vocabulary table; meaning and variable are Markdown. `notebooks` are the names of those with it."""

    name: str
    meaning: str
    variable: str
    notebooks: tuple[str, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        """The names one by one.

        >>> Term("SD, IQR", "", "", ()).forms
        ('SD', 'IQR')
        """
        return tuple(form.strip() for form in self.name.split(","))

    @property
    def words(self) -> str:
        """The meaning without marks of Markdown, as it is shown beside a word.

        >>> Term("ULN", "see `ck_uln`", "", ()).words
        'see ck_uln'
        """
        return re.sub(r"[`*\\]", "", self.meaning)


def is_looked_for(form: str) -> bool:
    """Whether a form is linked where it occurs: not if it is a short word that also means other things.

    >>> is_looked_for("end"), is_looked_for("SD"), is_looked_for("d_z"), is_looked_for("Baseline")
    (False, True, True, True)
    """
    return not (form.isalpha() and form.islower()) or len(form) >= _SHORTEST


def read_vocabulary(notebooks: Iterable[ExecutedNotebook]) -> list[Term]:
    """Return every term once, in alphabetical order. Raises Fault, naming all of them, where one has two meanings."""
    terms: dict[str, Term] = {}
    faults: list[str] = []
    for notebook in notebooks:
        for line in _lines(notebook):
            name, meaning, variable = line
            known = terms.setdefault(name.casefold(), Term(name, meaning, variable, ()))
            if (known.meaning, known.variable) != (meaning, variable):
                where = " and ".join((known.notebooks[0], notebook.name))
                faults.append(f"{name!r} in {where}: {known.meaning!r} and {meaning!r}")
            terms[name.casefold()] = replace(known, notebooks=(*known.notebooks, notebook.name))
    faults += _forms_twice(terms.values())
    if faults:
        listed = "\n".join(f"  {fault}" for fault in faults)
        raise Fault(f"the vocabulary tables of the notebooks explain a term in two ways; make them the same:\n{listed}")
    return sorted(terms.values(), key=lambda term: term.name.lstrip("× ").casefold())


def _lines(notebook: ExecutedNotebook) -> Iterator[tuple[str, str, str]]:
    """Every line of every vocabulary table of a notebook."""
    within = False
    for line in "\n\n".join(notebook.texts).splitlines():
        cells = tuple(cell.strip() for cell in line.strip().strip("|").split("|")) if line.startswith("|") else ()
        if cells == HEADINGS:
            within = True
        elif not cells:
            within = False
        elif within and not set("".join(cells)) <= set("-: "):
            yield _three(notebook, line, cells)


def _three(notebook: ExecutedNotebook, line: str, cells: tuple[str, ...]) -> tuple[str, str, str]:
    if len(cells) != len(HEADINGS) or not cells[0] or not cells[1]:
        raise Fault(
            f"notebooks/{notebook.name}.md: a line of the vocabulary must have term, meaning and variable "
            f"(the last may be empty): {line}"
        )
    name, meaning, variable = cells
    return name, meaning, variable


def _forms_twice(terms: Iterable[Term]) -> Iterator[str]:
    """A name that stands in two lines, such as "SD" and "SD, IQR"."""
    seen: dict[str, Term] = {}
    for term in terms:
        for form in term.forms:
            other = seen.setdefault(form.casefold(), term)
            if other is not term:
                yield f"{form!r} stands in the lines {other.name!r} and {term.name!r}"
