"""Who may see and steer the outbox: permission names, and predicates over a mail."""

from clair_portal.workflow.moves import Stateful, legal_moves

MAIL_VIEW = "mail.view_mail"
MAIL_STEER = "mail.steer_mail"


def can_retry(mail: Stateful) -> bool:
    """Only a parked mail is tried again by hand; the others move by themselves."""
    return "queued" in legal_moves(mail) and mail.state == "parked"


def can_cancel(mail: Stateful) -> bool:
    """As long as nobody is handing it over."""
    return "cancelled" in legal_moves(mail)
