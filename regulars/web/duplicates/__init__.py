"""Two people who may be one, side by side, and what staff say of them."""
