"""Why something in the programme cannot be done, in words for those who asked."""

from django.utils.translation import gettext_lazy as _

from clair_portal.workflow import DomainError


class NumberTaken(DomainError):
    """A JET number belongs to one participation."""

    message = _("Another participant has this JET number.")
    field = "jet_number"


class NumberMalformed(DomainError):
    """The programme's numbers all look alike."""

    message = _("A JET number has eleven digits and begins with 20.")
    field = "jet_number"


class InTheProgramme(DomainError):
    """Nobody is in the programme twice at the same time."""

    message = _("This person is in the programme already.")
    field = "person"


class WrongScale(DomainError):
    """Japanese has a scale of its own."""

    message = _("Japanese is given from N5 to N1, other languages from A1 to C2.")
    field = "languages"


class ReasonMissing(DomainError):
    """Leaving before time is explained."""

    message = _("Say why: the reason stays with the participant.")
    field = "reason"


class NotServing(DomainError):
    """Terms and placements change while somebody serves."""

    message = _("Only somebody who is serving can be reappointed or transferred.")


class StillServing(DomainError):
    """Completion comes after the last day."""

    message = _("The last term is not over yet. Whoever leaves before its last day ends early.")


class NotEarly(DomainError):
    """An early end lies inside the terms, before their last day."""

    message = _("An early end lies between the first day and the day before the last one.")
    field = "on"


class RenewedAlready(DomainError):
    """Somebody else was faster."""

    message = _("The next term is entered already.")


class TermsUsedUp(DomainError):
    """Five terms are the most."""

    message = _("Nobody serves more than five terms.")


class ExceptionMissing(DomainError):
    """A fourth and a fifth year are exceptions."""

    message = _("A fourth or fifth year needs a reasoned statement.")
    field = "exception"


class TermEmpty(DomainError):
    """A term begins the day after the one before."""

    message = _("The new term would end before it begins.")
    field = "last_on"


class TooLong(DomainError):
    """Five years, and four months more for those who came in April."""

    message = _("All terms together last at most 60 months, 64 for those who arrived in April.")
    field = "last_on"


class SameEmployer(DomainError):
    """A change of school inside one employer is no transfer."""

    message = _("The participant works there already. Another school or section is no transfer.")
    field = "to"


class NotTakingPart(DomainError):
    """Only those who take part employ."""

    message = _("This organisation does not take part in the programme on that day.")
    field = "to"


class NotOnThatDay(DomainError):
    """A transfer lies inside the placement that it ends, and inside the terms."""

    message = _("The transfer must lie after the first day of this placement and within its days and terms.")
    field = "on"


class GroupTaken(DomainError):
    """A code names one group of a year."""

    message = _("This year has a group of this code already.")
    field = "code"


class TakesPartAlready(DomainError):
    """One entry for each organisation."""

    message = _("This organisation is a contracting organisation already.")
    field = "organisation"


class LeftBeforeJoining(DomainError):
    """Joining comes first."""

    message = _("It cannot have left before it joined.")
    field = "left_on"
