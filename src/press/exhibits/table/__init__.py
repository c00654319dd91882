"""A table as data - cells, lines, notes - and the writers that set it in CSV, HTML, LaTeX and Word."""
