"""Where an examination keeps what it found: what was proved of the rows, and the certificate of all files."""

from __future__ import annotations

PROVED, CERTIFICATE = "paper/disclosure.json", "paper/disclosure_certificate.md"
