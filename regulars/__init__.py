"""Regulars: an open-source, self-hosted CRM that turns buyers into regulars."""

__version__ = "0.1.0"
