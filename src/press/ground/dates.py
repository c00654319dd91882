"""The one date that every file of the study bears, whenever it is made: the same sources give the same bytes."""

from __future__ import annotations

import os
from datetime import UTC, datetime

SOURCE_DATE = "1767225600"  # 1 January 2026, in seconds since 1970


def source_date() -> int:
    """Return the date to write, in seconds since 1970: the caller's SOURCE_DATE_EPOCH, where there is none our own."""
    return int(os.environ.get("SOURCE_DATE_EPOCH", SOURCE_DATE))


def source_moment() -> datetime:
    """Return that date as a moment of universal time.

    >>> source_moment().isoformat()
    '2026-01-01T00:00:00+00:00'
    """
    return datetime.fromtimestamp(source_date(), UTC)
