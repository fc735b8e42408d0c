"""Every write of the events app; one function is one sentence of the rule book."""
