"""The JET Programme on the staff site."""
