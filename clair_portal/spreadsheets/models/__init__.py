"""Imports of files: each with what it found, what it changed, and whether that was taken back."""

from clair_portal.spreadsheets.models.rows import ImportRow
from clair_portal.spreadsheets.models.runs import ImportRun, ImportTransition

__all__ = ["ImportRow", "ImportRun", "ImportTransition"]
