"""The paper as a page for the browser."""
