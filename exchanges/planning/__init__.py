"""From a case to the planner and back: the problem posed, the plan laid out as items, versions compared, printed.

It reads the tables and writes nothing; `exchanges/planner` knows no table, `actions/itineraries.py` writes.
"""
