"""The command line: its verbs, what it says while it builds, and its answers to questions."""
