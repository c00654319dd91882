"""Statistics as pure functions: a series or frame in, result rows out; nothing here knows of myositis."""
