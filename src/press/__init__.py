"""The press: it runs a study's notebooks, and prints their results as tables, figures, a paper and a site."""
