"""Could the whole curve of analyses have come about by chance? Responses are dealt out anew (`make extra`)."""
