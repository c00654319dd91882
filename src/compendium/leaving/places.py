"""Where an examination finds whose data they are and keeps what it found: of the rows, and of all files."""

from __future__ import annotations

ABOUT = "data/analysis/about.json"  # whose data were analysed, and where they lie: it stays where the study was run
PROVED, CERTIFICATE = "paper/disclosure.json", "paper/disclosure_certificate.md"
