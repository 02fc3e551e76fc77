"""Read a merchant's file into typed rows; pure, without database.

In comes a path and what is known beforehand (`Terms`); out come Arrow batches in the shape of the staging
tables (`shapes.py`), the rejected rows with their reason, and control totals. The file is read three times
over: once as bytes to settle its encoding, once as rows to settle its dates and numbers (kept in a spool), and
once from the spool to type them. Nothing is held whole in memory, and nothing is guessed that can be asked.
"""
