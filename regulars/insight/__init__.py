"""
Learn from a store's history who its customers are and what they will do.

In: tables of orders, lines, people and products, and a date. Out: one row of scores per person, curves per technique,
findings in plain sentences, each with its interval and its evidence. The techniques are pure and know no Django;
only `models`, `runs` and `explain` touch the database. Stands on profile, commerce, identity, collect and base.
"""
