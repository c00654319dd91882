"""The verb `audit`: can what an abstract prints be true together?"""

from __future__ import annotations

import argparse
from pathlib import Path

from press.ground.fault import Fault, on_one_line
from press.study import Verb


def audit_abstract(asked: argparse.Namespace) -> int:
    """Hold the printed numbers of an abstract against each other, and write a certificate of it."""
    from abstract_audit.audit import audit  # numpy: not needed to say what the command line offers
    from abstract_audit.certificate import certificate
    from abstract_audit.reading import read_abstract
    from abstract_audit.written import as_html, as_json, as_pdf

    found = certificate(audit(read_abstract(asked.abstract)))
    out = asked.out or asked.abstract.with_name(f"{asked.abstract.stem}_certificate")
    if not out.name.strip("."):
        raise Fault(f"{on_one_line(str(out))} is a folder: name the certificate in it, such as --out {out / 'mine'}")
    written = {".json": as_json(found), ".html": as_html(found), ".pdf": as_pdf(found)}
    for ending, content in written.items():
        path = out.with_name(out.name + ending)
        try:
            path.write_bytes(content)
        except OSError as error:
            raise Fault(f"{on_one_line(str(path))} cannot be written: {error.strerror}") from error
    print(on_one_line(found["headline"]))
    for line in found["findings"]:
        if line["verdict"] == "inconsistent":
            print(on_one_line(f"  {line['says'] or line['claim']}, {', '.join(line['printed'])}: {line['arithmetic']}"))
    print(on_one_line(f"look at     {', '.join(str(out.with_name(out.name + ending)) for ending in written)}"))
    return 0


VERB = Verb(
    audit_abstract,
    examples=("audit data/abstracts/barsotti_2021.yaml", "audit mine.yaml --out certificates/mine"),
    arguments={
        "abstract": {"type": Path, "help": "the numbers of an abstract, in YAML (see data/abstracts)"},
        "--out": {
            "metavar": "FILE",
            "type": Path,
            "help": "the certificate, without an ending (default: beside the abstract)",
        },
    },
)
