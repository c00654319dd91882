"""Nothing of a registry of patients is handed on unexamined: two steps of its build, and the verb `disclose`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compendium.leaving.places import ABOUT, CERTIFICATE, PROVED
from press.ground.fault import Fault, on_one_line
from press.project import read_json, write_json, write_whole
from press.study import Verb

if TYPE_CHECKING:
    from compendium.disclosure.policy import Policy
    from compendium.leaving.examining import Examined
    from compendium.leaving.persons import Persons
    from press.rows import Ledger

_POLICY = "cohort.policy.fewest"  # its note names the policy; there is none where nothing was kept back
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
    ledger, policy = _released(root)
    if policy is not None:
        proved = _examined(root, ledger, policy, texts=False).proved
        write_json(out / PROVED, {"rows": _checksums(root), "policy": policy.name, "proved": vars(proved)})
    return ""


def certify(root: Path, out: Path, _provenance: Any) -> str:
    """Examine every file that a run on patients has made, the paper in all forms and the site; write the certificate.

    Raises Fault with every file that would give a patient away.
    """
    ledger, policy = _released(root)
    if policy is None:
        return ""
    known = read_json(root / PROVED) or {}
    same = (known.get("rows"), known.get("policy")) == (_checksums(root), policy.name)
    examined = _examined(root, ledger, policy, proved=known["proved"] if same else None)
    _write_certificate(out, examined)
    return f"{_said(examined)}; {CERTIFICATE} says more"


def disclose(asked: argparse.Namespace) -> int:
    """Examine what a study is about to hand on: can anything of a patient be told from it?"""
    from compendium.disclosure.policy import load_policy

    root = asked.folder
    if not (root / ABOUT).is_file():
        raise Fault(f"{on_one_line(str(root))}: nothing was made here yet that could be handed on; make it: make all")
    ledger, kept = _released(root)
    policy = load_policy(asked.policy) if asked.policy else kept
    if policy is None:
        print(_NOBODY)
        return 0
    (root / CERTIFICATE).unlink(missing_ok=True)  # it says nothing of what lies here now
    examined = _examined(root, ledger, policy)
    if policy == kept:
        _write_certificate(root, examined)
    print(f"disclosure  {_said(examined)}")
    return 0


def _examined(
    root: Path, ledger: Ledger, policy: Policy, *, texts: bool = True, proved: dict[str, int] | None = None
) -> Examined:
    """Examine a study. Raises Fault with all that would give a patient away.

    texts: the paper and the site as well. proved: what was counted when these very rows were proved, if they were.
    """
    from compendium.leaving.examining import Examined, examine_files, examine_rows
    from compendium.leaving.proof import Proved

    examined = Examined(policy)
    if proved is None:
        examine_rows(ledger, examined)
    else:
        examined.proved = Proved(**proved)
    examine_files(root, ledger, _persons(root), examined, texts=texts)
    if found := examined.findings:
        more = [f"and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
        told = [f"{_REFUSED} (policy {policy.name}):", *found[:_SHOWN], *more, _WHAT_TO_DO]
        raise Fault("\n  ".join(told))
    return examined


def _write_certificate(folder: Path, examined: Examined) -> None:
    from compendium.leaving.certificate import certificate

    write_whole(folder / CERTIFICATE, certificate(examined))


def _checksums(root: Path) -> dict[str, str]:
    """Return the checksum of every file of result rows."""
    from compendium.registry.checksums import sha256
    from press.exhibits.places import RESULTS

    return {path.name: sha256(path) for path in sorted((root / RESULTS).glob("*.csv"))}


def _released(root: Path) -> tuple[Ledger, Policy | None]:
    """Return the rows as they leave, and the policy that they say they keep; None for a simulated registry."""
    from compendium.disclosure.policy import load_policy
    from compendium.leaving.examining import released

    ledger = released(root)
    if _about(root)["simulated"]:
        return ledger, None
    if _POLICY not in ledger:
        raise Fault(
            f"paper/results: no row says which policy was kept ({_POLICY}), so {_REFUSED}; make all makes it anew"
        )
    return ledger, load_policy(ledger[_POLICY].note)


def _about(root: Path) -> dict[str, Any]:
    """Return what the first notebook says of the registry."""
    found: dict[str, Any] = json.loads((root / ABOUT).read_text(encoding="utf-8"))
    return found


def _persons(root: Path) -> Persons:
    """Return whom to look for; a registry that is not there any more cannot be looked for, and is a fault.

    What is like an id and stands in the study's own definitions or in its references cannot be told from one.
    """
    from compendium.leaving.persons import Persons
    from compendium.mapping.intake import open_registry_at

    of_nobody = (path for pattern in _OF_NOBODY for path in sorted(root.glob(pattern)))
    known = "\n".join(path.read_text(encoding="utf-8") for path in of_nobody)
    return Persons.of(open_registry_at(root / _about(root)["registry"]), known)


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
