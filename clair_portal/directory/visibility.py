"""How far a permission reaches: nowhere, over some organisations, or everywhere."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Reach:
    """The organisations (primary keys) for which a person holds one permission."""

    everywhere: bool = False
    organisations: frozenset[int] = frozenset()

    def covers(self, organisation_id: int | None) -> bool:
        """Whether the permission holds for this organisation; without one, only "everywhere" holds."""
        return self.everywhere or organisation_id in self.organisations

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.organisations)


NOWHERE = Reach()
EVERYWHERE = Reach(everywhere=True)


def reach(user: Any, permission: str) -> Reach:
    """How far `permission` reaches for `user`; anonymous and disabled people reach nowhere."""
    if not user.is_authenticated or not user.is_active:
        return NOWHERE
    found: Reach = user.reach(permission)
    return found
