"""Plain values without Django models: money, clock, ids, text, paging, refusal."""
