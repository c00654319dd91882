"""A REDCap export, or its data dictionary, that was handed over without being called so, known by its columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from compendium.sources.cells import Cells
from compendium.sources.handed import Handed
from compendium.sources.redcap_columns import STRUCTURE
from compendium.sources.redcap_dictionary import COLUMNS

_OF_CODE, _STATUS = "___", "_complete"  # of a box, field___code; of a form, form_complete
_OF_FILES = ("csv", "workbook")  # other sources are no files of REDCap's own, whatever their columns are called
_MOST = 9  # of the 18 columns: other tables have none of them
_DOWNLOAD = "in the project: Project Setup, Data Dictionary, download"


@dataclass(frozen=True)
class Seen:
    """The tables of a source that are exports of REDCap, and those that are data dictionaries."""

    exports: tuple[Cells, ...]
    dictionaries: tuple[Cells, ...]

    @property
    def pair(self) -> tuple[Cells, Cells] | None:
        """The export and its dictionary, where the source has one of each in files of their own."""
        if len(self.exports) != 1 or len(self.dictionaries) != 1 or self.exports[0].file == self.dictionaries[0].file:
            return None
        return self.exports[0], self.dictionaries[0]

    def what_to_do(self, source: str) -> str:
        """Return in a sentence what the source is, and how its mapping is drafted; "" where nothing is REDCap's."""
        exports, dictionaries = (", ".join(each.place for each in of) for of in (self.exports, self.dictionaries))
        if self.pair:
            return f"{exports} is an export of REDCap, {dictionaries} its data dictionary: `compendium map {source}`"
        if self.exports and self.dictionaries:
            named = f"of REDCap there are here {exports} with data and {dictionaries} with a data dictionary"
            return f"{named}: name one file of each, `compendium map EXPORT --dictionary DICTIONARY`"
        if self.exports:
            asked = f"`compendium map {source} --dictionary FILE`" if len(self.exports) == 1 else "one export at a time"
            return f"{exports} is an export of REDCap: give its data dictionary as well ({_DOWNLOAD}), {asked}"
        if self.dictionaries:
            return (
                f"{dictionaries} is the data dictionary of a REDCap project: name the export of its data, "
                f"`compendium map EXPORT --dictionary {source}`"
            )
        return ""


def redcap_in(handed: Handed) -> Seen:
    """Return what of a source is REDCap's: exports by what stands in front of their fields, or beside a dictionary.

    >>> seen = redcap_in(Handed("csv", {"e": Cells("e", "e.csv", "", ("id", "redcap_event_name"), [], [])}))
    >>> seen.what_to_do("e.csv")[:64]
    'e.csv is an export of REDCap: give its data dictionary as well ('
    """
    tables = handed.tables.values() if handed.kind in _OF_FILES else ()
    dictionaries = tuple(cells for cells in tables if _is_dictionary(cells.header))
    records = {row[0].strip() for each in dictionaries for row in each.rows[:1]}  # the first field is the record's id
    others = (cells for cells in tables if cells not in dictionaries)
    return Seen(tuple(each for each in others if _is_export(each.header) or each.header[0] in records), dictionaries)


def _is_export(header: Iterable[str]) -> bool:
    names = set(header)
    boxes = any(_OF_CODE in name.strip("_") for name in names)
    return bool(names & set(STRUCTURE)) or (boxes and any(name.endswith(_STATUS) for name in names))


def _is_dictionary(header: Iterable[str]) -> bool:
    names = {" ".join(name.lower().split()) for name in header}
    return any(len(names & set(map(str.lower, known))) >= _MOST for known in (COLUMNS, COLUMNS.values()))
