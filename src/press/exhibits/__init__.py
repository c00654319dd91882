"""What a table, a figure and a passage of text are, and how each is written and shown."""
