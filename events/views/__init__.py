"""The pages of the events app."""
