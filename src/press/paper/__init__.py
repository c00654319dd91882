"""The paper: a text whose every number is asked of the result rows, written as PDF, Word, HTML, JATS and LaTeX."""
