"""Data quality: named rules over all people, what fails them, and repairs with preview, in bulk, that can be undone.

In comes what is known of people and of orders; out go flaws, figures by day, and repaired rows under operations.
"""
