"""The control that finds a record by typing, where a list would be too long."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect


class Chooser(AutocompleteSelect):
    """Shows an error's form again whatever was sent: Django asks the database for a NUL, and PostgreSQL refuses."""

    def optgroups(self, name: str, value: Iterable[Any], attr: dict[str, Any] | None = None) -> Any:
        return super().optgroups(name, [chosen for chosen in value if "\x00" not in str(chosen)], attr)
