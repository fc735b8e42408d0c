"""Every write to what the programme is about; one function is one sentence of its rules."""
