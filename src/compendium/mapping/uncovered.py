"""Values of a column that neither the recode nor the codebook names: all of them in one fault, the commonest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from compendium.mapping.not_repeated import fault_of_cell, shown, who_is_in
from compendium.mapping.statement import Rule
from compendium.mapping.word_grammar import BETWEEN
from compendium.registry.letters import as_read, flaw_of_letters
from compendium.sources.cells import Cells
from compendium.sources.in_few_words import counted
from press.ground.fault import FaultRecord

_EXAMPLES = 8


def uncovered_faults(rule: Rule, cells: Cells, name: str, rows: Sequence[int]) -> Iterator[FaultRecord]:
    """Yield one fault for all the values of a column in these rows, and one for each cell that tells who a patient is.

    The latter are in no list: what is in it is to be copied into the mapping. Nor are words with a letter that is not
    what it seems.
    """
    variable, codes, at_column = rule.variable, cells.codes.get(name, {}), cells.header.index(name)
    of_nobody = [at for at in rows if not who_is_in(cells.rows[at][at_column], variable)]
    among = ", ".join(variable.levels or ("yes", "no")) if variable.kind != "text" else "a text"
    known = (
        f"a value that the recode of {variable.name} covers" if rule.recode else f"a value of {variable.name} ({among})"
    )
    for at in sorted({*rows} - {*of_nobody}):
        yield fault_of_cell(cells, at, name, variable, (known, ""))
    odd = {at: said for at in of_nobody if (said := flaw_of_letters(cells.rows[at][at_column].strip()))}
    for at, said in odd.items():
        typed = as_read(cells.rows[at][at_column])
        yield cells.fault(at, name, said, f"type it anew: {shown(typed, variable)}")
    of_nobody = [at for at in of_nobody if at not in odd]
    met = Counter(cells.rows[at][at_column].strip() for at in of_nobody)
    if not met:
        return
    listed = [
        f'"{shown(value, variable)[:60]}"{_behind(codes.get(value))} ({counted(number)})'
        for value, number in met.most_common(_EXAMPLES)
    ]
    more = f" and {len(met) - len(listed)} more" if len(met) > len(listed) else ""
    action = f"add each to recode: under {variable.name} in the mapping, or to missing:"
    if variable.kind == "yes_no" and any(map(BETWEEN.search, met)):
        action += "; or write contains: with the word that means yes among several in a cell"
    yield cells.fault(of_nobody[0], name, f"{known}; not so: {', '.join(listed)}{more}", action)


def _behind(word: str | None) -> str:
    return f" = {word}" if word else ""
