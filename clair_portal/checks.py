"""Django system checks that belong to the portal as a whole."""

import importlib.util
from typing import Any

from django.core.checks import CheckMessage, Error

OTHER_DRIVER = "psycopg"


def other_driver_installed() -> bool:
    """Whether psycopg 3 lies beside psycopg 2; Django would take it without a word."""
    return importlib.util.find_spec(OTHER_DRIVER) is not None


def one_driver(**facts: Any) -> list[CheckMessage]:
    """The portal is measured and tested with psycopg 2 alone."""
    if not other_driver_installed():
        return []
    return [
        Error(
            "psycopg 3 is installed beside psycopg 2, and Django would silently use it.",
            hint="Run “pip uninstall psycopg psycopg-binary” in the portal's environment.",
            id="portal.E001",
        )
    ]
