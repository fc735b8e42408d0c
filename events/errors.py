"""What the rule book of events says no to, each with a sentence for the person who asked."""

from django.utils.translation import gettext_lazy as _

from clair_portal.workflow import DomainError


class RegistrationClosed(DomainError):
    """Not published, not yet open, already closed, or cancelled."""

    message = _("Registration for this event is not open.")


class NoPlaceLeft(DomainError):
    """The last fitting place went to somebody else."""

    message = _("All places are taken. Nothing was booked for you.")
    field = "ticket_type"


class AlreadyRegistered(DomainError):
    """The person holds a live registration for this event."""

    message = _("You are registered for this event already.")


class TooLateToCancel(DomainError):
    """The moment until which places can be given back has passed."""

    message = _("It is too late to give the place back here. Write to the organisers, so that they know.")


class NothingToRegisterFor(DomainError):
    """An event without a ticket type that draws from a quota cannot be published."""

    message = _("Add at least one ticket type that draws from a quota; otherwise nobody can register.")


class AlreadyOver(DomainError):
    """An event in the past is neither published nor cancelled."""

    message = _("The event is over already.")


class NameMissing(DomainError):
    """A sign-in identity without a person cannot hold a place."""

    message = _("Add your name to your account first, so that the organisers know who is coming.")


class TooFewPlaces(DomainError):
    """A quota cannot become smaller than what is taken from it and kept by the office."""

    message = _("More places are taken or kept than this leaves. Choose a higher number.")


class PlacesInUse(DomainError):
    """People hold places in what shall be taken away or re-arranged."""

    message = _("People are registered here already. Stop offering it instead of removing or re-arranging it.")


class AskedTooOften(DomainError):
    """Too many guest links were asked for from one place."""

    message = _("Too many links were asked for from here. Try again in an hour, or sign in.")
