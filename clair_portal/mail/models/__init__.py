"""The outbox's rows, and the addresses that must not be written to."""

from clair_portal.mail.models.outgoing import OutgoingMail, OutgoingMailTransition
from clair_portal.mail.models.suppression import Suppression

__all__ = ["OutgoingMail", "OutgoingMailTransition", "Suppression"]
