"""The paper as PDF, set by typst."""
