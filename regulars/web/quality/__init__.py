"""How good the data are, what to fix first, and the repairs."""
