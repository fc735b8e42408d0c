"""States and their legal moves: every state column of the portal is written here and nowhere else."""

from clair_portal.workflow.errors import DomainError, IllegalMove, KeptAlready, Outdated
from clair_portal.workflow.moves import Moves, begin, legal_moves, move, move_all

__all__ = ["DomainError", "IllegalMove", "KeptAlready", "Moves", "Outdated", "begin", "legal_moves", "move", "move_all"]
