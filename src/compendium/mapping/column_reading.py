"""One variable's column out of a centre's table: each cell read by its rule, what was done counted, what fails told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from compendium.mapping.cell_reading import read_cell
from compendium.mapping.date_grammar import needs_order, order_shown
from compendium.mapping.not_repeated import fault_of_cell, shown
from compendium.mapping.outcome import Outcome
from compendium.mapping.statement import ORDERS, Rule
from compendium.mapping.uncovered import uncovered_faults
from compendium.sources.cells import Cells
from compendium.sources.handed import Note
from compendium.sources.in_few_words import counted
from compendium.sources.texts import NumberText, as_in_file
from press.ground.fault import FaultRecord


@dataclass
class Column:
    """A variable's value, cell and column in each row taken; and what there is to say of them."""

    texts: list[str]
    sent: list[str]
    names: list[str]
    faults: list[FaultRecord] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_column(rule: Rule, cells: Cells, taken: Sequence[int]) -> Column:
    """Return the column of a rule that reads one or more columns, in the rows of `cells` at the positions `taken`.

    Of several columns the first that is filled in counts; where another has a different value, that is a fault.
    """
    if rule.join is not None:
        parts = [
            [as_in_file(cells.rows[at][cells.header.index(name)]).strip() for name in rule.columns] for at in taken
        ]
        joined = [rule.join.join(filter(None, each)) for each in parts]
        return Column(joined, joined, [", ".join(rule.columns)] * len(taken))
    each = [_one(rule, cells, name, taken) for name in rule.columns]
    column = each[0]
    for other in each[1:]:
        column.faults += other.faults
        column.notes += other.notes
        for at, text in enumerate(other.texts):
            if text and not column.texts[at]:
                column.texts[at], column.sent[at], column.names[at] = text, other.sent[at], other.names[at]
            elif text and text != column.texts[at]:
                has = f"{column.names[at]} has {shown(column.sent[at].strip(), rule.variable)}"
                said = f"the same in every column of {rule.variable.name}; {has}"
                column.faults.append(cells.fault(taken[at], other.names[at], said, "correct one of the two"))
    return column


def _one(rule: Rule, cells: Cells, name: str, taken: Sequence[int]) -> Column:
    at = cells.header.index(name)
    sent = [cells.rows[position][at] for position in taken]
    column = Column([], list(map(as_in_file, sent)), [name] * len(sent))
    if rule.variable.kind == "date" and not rule.as_written:
        settled = _order_settled(rule, sent)
        if settled is None:
            column.texts = [""] * len(sent)
            column.faults.append(_order_unknown(cells, name, sent, taken))
            return column
        if settled is not rule:
            said = f"dates read {settled.notation.date[0]}: a day above 12 proves it"
            column.notes.append((cells.place, 0, name, "", said))
            rule = settled
    codes = cells.codes.get(name, {})
    known = {_once(text): read_cell(text, rule, codes) for text in {_once(text): text for text in sent}.values()}
    outcomes = [known[_once(text)] for text in sent]
    column.texts = [outcome.text for outcome in outcomes]
    column.faults += _flaws(rule, cells, name, taken, outcomes)
    uncovered = [at for at, outcome in zip(taken, outcomes, strict=True) if outcome.uncovered]
    column.faults += uncovered_faults(rule, cells, name, uncovered)
    done = Counter(each for outcome in outcomes for each in outcome.done)
    column.notes += [(cells.place, 0, name, "", f"{counted(number)}: {each}") for each, number in done.items()]
    return column


def _once(text: str) -> tuple[str, bool]:
    """Return what two cells share that are read alike: 5.003 as a text may be five thousand, as a number it is not."""
    return text, isinstance(text, NumberText)


def _order_settled(rule: Rule, sent: Sequence[str]) -> Rule | None:
    """Return the rule with the order of day and month, where a day above 12 proves it; None where it must be asked."""
    texts = list(dict.fromkeys(sent))
    if any(each in ORDERS for each in rule.notation.date) or not needs_order(texts):
        return rule
    order = order_shown(texts)
    if order not in ORDERS:
        return None
    return replace(rule, notation=replace(rule.notation, date=(order, *rule.notation.date)))


def _order_unknown(cells: Cells, name: str, sent: Sequence[str], taken: Sequence[int]) -> FaultRecord:
    first = next(at for at, text in enumerate(sent) if needs_order([text]))
    if order_shown(sent) == "both":
        rule = "dates of one order; both orders are in it: a day above 12 stands first in some, second in others"
        action = "write the dates of this column in one order in the source, such as 2014-05-31"
        return cells.fault(taken[first], name, rule, action)
    rule = (
        "dates of which it is known what comes first, day or month; nothing in this column tells (no day is above 12)"
    )
    action = "ask who kept the table, and write date: day first or date: month first in the mapping"
    return cells.fault(taken[first], name, rule, action)


def _flaws(
    rule: Rule, cells: Cells, name: str, taken: Sequence[int], outcomes: Sequence[Outcome]
) -> Iterator[FaultRecord]:
    for position, outcome in zip(taken, outcomes, strict=True):
        if outcome.flaw:
            yield fault_of_cell(cells, position, name, rule.variable, outcome.flaw)


def by_row(rule: Rule, cells: Cells, taken: Sequence[int], reads: Callable[[dict[str, str]], Outcome]) -> Column:
    """Return a column of which each value is read from several cells of its row at once, such as a set of boxes."""
    at = {name: cells.header.index(name) for name in rule.reads}
    column = Column([], [], [", ".join((*rule.columns, *rule.boxes))] * len(taken))
    done: Counter[str] = Counter()
    for position in taken:
        row = {name: cells.rows[position][index] for name, index in at.items()}
        outcome = reads(row)
        done.update(outcome.done)
        column.texts.append(outcome.text)
        column.sent.append(", ".join(cell for cell in row.values() if cell.strip()))
        if outcome.flaw:
            column.faults.append(cells.fault(position, next(iter(row)), *outcome.flaw))
    column.notes += [(cells.place, 0, column.names[0], "", f"{counted(n)}: {each}") for each, n in done.items()]
    return column
