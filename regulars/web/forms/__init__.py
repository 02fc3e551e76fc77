"""Forms and surveys: made, looked at, published, shared, and what came of them."""
