"""Where data comes from: one folder per source of orders, people and behavior."""
