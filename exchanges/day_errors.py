"""What the rule book says no to on the day of a meeting, each with a sentence for the person who asked."""

from django.utils.translation import gettext_lazy as _

from clair_portal.workflow import DomainError


class NotAgreedYet(DomainError):
    """Hosts expect what was agreed, not what is proposed."""

    message = _("Only for a programme that is agreed can a delay be told.")


class NotItsDay(DomainError):
    """A delay is told on the day itself, until the meeting is over."""

    message = _("A delay can be told on the day of the meeting only, and until it is over.")


class NothingToDelay(DomainError):
    """Nobody waits at a lunch, nor at a meeting that was called off."""

    message = _("Only a meeting that takes place can begin later.")


class NobodyToTell(DomainError):
    """Neither the host nor an interpreter has an address."""

    message = _("Neither the host nor an interpreter has an e-mail address. Please ring them.")
