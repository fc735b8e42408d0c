"""An event as the office would publish it, open for registration today, among many others."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Quota
from tests.factories.directory import OrganisationFactory
from tests.factories.events import EventFactory, ProgrammeItemFactory, QuotaFactory, TicketTypeFactory

TEXTS = {
    "title_en": "JET Programme Explanation Day and Careers Evening",
    "title_ja": "JETプログラム説明会・キャリアの夕べ",
    "title_de": "Informationstag zum JET-Programm mit Karriereabend",
    "summary_en": "An afternoon for everyone who thinks about going to Japan, and an evening with those who came back.",
    "summary_ja": "日本へ行くことを考えている方のための午後と、帰国した方々と語り合う夕べです。",
    "summary_de": "Ein Nachmittag für alle, die nach Japan wollen, und ein Abend mit denen, die zurück sind.",
    "description_en": "What life as an ALT or a CIR is like, how to apply, and what comes afterwards.\n\n" * 4,
    "description_ja": "ALTやCIRとしての生活、応募の方法、そしてその後の道についてお話しします。\n\n" * 4,
    "description_de": "Wie das Leben als ALT oder CIR ist, wie man sich bewirbt und was danach kommt.\n\n" * 4,
}
TICKETS = (
    ("Returnee", "元参加者", "Rückkehrerin oder Rückkehrer"),
    ("Applicant", "応募予定者", "Bewerberin oder Bewerber"),
    ("Recruiter", "採用担当者", "Unternehmen"),
)
POINTS = (
    ("Welcome", "開会", "Begrüßung"),
    ("Life as an ALT and a CIR", "ALTとCIRの生活", "Leben als ALT und CIR"),
    ("How to apply", "応募の方法", "So bewirbt man sich"),
    ("Careers after JET", "JET後のキャリア", "Berufswege nach JET"),
    ("Reception", "懇親会", "Empfang"),
)


@transaction.atomic
def publish(places: int, others: int = 0) -> dict[str, Any]:
    """The event to be measured: three ticket types, two quotas, five points of programme, three languages."""
    host = OrganisationFactory(kind="office", name_en="Example Office", name_ja="見本事務所", name_de="Beispielbüro")
    EventFactory.create_batch(others, host=host, published=True)
    event = EventFactory(host=host, published=True, **_dates(), **TEXTS)
    room = QuotaFactory(event=event, name="Room", size=places)
    recruiters = QuotaFactory(event=event, name="Recruiters", size=places, in_total=False)
    tickets = [_ticket(event, names, recruiters if names is TICKETS[2] else room) for names in TICKETS]
    for number, names in enumerate(POINTS):
        titles = dict(zip(("title_en", "title_ja", "title_de"), names, strict=True))
        ProgrammeItemFactory(event=event, starts_at=event.starts_at + timedelta(minutes=45 * number), **titles)
    return {
        "event": event.pk,
        "title": event.title_en,
        "quota": room.pk,
        "ticket_type": tickets[0].pk,
        "page": reverse("events:event", args=[event.slug]),
        "form": reverse("events:register", args=[event.slug]),
    }


def _dates() -> dict[str, Any]:
    """Relative to today, so that the registration is open whenever this runs."""
    starts_at = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=60)
    return {
        "starts_at": starts_at,
        "published_at": starts_at - timedelta(days=90),
        "registration_opens_at": starts_at - timedelta(days=90),
    }


def _ticket(event: Event, names: tuple[str, str, str], quota: Quota) -> Any:
    words = dict(zip(("name_en", "name_ja", "name_de"), names, strict=True))
    return TicketTypeFactory(event=event, quota=quota, position=TICKETS.index(names), **words)
