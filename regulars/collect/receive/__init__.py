"""The way in for whatever sends by itself: what a request holds goes into the inbox, whole, before it is answered.

It runs in edge, without Django, on a connection of its own. Nothing is understood here but what has to be known to
keep a message: whose it is, and that it is text in JSON.
"""
