"""How long each notebook and each task took last time: what the screen tells while they are made again."""

from __future__ import annotations

from press.build.project import Project, read_json, write_json


class Durations:
    """Seconds by name, kept from build to build."""

    def __init__(self, project: Project) -> None:
        self._file = project.build / "durations.json"
        self._seconds: dict[str, float] = read_json(self._file) or {}

    def last(self, name: str) -> float | None:
        """Return how many seconds it took last time; None where it was never made here."""
        return self._seconds.get(name)

    def keep(self, name: str, seconds: float) -> float:
        """Keep how many seconds it took, to the hundredth, and return that."""
        self._seconds[name] = round(seconds, 2)
        write_json(self._file, self._seconds)
        return self._seconds[name]
