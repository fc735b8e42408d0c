"""Who is taken when. One lock order everywhere: the meeting, its case, the officers, then what is taken, by its key.

Interpreters are booked by `assignments`, which lock the meeting first too; and so does the staff site, which locks
the row that it saves.

The exclusion constraint is the judge of what overlaps; the locks only make those who want the same wait for each
other, so that the second one is told "taken" instead of running into a deadlock.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from clair_portal.accounts.models import User
from clair_portal.workflow import Outdated
from clair_portal.workflow.refusals import refusing
from exchanges.errors import CaseIsOver, Taken
from exchanges.models import Booking, Delegate, Meeting, VisitCase

NEVER_TWICE = "booking_never_in_two_places"
OWN_KINDS = (Booking.Kind.PARTY, Booking.Kind.OFFICER)  # written here; interpreters and vehicles are booked by theirs
WHOLE = 0


def hold(meeting: Meeting) -> VisitCase:
    """Lock the meeting and its case, in this order, and hand the case over as it is now.

    Raises Outdated if the meeting is no longer as it was read, CaseIsOver if nothing can be arranged any more.
    """
    rows = Meeting.objects.select_for_update(of=("self",), no_key=True).filter(pk=meeting.pk)
    if rows.values_list("state", "nonce", "version").first() != (meeting.state, meeting.nonce, meeting.version):
        raise Outdated
    case = VisitCase.objects.select_for_update(of=("self",), no_key=True).get(pk=meeting.case_id)
    if case.is_over:
        raise CaseIsOver
    return case


def book(wanted: Iterable[Booking]) -> None:
    """Take all of it or nothing. Raises Taken."""
    rows = sorted(wanted, key=lambda booking: (booking.key, booking.starts_at))
    officers = [booking.resource for booking in rows if booking.kind == Booking.Kind.OFFICER]
    list(User.objects.filter(pk__in=officers).order_by("pk").select_for_update(of=("self",), no_key=True))
    with refusing({NEVER_TWICE: Taken}):
        Booking.objects.bulk_create(rows)


def rebook(case: VisitCase) -> None:
    """Take the time of the case's parties, and of its officer, anew for every meeting that stands.

    All of them, because the sub-groups may have changed since the first one was agreed. Raises Taken.
    """
    Booking.objects.filter(meeting__case=case, kind__in=OWN_KINDS).delete()
    groups, booked = _groups(case), Meeting.objects.filter(case=case).booked()
    book(booking for meeting in booked for booking in _needs(meeting, case, groups))


def free(meeting: Meeting) -> None:
    """Everybody who was taken for this meeting has that time again."""
    meeting.bookings.all().delete()


def _groups(case: VisitCase) -> list[str]:
    names = Delegate.objects.filter(case=case).exclude(group="").values_list("group", flat=True)
    return sorted(set(names))[: Booking.PARTIES - 1]


def _needs(meeting: Meeting, case: VisitCase, groups: list[str]) -> list[Booking]:
    """A meeting for everybody takes the whole and every sub-group; one for a sub-group takes that one.

    Whoever is in charge comes along with everybody and with the first sub-group, the deputy with the others.
    """
    of_a_group = meeting.group in groups
    parties = [groups.index(meeting.group) + 1] if of_a_group else range(WHOLE, len(groups) + 1)
    needs = [_booking(meeting, Booking.Kind.PARTY, case.pk * Booking.PARTIES + party) for party in parties]
    officer = case.deputy_id if of_a_group and meeting.group != groups[0] else case.owner_id
    if officer and VisitCase.Support.ACCOMPANYING in case.support:
        needs.append(_booking(meeting, Booking.Kind.OFFICER, officer))
    return needs


def _booking(meeting: Meeting, kind: Booking.Kind, resource: int) -> Booking:
    starts_at, ends_at = cast("datetime", meeting.starts_at), cast("datetime", meeting.ends_at)  # by a constraint
    return Booking(meeting=meeting, kind=kind, resource=resource, starts_at=starts_at, ends_at=ends_at)
