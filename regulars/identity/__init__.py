"""One customer out of many traces: people, their identifiers, and the links between people.

In: identifiers with evidence. Out: a person for each, and `canonical`, by which readers join.
"""
