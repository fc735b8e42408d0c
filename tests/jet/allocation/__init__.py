"""Allocation: against brute force, against tampering, and against its own explanations."""
