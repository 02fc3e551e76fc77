"""Home: what changed, what it is worth, and who is behind it."""
