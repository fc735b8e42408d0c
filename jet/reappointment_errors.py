"""What the rule book of reappointment says no to, each with a sentence for the person who asked."""

from django.utils.translation import gettext_lazy as _

from clair_portal.workflow import DomainError


class NoIsFinal(DomainError):
    """Somebody else may have been asked for because of it."""

    message = _("A no cannot be taken back. Ask headquarters if you both want something else now.")


class AnswersClosed(DomainError):
    """After the deadline the answers stand."""

    message = _("The time for answers is over, or the matter has been settled. Headquarters can tell you more.")


class StatementMissing(DomainError):
    """A fourth and a fifth year are exceptions, and the organisation says why."""

    message = _("A fourth or fifth year needs a reasoned statement.")
    field = "statement"


class NothingToDecide(DomainError):
    """Headquarters decides where the two sides do not come to an answer by themselves."""

    message = _("There is nothing to decide here: the two answers settle it, or it has been settled already.")


class DeadlineOver(DomainError):
    """A question leaves time for an answer."""

    message = _("The last day for answers must not lie in the past.")
    field = "due_on"


class DeadlineFarAway(DomainError):
    """Answers belong to the months before the new terms begin."""

    message = _("The last day lies in the year of the new terms, or in the year before.")
    field = "due_on"
