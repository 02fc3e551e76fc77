"""The one true picture of each person: who they are, and everything that happened to them.

In: what people, files and staff say of a person. Out: `Profile` rows and the timeline.
"""
