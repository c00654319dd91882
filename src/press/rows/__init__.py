"""What a result is: one row per statistic, the ledger of them, and the only place that turns a number into text."""

from press.rows.ledger import Ledger
from press.rows.row import Key, Row, slug
from press.rows.sentence import say

__all__ = ["Key", "Ledger", "Row", "say", "slug"]
