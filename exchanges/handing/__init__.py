"""Handing work on when somebody leaves: what a person looks after and knows, and the book that tells it."""
