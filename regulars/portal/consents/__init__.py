"""Consents, as customers see them."""
