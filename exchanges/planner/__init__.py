"""The itinerary planner: meetings, sub-groups, interpreters and travel in, the best programme without a conflict out.

Plain data in, plain data out. `problem` says what may be asked, `solver.plan()` and `replanning.replan()` answer
with an `outcome.Outcome`, `checker.faults()` verifies any plan without knowing how it was made.
"""
