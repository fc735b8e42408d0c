"""Tests of the JET Programme's app."""
