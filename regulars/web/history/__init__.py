"""History & undo: what was done, and the way to take it back."""
