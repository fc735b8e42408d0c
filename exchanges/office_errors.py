"""What the rule book says no to when cases change hands, are linked or merged, and when somebody leaves."""

from django.utils.translation import gettext_lazy as _

from clair_portal.workflow import DomainError


class HasABranch(DomainError):
    """The office speaks for a branch only where there is none."""

    message = _("This case has a CLAIR branch, which passes it on itself.")


class SameOffice(DomainError):
    """A hand-over goes to somebody else."""

    message = _("The case is with this office already.")
    field = "office"


class NoSuchOffice(DomainError):
    """A case goes to one of CLAIR's offices, and to nobody else."""

    message = _("This is not one of CLAIR’s offices today.")
    field = "office"


class LinkedToItself(DomainError):
    """A case is no company to itself."""

    message = _("Name another case.")
    field = "other"


class LinkedAlready(DomainError):
    """Two cases belong together in one way."""

    message = _("These two cases are linked already. Take the link away first.")
    field = "other"


class MergeIsKept(DomainError):
    """The link of a merge says where the letters of the case have gone."""

    message = _("A merge cannot be taken back, and its link stays.")


class OfAnotherAuthority(DomainError):
    """What one authority wrote must not appear in the case of another."""

    message = _("These are cases of two authorities. Link them: each keeps what it wrote.")
    field = "other"


class MeetingsAgreed(DomainError):
    """A host who has agreed waits for this delegation under this number."""

    message = _("A host has agreed to a meeting of this case already. Link the cases instead of merging them.")


class OtherIsOver(DomainError):
    """Nothing is moved into a case that nobody works on."""

    message = _("The other case is not open.")
    field = "other"


class SuccessorMissing(DomainError):
    """No case stays behind with nobody in charge."""

    message = _("Choose somebody who takes over the cases.")
    field = "successor"


class SuccessorLeaves(DomainError):
    """Whoever leaves cannot be the one who takes over."""

    message = _("Choose somebody who stays.")
    field = "successor"


class LastDayIsOver(DomainError):
    """Access ends after a day that is still to come, or today."""

    message = _("The last day lies in the past.")
    field = "last_on"
