"""The demonstration's visit cases: one at each of the places where somebody has to do something."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from clair_portal.accounts.models import User
from clair_portal.demonstration import meetings
from clair_portal.directory.models import Organisation
from exchanges.actions import cases, details
from exchanges.models import Delegate, VisitCase

State = VisitCase.State


@dataclass(frozen=True)
class DemonstrationCase:
    """One case: what is asked, in how many weeks, and how far it has come."""

    title: str
    purpose: str
    city: str
    themes: tuple[tuple[str, str], ...]
    weeks: int
    reached: str
    country: str = "GB"
    kind: str = VisitCase.Kind.STUDY
    members: tuple[tuple[str, str, str, str], ...] = ()
    support: tuple[str, ...] = ("appointments", "interpreting")
    wished_hosts: str = ""
    note: str = ""
    translated: tuple[tuple[str, str], ...] = ()  # what the office has made of the themes, in the hosts' language


MEMBERS = (
    ("Mihon", "見本", "副市長", "Deputy Mayor"),
    ("Reida", "例田", "福祉部長", "Director, Welfare Department"),
    ("Tameshi", "試", "高齢福祉課 主査", "Chief, Elderly Welfare Division"),
)

CASES = (
    DemonstrationCase(
        title="高齢者福祉の現場視察（リーズ・ヨーク）",
        purpose="一人暮らしの高齢者の見守りについて、自治体と地域団体の役割分担を学び、次期計画に反映する。",
        city="Leeds",
        themes=(
            ("地域での見守り", "見守りの対象者はどのように決めていますか。\nボランティアはどのように集めていますか。"),
            ("在宅介護と住まい", "住宅改修の助成はありますか。"),
        ),
        translated=(
            ("Watching over people at home", "How do you decide whom to look after?\nHow do you find volunteers?"),
            ("Care and housing", "Are there grants for adapting a home?"),
        ),
        weeks=24,
        reached=State.PLANNING,
        members=MEMBERS,
        wished_hosts="Leeds City Council, Adults and Health\nUniversity of York",
        note="They visited Manchester on a similar theme in 2019; ask for that report.",
    ),
    DemonstrationCase(
        title="公共交通のキャッシュレス化に関する調査",
        purpose="路線バスのキャッシュレス決済の導入費用と効果を調べる。",
        city="London",
        themes=(("バスのキャッシュレス決済", "導入にどのくらい費用がかかりましたか。\n現金利用者への対応は？"),),
        weeks=14,
        reached=State.ENQUIRY,
        support=("appointments", "research"),
    ),
    DemonstrationCase(
        title="クリスマスマーケットでの物産PR",
        purpose="地場産品の販路を広げる。",
        city="Düsseldorf",
        country="DE",
        kind=VisitCase.Kind.FAIR,
        themes=(("出展条件", "出展の申込方法と費用を知りたい。"),),
        weeks=40,
        reached=State.FORMAL,
        members=MEMBERS[1:],
        support=("appointments", "accompanying"),
    ),
    DemonstrationCase(
        title="姉妹都市への表敬訪問",
        purpose="市制施行の記念に表敬訪問を行う。",
        city="Edinburgh",
        kind=VisitCase.Kind.COURTESY,
        themes=(),
        weeks=10,
        reached=State.DRAFT,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Cast:
    """Who does what in the demonstration."""

    authority: Organisation
    asks: User
    endorses: User
    plans: User


def load(cast: Cast, *, at: datetime) -> int:
    """Write the cases that are missing; says how many."""
    known = set(VisitCase.objects.filter(authority=cast.authority).values_list("title", flat=True))
    missing = [one for one in CASES if one.title not in known]
    for one in missing:
        _write(one, cast, at=at)
    return len(missing)


def _write(one: DemonstrationCase, cast: Cast, *, at: datetime) -> None:
    first = at.date() + timedelta(weeks=one.weeks, days=-at.weekday())
    begun = at - timedelta(days=12)
    case = VisitCase(
        authority=cast.authority, kind=one.kind, title=one.title, purpose=one.purpose, city=one.city,
        country=one.country, first_on=first, last_on=first + timedelta(days=4), party_size=len(one.members) or 5,
        support=list(one.support), wished_hosts=one.wished_hosts,
    )  # fmt: skip
    cases.draft(case, themes=one.themes, by=cast.asks, at=begun)
    _name(case, one)
    for theme, (title, questions) in zip(case.themes.in_order(), one.translated, strict=False):
        details.translate(theme, changes={"title_en": title, "questions_en": questions})
    _walk(case, one.reached, cast, begun=begun)
    if one.reached == State.PLANNING:
        meetings.load(case, by=cast.plans, at=at - timedelta(days=3))
    if one.note:
        cases.write(case, text=one.note, is_internal=True, by=cast.plans, at=at - timedelta(days=2))


def _name(case: VisitCase, one: DemonstrationCase) -> None:
    for number, (family, kanji, title_ja, title_en) in enumerate(one.members):
        role = Delegate.Role.MEMBER if number else Delegate.Role.HEAD
        details.add_delegate(
            Delegate(
                case=case, role=role, family=family, given="Robin", family_kanji=kanji, title_ja=title_ja,
                title_en=title_en,
            )
        )  # fmt: skip


def _walk(case: VisitCase, reached: str, cast: Cast, *, begun: datetime) -> None:
    """Take the steps one after the other, a day each, as far as the case has come."""
    steps = (
        (cases.sound_out, cast.asks), (cases.call_possible, cast.plans), (cases.request_formally, cast.asks),
        (cases.endorse, cast.endorses), (cases.begin_planning, cast.plans),
    )  # fmt: skip
    for day, (action, by) in enumerate(steps):
        if case.state != reached:
            action(case, by=by, at=begun + timedelta(days=day))
