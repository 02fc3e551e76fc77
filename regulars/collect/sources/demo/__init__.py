"""A believable online shop that never was, for trying Regulars and for testing what it learns.

In comes a number of customers, a last day and a seed; out go the files such a shop would export
(orders, customers, products, costs, web visits), and the truth they were drawn from. No module
here is imported at start-up: call `shop.generate`.
"""
