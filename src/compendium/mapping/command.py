"""The verb `map`: draft the mapping of what a centre hands over, for the centre to complete."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from compendium.sources.handed import Handed
from compendium.sources.in_few_words import in_few_words
from press.ground.fault import Fault, on_one_line
from press.study import Verb

_SHOWN = 12


def draft_mapping(asked: argparse.Namespace) -> int:
    """Draft the mapping of a source, and tell what in it is sure, unsure and missing."""
    from compendium.mapping.drafting import draft_of  # pandas: not needed to say what the command line offers
    from compendium.mapping.identity import identity
    from compendium.registry.codebook import load_codebook

    out, shown = asked.out, on_one_line(str(asked.out))
    if os.path.lexists(out):
        raise Fault(f"{shown} is there already, and may have been completed: name another with --out, or take it away")
    book = load_codebook()
    handed = _opened(asked)
    if asked.dictionary is not None and handed.kind == "redcap":
        print(on_one_line(f"an export of REDCap, taken apart by its data dictionary {asked.dictionary}"))
    if identity(handed, book) is not None:
        print("no mapping is needed: the tables and columns are named as the codebook has them")
        return 0
    dictionary = _as_the_mapping_names_it(asked.dictionary, out) if asked.dictionary else "?"
    draft = draft_of(handed, book, _as_the_mapping_names_it(asked.source, out), dictionary)
    try:
        out.write_bytes(draft.text.encode())
    except OSError as error:
        raise Fault(f"the draft cannot be written to {shown}: {error.strerror}") from error
    print(f"a draft of the mapping is in {shown}")
    for what, names in (("sure", draft.sure), ("unsure", draft.unsure), ("missing", draft.missing)):
        print(on_one_line(f"{what:11} {len(names)}{': ' if names else ''}{in_few_words(names, _SHOWN)}"))
    print("next        answer each ? in it, and look at every line: the study runs once none is left")
    return 0


def _opened(asked: argparse.Namespace) -> Handed:
    from compendium.mapping.intake import handed_over
    from compendium.mapping.statement import Source
    from compendium.sources.opening import open_source
    from compendium.sources.redcap_seen import redcap_in

    if asked.dictionary:
        return handed_over(Source("redcap", data=asked.source, dictionary=asked.dictionary), Path())
    handed = open_source(asked.source)
    seen = redcap_in(handed)
    if seen.pair is None:
        if said := seen.what_to_do(asked.source):
            raise Fault(on_one_line(said))
        return handed
    asked.source, asked.dictionary = (str(Path(asked.source, each.file)) for each in seen.pair)  # as if named so
    return _opened(asked)


def _as_the_mapping_names_it(source: str, out: Path) -> str:
    """Return the path of a source from the folder of its mapping; the address of a database as it is."""
    return source if "://" in source else Path(os.path.relpath(source, out.parent)).as_posix()


VERB = Verb(
    draft_mapping,
    examples=("map registro.xlsx", "map export.csv --dictionary dictionary.csv --out mycentre.yaml"),
    arguments={
        "source": {"help": "a file, a folder or the address of a database"},
        "--dictionary": {"metavar": "FILE", "help": "of a REDCap export: the data dictionary of the project"},
        "--out": {
            "type": Path,
            "default": Path("mapping.yaml"),
            "help": "the mapping to write (default: mapping.yaml)",
        },
    },
)
