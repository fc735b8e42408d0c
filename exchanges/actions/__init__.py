"""Every write of the exchanges app."""
