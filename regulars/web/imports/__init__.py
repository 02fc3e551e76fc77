"""Imports: bring a file in, see how it would be read, watch it, and take it back."""
