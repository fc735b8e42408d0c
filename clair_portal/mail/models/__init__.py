"""The outbox's rows."""

from clair_portal.mail.models.outgoing import OutgoingMail

__all__ = ["OutgoingMail"]
