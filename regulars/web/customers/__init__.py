"""Customers: the index with its search, and the page of one person."""
