"""What a number says of itself: its result row's id, value, n, method and note, and where it was computed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from press.paper.sources import results_file, stored
from press.rows import Ledger, Row
from press.rows.provenance import Made


@dataclass(frozen=True)
class ShownRows:
    """Every row that a page may show, where each results file was made, and the titles of the notebooks.

    `counted` names the file that the rows of an analysis are counted from, where no notebook states them.
    """

    ledger: Ledger
    made: Mapping[str, Made] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    counted: Mapping[str, str] = field(default_factory=dict)

    def place(self, row: Row) -> str:
        """Return where a row was computed, in words."""
        if row.analysis in self.counted:
            return f"counted from {self.counted[row.analysis]}"
        file = results_file(row)
        if file not in self.made:
            return f"kept in {file}"
        made = self.made[file]
        if not made.cell:
            return f"made by the step {made.notebook} of the build; kept in {file}"
        return f"notebook {made.notebook} “{self.titles.get(made.notebook, '')}”, cell {made.cell}; kept in {file}"

    def summary(self, row_ids: Iterable[str]) -> str:
        """Return the rows in few words, for a reader whose browser runs no script."""
        return "; ".join(f"{row.id}: {row.method}" for row in map(self.ledger.__getitem__, row_ids))

    def as_json(self, row_ids: Iterable[str]) -> str:
        """Return what a page must know of its rows, as JSON that may stand within HTML.

        `rows` maps an id to its value as stored (empty: not computed), its n, and the places of its method, note and
        origin in `texts`, where each text stands once.
        """
        texts: dict[str, int] = {}
        rows = {}
        for row_id in sorted(set(row_ids)):
            row = self.ledger[row_id]
            said = (row.method, row.note, self.place(row))
            rows[row_id] = [stored(row), row.n, *(texts.setdefault(text, len(texts)) for text in said)]
        content = json.dumps({"rows": rows, "texts": list(texts)}, ensure_ascii=False, separators=(",", ":"))
        return content.replace("<", "\\u003c")
