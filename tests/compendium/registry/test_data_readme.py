"""data/README.md says of every variable what the codebook says, and every file in data/ is accounted for there."""

from __future__ import annotations

import re

from compendium.registry.codebook import load_codebook
from press.ground.paths import project_root

README = (project_root() / "data" / "README.md").read_text(encoding="utf-8")


def test_each_variable_has_the_codebooks_source() -> None:
    message = re.findall(r"^\| `(\w+)` \| (.+) \| (.+) \|$", README, flags=re.MULTILINE)
    assert message == [(variable.name, variable.label, variable.source) for variable in load_codebook().variables]


def test_each_source_begins_with_one_of_the_four_words() -> None:
    words = {re.split(r"\W", variable.source)[0] for variable in load_codebook().variables}
    assert words == {"published", "inferred", "assumed", "derived"}


def test_every_file_of_the_data_is_accounted_for() -> None:
    data = project_root() / "data"
    files = [*data.glob("*.csv"), *data.glob("definitions/*.csv")]
    assert files
    assert [path.name for path in files if f"`{path.relative_to(data).as_posix()}`" not in README] == []
