"""What a result is: one row per statistic, the ledger of them, and the only place that turns a number into text."""

from compendium.results.ledger import Ledger
from compendium.results.row import Key, Row, slug
from compendium.results.sentence import say

__all__ = ["Key", "Ledger", "Row", "say", "slug"]
