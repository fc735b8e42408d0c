"""From rows to a problem, from a problem to a sealed run: what stands between the tables and the solver."""
