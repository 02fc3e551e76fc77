"""Companies: the list, one company with its contacts, orders and timeline, and what can be done with it."""
