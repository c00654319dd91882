"""Invented results carry no real hospital's name: no text of the project names one, nor the town that it stands in."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

# The centres that an abstract of the group names, and the towns and houses of Italy's other university hospitals.
_NAMED = (
    "Pisa", "Brescia", "Pavia", "AOUP", "Cisanello", "Santa Chiara", "Spedali Civili", "San Matteo",
    "Ancona", "Bari", "Bologna", "Cagliari", "Careggi", "Catania", "Catanzaro", "Ferrara", "Firenze", "Florence",
    "Foggia", "Gemelli", "Genoa", "Genova", "Messina", "Milan", "Milano", "Modena", "Molinette", "Naples", "Napoli",
    "Niguarda", "Novara", "Padova", "Padua", "Palermo", "Parma", "Perugia", "Roma", "Rome", "Salerno", "San Raffaele",
    "Sant'Andrea", "Sant'Orsola", "Sassari", "Siena", "Torino", "Trieste", "Turin", "Udine", "Varese", "Verona",
)  # fmt: skip
_NAME = re.compile(rf"(?<![a-z])({'|'.join(map(re.escape, _NAMED))})(?![a-z])", re.IGNORECASE)
_LETTERS_OF_A_PICTURE = re.compile(r"[A-Za-z0-9+/=]{60,}")

# Where a name may stand, and why: none of them carries a result.
_MAY = {
    ("paper/references.bib", ""): "a reference is quoted as it was printed, with its place",
    ("tests/project/test_no_hospital_named.py", ""): "the list itself",
    ("tests/compendium/mapping/test_drafting.py", "Roma"): "a patient's street, which a draft must not repeat",
}


def named_in(text: str) -> Iterator[str]:
    """Yield what a text names; the letters of a picture may spell anything."""
    yield from (found[0] for found in _NAME.finditer(_LETTERS_OF_A_PICTURE.sub("", text)))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("data/registry/pisa/visits.csv", ["pisa"]),
        ("cohort.centres.brescia.patients", ["brescia"]),
        ("centre_pavia", ["pavia"]),
        ("Spedali Civili, B", ["Spedali Civili"]),
        ("a comparison of romantic barium: milanese", []),
        (f"base64,{'iVBORw0K' * 9}/pisa+/{'AAAA' * 9}=", []),
    ],
)
def test_a_name_is_found_as_a_word_a_folder_and_a_part_of_an_id(text: str, says: list[str]) -> None:
    assert list(named_in(text)) == says


def texts_of(root: Path) -> Iterator[tuple[str, str]]:
    """Yield every file of text that git keeps, as it lies there now, and what it says."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        path = root / name
        if path.is_file() and b"\0" not in (content := path.read_bytes()):
            yield name, f"{name}\n{content.decode('utf-8', errors='replace')}"


def test_no_text_names_a_real_hospital_or_its_town(root: Path) -> None:
    """Rows of a simulated registry, and figures that a test invents, would be taken for that hospital's."""
    if not (root / ".git").exists():
        pytest.skip("this copy has no git to say which files are the project's")
    found = {(name, word) for name, text in texts_of(root) for word in named_in(text)}
    assert sorted((name, word) for name, word in found if not {(name, ""), (name, word)} & _MAY.keys()) == []


def test_what_may_name_one_is_still_there(root: Path) -> None:
    assert [name for name, _ in _MAY if not (root / name).is_file()] == []
