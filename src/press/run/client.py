"""How papermill runs a notebook here: as it always does, but with a limit to what a cell may print and take."""

from __future__ import annotations

from typing import Any

from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.log import logger

from press.notebooks import NotebookNode

ENGINE = "press"
_MOST = 10_000_000  # characters that a cell may print; no reader reads more, and the file would hold them all
_FOR_OUTPUT = 120  # seconds to wait, after a cell has ended, for what it has printed: nothing is left out silently


class CellRefused(Exception):  # noqa: N818 - it is said of a cell
    """A cell has done what no cell of a published notebook may do; the text says what."""


class _Client(PapermillNotebookClient):  # type: ignore[misc]
    def __init__(self, *arguments: Any, **how: Any) -> None:
        super().__init__(*arguments, on_cell_executed=self._executed, **how)
        self._printed: dict[int, int] = {}
        self._left = False

    def _executed(self, execute_reply: dict[str, Any], **_: Any) -> None:
        asked = [each.get("source") for each in execute_reply["content"].get("payload", [])]
        self._left = self._left or "ask_exit" in asked  # exit() ends a kernel only some cells later

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        if msg["msg_type"] == "stream":
            printed = self._printed.get(cell_index, 0) + len(msg["content"]["text"])
            self._printed[cell_index] = printed
            if printed > _MOST:
                return None
        return super().process_message(msg, cell, cell_index)

    def execute_cell(self, cell: NotebookNode, cell_index: int, **how: Any) -> NotebookNode:
        done = super().execute_cell(cell, cell_index, **how)
        if self._printed.get(cell_index, 0) > _MOST:
            raise CellRefused(f"the cell printed more than {_MOST // 1_000_000} million characters")
        if self._left:
            raise CellRefused("the cell leaves the kernel, as exit() and quit() do: a notebook runs to its last cell")
        return done


class _Engine(NBClientEngine):  # type: ignore[misc]
    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, *, cell_seconds: int, **how: Any) -> Any:
        on = {name: told for name, told in how.items() if name.startswith("on_")}
        return _Client(
            nb_man,
            kernel_name=kernel_name,
            timeout=cell_seconds,
            startup_timeout=60,
            iopub_timeout=_FOR_OUTPUT,
            raise_on_iopub_timeout=True,
            coalesce_streams=True,
            shutdown_kernel="immediate",
            log=logger,
            **on,
        ).execute()


papermill_engines.register(ENGINE, _Engine)
