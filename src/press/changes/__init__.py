"""What a reviewer is shown: every number that changed since a commit, why, and the text with its changes."""
