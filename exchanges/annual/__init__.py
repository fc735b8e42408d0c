"""Visits in figures: years, grouped counts, the list of a year on paper."""
