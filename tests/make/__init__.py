"""Builders: one file per stage."""
