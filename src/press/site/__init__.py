"""The narrative as a web site that works from disk: the notebooks as chapters, and all that explains them."""
