"""The demonstration's memory of hosts: a visit that is over, and what was said, given and promised since."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clair_portal.accounts.models import User
from clair_portal.demonstration.visits import Cast
from clair_portal.directory.models import Organisation
from exchanges.actions import cases, details, host_notes, hosts, meetings
from exchanges.actions.answers import choose, decline
from exchanges.models import Delegate, Host, HostNote, Meeting, VisitCase

TITLE = "認知症高齢者の見守りに関する視察（リーズ）"
THEMES = (
    ("地域での見守り", "見守りの対象者はどのように決めていますか。"),
    ("認知症カフェ", "費用は誰が負担していますか。"),
)
DAYS_AGO = 420
Kind = HostNote.Kind


@dataclass(frozen=True)
class Remembered:
    """One line: so many days ago (a promise: due in so many days from today)."""

    host: str
    kind: str
    days_ago: int
    text: str
    due_in: int | None = None
    kept: bool = False


LINES = (
    Remembered("Leeds City Council", Kind.GIFT, 418, "A wind chime from the city; they gave us a book about Leeds."),
    Remembered("Leeds City Council", Kind.THANKS, 405, "Letter of the mayor, in English, with photographs."),
    Remembered("Leeds City Council", Kind.OUTCOME, 230, "The city has begun a register of people who live alone."),
    Remembered(
        "Leeds City Council", Kind.PROMISE, 400, "Send the results of the Japanese survey on elderly care.", due_in=9
    ),
    Remembered("Leeds City Council", Kind.PROMISE, 410, "Send the photographs of the visit.", kept=True),
    Remembered("Leeds City Council", Kind.ASK, 120, "Asked by telephone whether they would receive another city."),
    Remembered("Leeds City Council", Kind.ANSWER, 118, "Yes, gladly, but not in the week before an election."),
    Remembered("Example Day Centre", Kind.PROMISE, 60, "A letter from the mayor before the visit.", due_in=-4),
    Remembered("Example Day Centre", Kind.NOTE, 75, "The director has changed; the new one was a nurse in Osaka."),
    Remembered("University of York", Kind.NOTE, 190, "They are glad to help in September, never in May."),
)


def load(cast: Cast, *, at: datetime) -> int:
    """Write the visit that is over and the lines that are missing; says how many lines."""
    if HostNote.objects.exists():
        return 0
    _name_themes_twice(cast.plans, at=at)
    case = _earlier_visit(cast, begun=at - timedelta(days=DAYS_AGO))
    for one in LINES:
        _write(one, case, by=cast.plans, at=at)
    return len(LINES)


def _name_themes_twice(by: User, *, at: datetime) -> None:
    """The hosts of the demonstration are found by their themes in Japanese too."""
    for host in Host.objects.filter(themes__contains="Elderly care").exclude(themes__contains="高齢者福祉"):
        hosts.edit(host, changes={"themes": f"{host.themes}\n高齢者福祉"}, by=by, at=at)


def _write(one: Remembered, case: VisitCase, *, by: User, at: datetime) -> None:
    happened = at - timedelta(days=one.days_ago)
    note = HostNote(
        host=_host(one.host), kind=one.kind, happened_on=happened.date(), text=one.text,
        case=case if one.days_ago > DAYS_AGO - 60 else None, due_on=_due(one, at.date()),
    )  # fmt: skip
    host_notes.add(note, by=by, at=happened)
    if one.kept:
        host_notes.keep(note, by=by, at=happened + timedelta(days=8))


def _due(one: Remembered, today: date) -> date | None:
    return today + timedelta(days=one.due_in) if one.due_in is not None else None


def _host(name: str) -> Host:
    return Host.objects.select_related("organisation").get(
        organisation__name_en=name, organisation__kind=Organisation.Kind.OTHER
    )


def _earlier_visit(cast: Cast, *, begun: datetime) -> VisitCase:
    """A visit from its draft to its end, a year before the others; one host received it and one could not."""
    first = (begun - timedelta(days=begun.weekday())).date() + timedelta(weeks=1)
    case = VisitCase(
        authority=cast.authority, kind=VisitCase.Kind.STUDY, title=TITLE, city="Leeds", country="GB", party_size=3,
        purpose="認知症の人を地域で見守る仕組みを学び、次期計画に反映する。", first_on=first,
        last_on=first + timedelta(days=3), support=["appointments"],
    )  # fmt: skip
    asked = begun - timedelta(weeks=20)
    cases.draft(case, themes=THEMES, by=cast.asks, at=asked)
    details.add_delegate(Delegate(case=case, role=Delegate.Role.HEAD, family="Reida", given="Robin"))
    _walk(case, cast, asked=asked, over=begun + timedelta(weeks=2))
    return case


def _walk(case: VisitCase, cast: Cast, *, asked: datetime, over: datetime) -> None:
    steps = (
        (cases.sound_out, cast.asks), (cases.call_possible, cast.plans), (cases.request_formally, cast.asks),
        (cases.endorse, cast.endorses), (cases.begin_planning, cast.plans),
    )  # fmt: skip
    for day, (action, by) in enumerate(steps):
        action(case, by=by, at=asked + timedelta(days=day))
    met = _meetings(case, by=cast.plans, at=asked + timedelta(weeks=2))
    cases.propose(case, by=cast.plans, at=asked + timedelta(weeks=8))
    cases.agree(case, by=cast.asks, at=asked + timedelta(weeks=9))
    cases.set_out(case, by=cast.plans, at=over - timedelta(days=7))
    meetings.mark_done(met, by=cast.plans, at=over)
    for days, action in enumerate((cases.complete, cases.report, cases.close)):
        action(case, by=cast.plans, at=over + timedelta(days=days))


def _meetings(case: VisitCase, *, by: User, at: datetime) -> Meeting:
    """Leeds City Council says yes; the university of York says why not."""
    start = datetime.combine(case.first_on or at.date(), at.timetz()) + timedelta(days=1)
    met = Meeting(case=case, host=_host("Leeds City Council"), topic="How the city finds people who live alone")
    not_met = Meeting(case=case, host=_host("University of York"), topic="What research says about dementia")
    for meeting in (met, not_met):
        meetings.want(meeting, slots=[start], by=by, at=at)
        meetings.offer(meeting, by=by, at=at)
    choose(met, starts_at=start, at=at + timedelta(days=4))
    decline(not_met, reason="No rooms: our building is being renovated until spring.", at=at + timedelta(days=6))
    return met
