"""The parts that every page is made of: one tag, one template and one style sheet each."""
