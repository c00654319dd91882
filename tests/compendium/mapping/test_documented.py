"""data/README.md says of every key of a mapping what it says, and its example is sound but for what it leaves out."""

from __future__ import annotations

import re

import pytest

from compendium.mapping.mapping_file import mapping_of
from compendium.mapping.notation_keys import OF_A_COLUMN
from compendium.mapping.rule_keys import KEYS as OF_A_VARIABLE
from compendium.mapping.source_keys import KEYS as OF_THE_SOURCE
from compendium.mapping.table_keys import KEYS as OF_A_TABLE
from press.ground.fault import SpreadsheetFault
from press.ground.paths import project_root
from tests.compendium.mapping.centres import BOOK

SECTION = (
    (project_root() / "data" / "README.md")
    .read_text(encoding="utf-8")
    .split("### The mapping file")[1]
    .split("\n## ")[0]
)


def test_every_key_is_documented_and_no_other() -> None:
    cells = [line.split("|")[1] for line in SECTION.splitlines() if line.startswith("| `")]
    documented = {key for cell in cells for key in re.findall(r"`(\w+)`", cell)}
    assert documented == {*OF_A_COLUMN, *OF_A_VARIABLE, *OF_THE_SOURCE, *OF_A_TABLE}


def test_the_example_lacks_variables_alone() -> None:
    with pytest.raises(SpreadsheetFault) as raised:
        mapping_of(SECTION.split("```yaml\n")[1].split("```")[0], "example.yaml", BOOK)
    rules = [record.rule for record in raised.value.records]
    assert rules and all(rule.startswith("an entry for every variable of the codebook") for rule in rules)
