"""Participants from the sheets that offices keep: how each cell is read, compared and written."""
