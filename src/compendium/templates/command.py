"""The verb `template`: write what a centre may fill in or set up, made from the codebook."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from press.ground.fault import Fault, on_one_line
from press.study import Verb

_ENDINGS = {"excel": (".xlsx",), "redcap": (".csv", ".md", ".yml"), "datapackage": (".json",)}


def template(asked: argparse.Namespace) -> int:
    """Write a workbook to fill in, a REDCap project, or a description of the tables, made from the codebook."""
    out, endings = Path(asked.out), _ENDINGS[asked.form]
    if out.suffix != endings[0]:
        raise Fault(f"the file must end in {endings[0]}; it is {on_one_line(str(out))}")
    for file in map(out.with_suffix, endings):
        if os.path.lexists(file):
            raise Fault(f"{on_one_line(str(file))} is there already, and may have been filled in: choose another name")
    try:
        written = _write(asked.form, out)
    except OSError as error:
        raise Fault(f"{on_one_line(str(out))} cannot be written: {error.strerror}") from error
    for file in written:
        print(on_one_line(f"wrote {file}"))
    return 0


def _write(form: str, out: Path) -> list[Path]:
    if form == "excel":
        from compendium.templates.workbook import write_excel_template  # openpyxl: not needed for the other two

        return [write_excel_template(out)]
    if form == "redcap":
        from compendium.templates.redcap_project import write_redcap_dictionary

        return write_redcap_dictionary(out)
    from compendium.templates.data_package import write_data_package

    return [write_data_package(out)]


VERB = Verb(
    template,
    examples=(
        "template excel registry.xlsx",
        "template redcap dictionary.csv",
        "template datapackage datapackage.json",
    ),
    arguments={
        "form": {"choices": tuple(_ENDINGS), "help": "what to write"},
        "out": {"type": Path, "help": "the file; it must not be there yet"},
    },
)
