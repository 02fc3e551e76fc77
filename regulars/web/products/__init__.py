"""Products and categories: what sells, to whom, with what, and what comes back."""
