"""What sends to the store by itself: what came, what was refused and why, and complete until when."""
