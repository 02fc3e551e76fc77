"""The lake: history as Delta tables, and one engine that reads it.

In: numbered exports from PostgreSQL. Out: consistent cuts of tables, and `Engine.run`.
"""
