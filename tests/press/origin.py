"""The note on where the data come from, as a study's exhibits carry it."""

from __future__ import annotations

SIMULATED = "Simulated registry: no patient data."
