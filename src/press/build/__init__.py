"""Running a study: which step is stale, what it rests on, publishing what it made whole, and recording that."""
