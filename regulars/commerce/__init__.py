"""What was offered, bought, paid for and sent back.

In: staged imports, later the events of shop platforms. Out: products, orders, lines and returns
with their money, each order with its original person.
"""
