"""
Rules that find what is worth a decision.

In: the scores and results of a run. Out: findings with a number, its range, the money at stake and the people behind
it. Each rule is one public function with the name that its findings carry; it answers None where there is nothing to
say.
"""
