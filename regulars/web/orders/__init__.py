"""Orders: the index, one order, and its note."""
