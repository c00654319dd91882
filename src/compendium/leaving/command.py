"""Nothing of a registry of patients is handed on unexamined: two steps of its build, and the verb `disclose`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from press.ground.fault import Fault, on_one_line
from press.study import Verb

if TYPE_CHECKING:
    from compendium.disclosure.policy import Policy
    from compendium.leaving.examining import Examined
    from compendium.leaving.persons import Persons
    from press.rows import Ledger

PROVED = Path("paper") / "disclosure.json"
_POLICY = "cohort.policy.fewest"  # its note names the policy; there is none where nothing was kept back
_ABOUT = "data/analysis/about.json"
_OF_NOBODY = ("data/codebook.csv", "data/definitions/*.csv", "data/published.csv", "paper/references.bib")
_SHOWN = 20
_NOBODY = "disclosure  the registry is simulated: there is nobody to be given away"
_REFUSED = "nothing of this may be handed on"
_WHAT_TO_DO = (
    "what to do: take out an id or a day of a patient that you wrote yourself; anything else is a fault of the "
    "compendium: report it, without the number"
)


def guard(root: Path, out: Path, _provenance: Any) -> str:
    """Examine the results, tables, figures and notebooks of patients before paper and site are made of them.

    Raises Fault with every row, cell or file that would give a patient away.
    """
    from compendium.leaving.certificate import as_json, rows_checksum
    from compendium.leaving.examining import RESULTS, Examined, examine_files, examine_rows

    ledger, policy = _released(root)
    if policy is None:
        return ""
    examined = Examined(policy)
    examine_rows(ledger, examined)
    examine_files(root, ledger, _persons(root), examined, texts=False)
    _refuse(examined)
    place = out / PROVED
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(as_json(examined, rows_checksum(root, RESULTS)), encoding="utf-8")
    return ""


def certify(root: Path, out: Path, _provenance: Any) -> str:
    """Examine every file that a run on patients has made, the paper in all forms and the site; write the certificate.

    Raises Fault with every file that would give a patient away.
    """
    from compendium.leaving.certificate import CERTIFICATE, certificate, rows_checksum
    from compendium.leaving.examining import RESULTS, Examined, examine_files, examine_rows
    from compendium.leaving.proof import Proved

    ledger, policy = _released(root)
    if policy is None:
        return ""
    examined = Examined(policy)
    known = json.loads((root / PROVED).read_text(encoding="utf-8")) if (root / PROVED).is_file() else {}
    if (known.get("rows"), known.get("policy")) == (rows_checksum(root, RESULTS), policy.name):
        examined.proved, examined.alone = Proved(**known["counts"]), known["alone"]
    else:
        examine_rows(ledger, examined)
    examine_files(root, ledger, _persons(root), examined)
    _refuse(examined)
    (out / CERTIFICATE).parent.mkdir(parents=True, exist_ok=True)
    (out / CERTIFICATE).write_text(certificate(examined), encoding="utf-8")
    return f"disclosure  {_said(examined)}; {CERTIFICATE.as_posix()} says more"


def disclose(asked: argparse.Namespace) -> int:
    """Examine what a study is about to hand on: can anything of a patient be told from it?"""
    from compendium.disclosure.policy import load_policy
    from compendium.leaving.certificate import CERTIFICATE, certificate
    from compendium.leaving.examining import Examined, examine_files, examine_rows

    root = asked.folder
    if not (root / _ABOUT).is_file():
        raise Fault(f"{on_one_line(str(root))}: nothing was made here yet that could be handed on; make it: make all")
    ledger, policy = _released(root)
    if asked.policy is None and policy is None:
        print(_NOBODY)
        return 0
    _withdraw(root)
    examined = Examined(load_policy(asked.policy) if asked.policy else policy or load_policy("publish-5"))
    examine_rows(ledger, examined)
    examine_files(root, ledger, _persons(root), examined)
    _refuse(examined)
    if policy is not None and examined.policy == policy:
        (root / CERTIFICATE).write_text(certificate(examined), encoding="utf-8")
    print(f"disclosure  {_said(examined)}")
    return 0


def _released(root: Path) -> tuple[Ledger, Policy | None]:
    """Return the rows as they leave, and the policy that they say they keep; None for a simulated registry."""
    from compendium.disclosure.policy import load_policy
    from compendium.leaving.examining import released

    ledger = released(root)
    about = json.loads((root / _ABOUT).read_text(encoding="utf-8"))
    if about["simulated"]:
        return ledger, None
    if _POLICY not in ledger:
        raise Fault(
            f"paper/results: no row says which policy was kept ({_POLICY}), so {_REFUSED}; make all makes it anew"
        )
    return ledger, load_policy(ledger[_POLICY].note)


def _withdraw(root: Path) -> None:
    """Take away an earlier certificate: it says nothing of what lies here now."""
    from compendium.leaving.certificate import CERTIFICATE

    (root / CERTIFICATE).unlink(missing_ok=True)


def _persons(root: Path) -> Persons:
    """Return whom to look for; a registry that is not there any more cannot be looked for, and is a fault.

    What is like an id and stands in the study's own definitions and notebooks cannot be told from one.
    """
    from compendium.leaving.persons import Persons
    from compendium.mapping.intake import open_registry_at

    place = json.loads((root / _ABOUT).read_text(encoding="utf-8"))["registry"]
    of_nobody = (path for pattern in _OF_NOBODY for path in sorted(root.glob(pattern)))
    known = "\n".join(path.read_text(encoding="utf-8") for path in of_nobody)
    return Persons.of(open_registry_at(root / place), known)


def _refuse(examined: Examined) -> None:
    if found := examined.findings:
        more = [f"and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
        told = [f"{_REFUSED} (policy {examined.policy.name}):", *found[:_SHOWN], *more, _WHAT_TO_DO]
        raise Fault("\n  ".join(told))


def _said(examined: Examined) -> str:
    proved = examined.proved
    return (
        f"{proved.counts} counts are not shown in {proved.tables} linked tables, and none of them can be told "
        f"(policy {examined.policy.name}, {len(examined.files)} files examined)"
    )


VERB = Verb(
    disclose,
    examples=("disclose runs/mycentre", "disclose runs/mycentre --policy strict-10"),
    arguments={
        "folder": {
            "nargs": "?",
            "type": Path,
            "default": Path(),
            "metavar": "FOLDER",
            "help": "of a run or study (default: this one)",
        },
        "--policy": {"metavar": "NAME", "help": "of data/definitions/disclosure.csv (default: the one it was made by)"},
    },
)
