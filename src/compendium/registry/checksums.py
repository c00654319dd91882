"""Two seals on a registry: SHA256SUMS, which anybody can make, and the simulation's own, in SIMULATED.md.

SHA256SUMS is written and verified in the form that `sha256sum -c SHA256SUMS` understands.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from press.ground.fault import FaultRecord

SUMS = "SHA256SUMS"
NOTICE = "SIMULATED.md"
_SEAL = re.compile(r"^Seal of the simulation: ([0-9a-f]{64})$", re.MULTILINE)
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
_RESTORE = (
    "restore the file as it was sent, or, if the change is meant, make the sums anew (sha256sum FILES > SHA256SUMS)"
)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal.

    >>> import tempfile
    >>> sha256(Path(tempfile.mkstemp()[1]))[:16]
    'e3b0c44298fc1c14'
    """
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def write_checksums(folder: Path, files: Iterable[str]) -> None:
    """Write SHA256SUMS of `files` (paths inside `folder`, with /), in the order given."""
    lines = [f"{sha256(folder / file)}  {file}\n" for file in files]
    (folder / SUMS).write_bytes("".join(lines).encode())


def write_notice(folder: Path, notice: str, files: Iterable[str]) -> None:
    """Write SIMULATED.md, which seals `files`, and SHA256SUMS of both: for the program that simulates, for no other.

    `files` are all tables of the registry, as paths inside `folder`.
    """
    listed = sorted(files)
    text = f"{notice.rstrip()}\n\nSeal of the simulation: {_seal(folder, listed, notice)}\n"
    (folder / NOTICE).write_bytes(text.encode())
    write_checksums(folder, [*listed, NOTICE])


def _seal(folder: Path, files: Iterable[str], notice: str) -> str:
    """What only the program that simulates writes: it is neither the checksum of a file nor one of SHA256SUMS."""
    sealed = [f"{sha256(folder / file)}  {file}\n" for file in files]
    return hashlib.sha256("".join(["simulated, and no patient\n", notice.rstrip(), "\n", *sealed]).encode()).hexdigest()


def seal_faults(folder: Path, files: Iterable[str]) -> list[FaultRecord]:
    """Return what disagrees with the seals of a registry of `files`.

    Where SIMULATED.md lies beside them, they must be the simulated files to the byte: real patients put in their place
    would otherwise be published as simulated ones. That is reported once, and making the sums anew is no way round it.
    """
    if not has_notice(folder):
        return list(verify_checksums(folder, files))
    differing = sorted({record.file for record in verify_checksums(folder, [*files, NOTICE])})
    if not (folder / SUMS).is_file():
        differing = [f"{SUMS} is missing"]
    if not differing and not _is_sealed(folder, files):
        differing = [f"the seal in {NOTICE} is not that of these files, although {SUMS} is"]
    if not differing:
        return []
    rule = f"beside {NOTICE} stand the simulated files; these differ from the simulated ones: {', '.join(differing)}"
    action = f"remove {NOTICE} (and {SUMS}) if these are your own data, or make the simulated registry anew"
    return [FaultRecord(NOTICE, 0, "", "", rule, action)]


def _is_sealed(folder: Path, files: Iterable[str]) -> bool:
    text = (folder / NOTICE).read_bytes().decode("utf-8", errors="replace")
    found = _SEAL.search(text)
    return found is not None and found[1] == _seal(folder, sorted(files), text[: found.start()])


def is_simulated(folder: Path, files: Iterable[str]) -> bool:
    """Return whether `files` are all tables of a simulated registry, sealed by the program that made it."""
    return has_notice(folder) and not seal_faults(folder, files)


def has_notice(folder: Path) -> bool:
    """Return whether a registry says of itself that it is simulated; whether it is, its seal tells."""
    return (folder / NOTICE).exists()


def verify_checksums(folder: Path, files: Iterable[str]) -> Iterator[FaultRecord]:
    """Yield what disagrees with SHA256SUMS, nothing if there is no such file; `files` are those it must list."""
    if not (folder / SUMS).is_file():
        return
    listed: dict[str, str] = {}
    text = (folder / SUMS).read_bytes().decode("utf-8", errors="replace")
    for row, line in enumerate(text.splitlines(), start=1):
        match = _LINE.fullmatch(line)
        if match:
            listed[match[2]] = match[1]
        elif line.strip():
            yield FaultRecord(SUMS, row, "", line[:80], "64 hexadecimal digits, two spaces, a file name", _RESTORE)
    for file, expected in listed.items():
        if not (folder / file).is_file():
            yield FaultRecord(file, 0, "", "", f"present, since {SUMS} lists it", _RESTORE)
        elif sha256(folder / file) != expected:
            yield FaultRecord(
                file, 0, "", "", f"the same bytes as when {SUMS} was made; it has changed since", _RESTORE
            )
    for file in sorted(set(files) - set(listed)):
        yield FaultRecord(file, 0, "", "", f"listed in {SUMS}, as every other file here is", _RESTORE)
