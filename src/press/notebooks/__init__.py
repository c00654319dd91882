"""A notebook on disk: its text and its executed pair, what it declares, and the parameters that it takes."""

from press.ground.cheaper import without_the_grammar

with without_the_grammar():  # whoever needs Jupyter's own form of a notebook comes by here, before anything loads it
    from nbformat import NotebookNode

__all__ = ["NotebookNode"]
