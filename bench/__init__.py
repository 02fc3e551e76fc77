"""Benches: `make bench` runs them; nothing here is part of the product."""
