"""A first mapping of a source, for the centre to complete: what is sure, what is not, and what it alone can decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from compendium.mapping.checkboxes import OF_CODE
from compendium.mapping.column_matching import Match
from compendium.mapping.draft_text import Draft
from compendium.mapping.drafted_entry import boxes_entry, entry, flow, notation, scalar
from compendium.mapping.rival import rival_of
from compendium.mapping.synonyms import Synonyms, read_synonyms
from compendium.mapping.table_roles import Role, roles_of, telling_columns
from compendium.registry.codebook import CENTRE, KEYS, TABLES, Codebook, Variable
from compendium.registry.terms import TERMS
from compendium.sources.handed import Handed
from compendium.sources.identifiers import identifying_column

_MADE = {
    "event_id": ("{numbered: true}", "made of the pseudonym and a running number"),
    "system_organ_class": ("{by_term: true}", f"as {TERMS} has it"),
}
_TAKE_OUT = "by what stands in them these tell who a patient is; take them out of the file"
_TAKE_AWAY = "by their names these tell who a patient is; take them away before the file leaves your centre"
_DATE = "visit_on"
_LIMIT = "_uln"  # what ends the name of a laboratory's upper limit of normal


def draft(handed: Handed, book: Codebook) -> str:
    """Return a draft of the mapping of a source as text; its `data` is to be filled in.

    >>> from compendium.registry.codebook import load_codebook
    >>> draft(Handed("csv", {}), load_codebook()).splitlines()[3:6:2]
    ['source: {kind: csv, data: ?}', '  patients: {absent: ?}  # no table of the source looks like it: name it, or say \
why there is none']
    """
    return draft_of(handed, book, "?").text


def draft_of(handed: Handed, book: Codebook, data: str, dictionary: str = "?") -> Draft:
    """Return a draft of the mapping of a source that lies at `data`, as the mapping is to name it.

    dictionary: where the data dictionary of a REDCap export lies.
    """
    synonyms, made = read_synonyms(book), Draft()
    where = {"url" if handed.kind == "sql" and "://" in data else "data": data if data == "?" else scalar(data)}
    if handed.kind == "redcap":
        where["dictionary"] = dictionary if dictionary == "?" else scalar(dictionary)
    made.lines.append(f"source: {flow({'kind': handed.kind} | where)}")
    made.lines.append("tables:")
    telling = {name: telling_columns(cells) for name, cells in handed.tables.items()}
    roles = roles_of(handed, book, synonyms, telling)
    blocks = {table: _blocks(table, [role for role in roles if role.table == table]) for table in TABLES}
    for table in TABLES:
        _draft_table(made, table, blocks[table], book, synonyms)
    made.lines += _unused(handed, [role for each in blocks.values() for block in each for role in block], telling)
    return made


def _draft_table(made: Draft, table: str, blocks: list[list[Role]], book: Codebook, synonyms: Synonyms) -> None:
    if not blocks:
        made.add(2, table, "{absent: ?}", "no table of the source looks like it: name it, or say why there is none")
        made.missing.append(table)
        return
    indent = 6 if len(blocks) > 1 else 4
    made.add(2, table, "")
    given: set[str] = set()
    for number, (role, *alike) in enumerate(blocks):
        names = [scalar(each.cells.name) for each in (role, *alike)]
        value = f"[{', '.join(names)}]" if alike else names[0]
        made.add(4, "- from" if indent == 6 else "from", value, "one below the other" if alike else "")
        if number and table != "adverse_events":
            made.add(indent, "beside", "true", "its columns are added to the rows of the same key")
        given |= _entries(made, role, book.table(table), synonyms, given, indent)
    _draft_lacking(made, [variable for variable in book.table(table) if variable.name not in given], given, indent)


def _blocks(table: str, roles: list[Role]) -> list[list[Role]]:
    """Return the tables that have the same columns together; what adds no variable to those before it is left out."""
    blocks: list[list[Role]] = []
    seen: set[str] = set()
    for role in roles:
        variables = {match.variable for match in role.matches} | set(role.groups)
        alike = [block for block in blocks if not role.groups and block[0].matches == role.matches]
        if alike:
            alike[0].append(role)
        elif not blocks or table == "adverse_events" or variables - seen - set(KEYS[table]):
            blocks.append([role])
            seen |= variables
    return blocks


def _entries(
    made: Draft, role: Role, variables: tuple[Variable, ...], synonyms: Synonyms, given: set[str], indent: int
) -> set[str]:
    """Draft the entries of one block, and return its variables; those given already are left out, but for keys."""
    by_name = {variable.name: variable for variable in variables}
    patients = _patients(role)
    own: set[str] = set()
    for match in role.matches:
        again = match.variable in given and match.variable not in ("patient_id", "visit")
        if again or (OF_CODE in match.column and by_name[match.variable].kind != "yes_no"):
            continue
        if rival := rival_of(match, role.matches, variables, synonyms):
            match = replace(match, sure=False)
        value, comment = entry(match, by_name[match.variable], role.cells, patients, synonyms)
        comment += f"; or is it {rival}, as other indications have columns?" if rival else ""
        made.add(indent, match.variable, value, comment)
        (made.unsure if comment or not match.sure else made.sure).append(f"{role.table}.{match.variable}")
        own.add(match.variable)
    for variable in variables if not role.groups else ():
        wanted = variable.kind == "level" and variable.name not in own | given
        if wanted and (boxes := boxes_entry(variable, role.cells, synonyms)):
            made.add(indent, variable.name, boxes, "unsure; made of a set of checkboxes")
            made.unsure.append(f"{role.table}.{variable.name}")
            own.add(variable.name)
    if role.groups:
        own |= _groups(made, role, by_name, patients, synonyms, indent)
    return own


def _groups(
    made: Draft, role: Role, by_name: dict[str, Variable], patients: list[str], synonyms: Synonyms, indent: int
) -> set[str]:
    """Draft the visits of a table that has several in a row: how each variable is written, then its columns."""
    columns: dict[str, list[Match]] = {}
    for matches in role.groups.values():
        for match in matches:
            if match.variable not in ("patient_id", "visit"):
                columns.setdefault(match.variable, []).append(match)
    for name, matches in columns.items():
        keys, asked = notation(by_name[name], [match.column for match in matches], role.cells, patients, synonyms)
        sure = all(match.sure for match in matches)
        if keys:
            made.add(indent, name, flow(keys), "; ".join([*([] if sure else ["unsure"]), *asked]))
        (made.sure if sure and "?" not in keys.values() else made.unsure).append(f"visits.{name}")
    undated = {} if _DATE in columns else {_DATE: "?"}
    made.add(indent, "each", "", f"{_DATE}: the column of its date; that of the infusion will do" if undated else "")
    made.missing += [f"visits.{name}" for name in undated]
    for level, matches in role.groups.items():
        inside = {match.variable: scalar(match.column) for match in matches if match.variable in columns}
        made.lines.append(f"{' ' * indent}  - {flow({'visit': level} | undated | inside)}")
    return {"visit", _DATE, *columns}


def _patients(role: Role) -> list[str]:
    """Return the pseudonym of each row, as far as its column is known: to count how many patients share a value."""
    column = next((match.column for match in role.matches if match.variable == "patient_id"), "")
    return role.cells.column(column) if column else [""] * len(role.cells.rows)


def _draft_lacking(made: Draft, lacking: list[Variable], given: set[str], indent: int) -> None:
    """Ask for the column of what the study cannot do without, and for the reason why there is none of the rest.

    given: the variables that have a column. An enzyme's value says nothing without its laboratory's upper limit.
    """
    beside = {variable.name: variable.name.removesuffix(_LIMIT) for variable in lacking}
    needed = [variable for variable in lacking if variable.required or beside[variable.name] in given]
    for variable in needed:
        if variable.name in _MADE:
            made.add(indent, variable.name, *_MADE[variable.name])
            continue
        made.add(indent, variable.name, "?", _asked_of(variable, beside[variable.name]))
        made.missing.append(f"{variable.table}.{variable.name}")
    rest = [variable for variable in lacking if variable not in needed]
    if rest:
        made.add(indent, "absent", "", 'no column found: write the reason in the place of "?", or their entries')
        made.lines.append(f'{" " * indent}  "?": [{", ".join(variable.name for variable in rest)}]')
        made.missing += [f"{variable.table}.{variable.name}" for variable in rest]


def _asked_of(variable: Variable, enzyme: str) -> str:
    if not variable.required:
        return (
            f"needed beside {enzyme}: its column, or {{constant: ...}} with your laboratory's limit in {variable.unit}"
        )
    levels = variable.levels or (("yes", "no") if variable.kind == "yes_no" else ())
    among = "the name of the centre" if variable.role == CENTRE else f"one of {', '.join(levels)}"
    return f"needed; no column found: write its name{f', or {{constant: ...}} with {among}' if levels else ''}"


def _unused(handed: Handed, roles: list[Role], telling: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Yield a comment for each table that is not in the draft, and for each table's columns that are not."""
    for name, cells in handed.tables.items():
        here = [role for role in roles if role.cells is cells]
        matches = [match for role in here for each in (role.matches, *role.groups.values()) for match in each]
        used = {match.column for match in matches}
        left = [scalar(column) for column in dict.fromkeys(cells.header) if column and column not in used]
        if not here:
            yield f"# not used: the table {scalar(name)}, which looks like none of the codebook's, or adds nothing"
        elif left:
            yield f"# not used, of {scalar(name)}: {', '.join(left)}"
        if telling[name]:
            told = (f"{scalar(column)} ({what})" for column, what in telling[name].items())
            yield f"# {_TAKE_OUT}: {', '.join(told)}"
        promising = [column for column in dict.fromkeys(cells.header) if identifying_column(column)]
        if named := [scalar(column) for column in promising if column not in telling[name]]:
            yield f"# {_TAKE_AWAY}: {', '.join(named)}"
