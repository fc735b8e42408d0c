"""What the rule book says no to after a visit, each with a sentence for the person who asked."""

from django.utils.translation import gettext_lazy as _

from clair_portal.workflow import DomainError


class NotOverYet(DomainError):
    """Thanks are given, and reports written, once the visit is completed."""

    message = _("The visit is not completed yet.")


class NobodyToThank(DomainError):
    """No meeting took place, or every host has its letter."""

    message = _("There is no host that still needs a letter.")


class SentAlready(DomainError):
    """What has left the house is not changed any more."""

    message = _("This letter has been sent already.")


class NothingToSend(DomainError):
    """All letters are sent, or none can be sent by mail."""

    message = _("There is no letter that can be sent by mail.")


class SurveyClosed(DomainError):
    """Answers are taken until the day that was named."""

    message = _("This survey is closed. Thank you for your interest.")
