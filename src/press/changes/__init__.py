"""What a reviewer is shown: every number of the paper that changed since a commit, why, and the text with its changes."""
