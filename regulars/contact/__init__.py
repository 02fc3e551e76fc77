"""Speaking to people: whom to contact today and why, whether one may, and what came of it.

In: scores, tasks, birthdays, permissions. Out: the lists of a day, attempts with their outcome. Stands on insight.
"""
