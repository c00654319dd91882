"""The paper as LaTeX."""
