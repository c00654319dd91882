"""The paper as Word."""
