"""The demonstration's hosts and meetings: one time settled, one on offer, one refusal with its reason."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from clair_portal.accounts.models import User
from clair_portal.demonstration import people
from clair_portal.directory.actions import organisations
from clair_portal.directory.models import Organisation
from exchanges.actions import answers, hosts, meetings
from exchanges.actions.answers import Reception
from exchanges.models import Host, Meeting, VisitCase

ZONE = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class DemonstrationMeeting:
    """A host, what is asked of it, the times offered (day of the visit, clock), and its answer."""

    name: str
    city: str
    themes: str
    topic: str
    place: str
    contact: str
    offered: tuple[tuple[int, time], ...]
    note: str = ""
    group: str = ""
    minutes: int = 60
    speaker: str = ""
    declines: str = ""


MEETINGS = (
    DemonstrationMeeting(
        name="Leeds City Council", city="Leeds", themes="Elderly care\nHousing\nVolunteers", minutes=90,
        topic="How the city finds people who live alone", place="Civic Hall, Leeds", contact="Alex Example",
        offered=((1, time(9, 30)), (2, time(9, 30))), speaker="Sam Example, Adults and Health",
        note="They like questions two weeks ahead. We promised the results of the Japanese survey.",
    ),
    DemonstrationMeeting(
        name="Example Day Centre", city="Leeds", themes="Elderly care\nVolunteers", topic="A day with volunteers",
        place="1 Example Street, Leeds", contact="Kim Example", minutes=75,
        offered=((1, time(13, 15)), (2, time(13, 15)), (3, time(10, 0))),
        note="Small rooms: at most eight people. They would like a letter from the mayor.",
    ),
    DemonstrationMeeting(
        name="University of York", city="York", themes="Social policy\nElderly care", topic="What research says",
        place="Heslington, York", contact="Robin Example", offered=((3, time(14, 0)),),
        declines="Examinations take all our staff in that week; please ask again for September.",
    ),
)  # fmt: skip


def load(case: VisitCase, *, by: User, at: datetime) -> None:
    """Write the hosts that are missing and their meetings for this case."""
    for one in MEETINGS:
        _write(one, case, _host(one, by=by, at=at), by=by, at=at)


def _host(one: DemonstrationMeeting, *, by: User, at: datetime) -> Host:
    known = Host.objects.filter(organisation__name_en=one.name).first()
    return known or hosts.add(
        Host(
            organisation=_body(one.name, by=by, at=at), city=one.city, themes=one.themes, languages=["en"],
            contact_name=one.contact, note=one.note, visits_a_year=4,
            contact_email=f"host.{one.contact.split()[0].lower()}@{people.DOMAIN}",
        ),
        by=by, at=at,
    )  # fmt: skip


def _body(name: str, *, by: User, at: datetime) -> Organisation:
    kind = Organisation.Kind.OTHER
    known = Organisation.objects.filter(kind=kind, country="GB", name_en=name).first()
    return known or organisations.create(kind=kind, country="GB", name_en=name, by=by, at=at)


def _write(one: DemonstrationMeeting, case: VisitCase, host: Host, *, by: User, at: datetime) -> None:
    starts = [_moment(case, day, clock) for day, clock in one.offered]
    meeting = Meeting(
        case=case, host=host, topic=one.topic, place=one.place, group=one.group, minutes=one.minutes,
        priority=Meeting.Priority.MUST,
    )  # fmt: skip
    meetings.want(meeting, slots=starts, by=by, at=at)
    meetings.offer(meeting, by=by, at=at)
    if one.declines:
        answers.decline(meeting, reason=one.declines, at=at)
    if one.speaker:
        answers.choose(meeting, starts_at=starts[0], reception=Reception(one.speaker), at=at)


def _moment(case: VisitCase, day: int, clock: time) -> datetime:
    """So many days into the visit, on a clock in the United Kingdom."""
    if case.days is None:
        raise ValueError("The demonstration's meetings need a visit with dates.")
    return datetime.combine(case.days[0] + timedelta(days=day), clock, tzinfo=ZONE)
