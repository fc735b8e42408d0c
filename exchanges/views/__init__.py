"""The pages of the exchanges app."""
