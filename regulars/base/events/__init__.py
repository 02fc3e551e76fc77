"""What happened, in order, and who changed what.

In: events that verbs append in their own transaction; operations that every write carries.
Out: the log, read on by each subscription at its own position; changes that can be undone.
"""
