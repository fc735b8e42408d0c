"""Visit support on the staff site."""

from exchanges.admin import cases

__all__ = ["cases"]
