"""What is known already, in the words of the columns; the same words go into the exports."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Prefetch

from clair_portal.spreadsheets.adaptors import Known, Values
from jet.imports.columns import EMPTY, FACTS, KEY, NAMES
from jet.imports.employers import Employers
from jet.models import LanguageSkill, Participant, Placement, Term
from jet.models.participants import ParticipantQuerySet


def with_all(rows: ParticipantQuerySet) -> ParticipantQuerySet:
    """With everything that a line may say, in three queries more."""
    return rows.for_pages().prefetch_related(
        Prefetch("placements", Placement.objects.in_time_order()),
        Prefetch("terms", Term.objects.by_number()),
        Prefetch("languages", LanguageSkill.objects.order_by("language")),
    )


def known(wanted: Sequence[Values], employers: Employers, *, locked: bool) -> dict[str, Known]:
    """By JET number; of several placements, the one that begins on the day that is asked for."""
    rows = with_all(Participant.objects.filter(jet_number__in=[values[KEY] for values in wanted]))
    if locked:
        rows = rows.select_for_update(of=("self", "person"))
    by_number = {row.jet_number: row for row in rows.order_by("pk")}
    asked = {values[KEY]: values.get("placement_first_on", "") for values in wanted}
    return {number: _known(row, asked[number], employers) for number, row in by_number.items()}


def _known(row: Participant, first_on: str, employers: Employers) -> Known:
    placements = list(row.placements.all())
    placement = chosen(placements, first_on)
    beside = [(day(other.first_on), day(other.last_on)) for other in placements if other is not placement]
    return Known(values_of(row, placement, employers.labels), beside)


def chosen(placements: Sequence[Placement], first_on: str) -> Placement | None:
    """The one that begins on that day; the newest where no day is asked for."""
    if not first_on:
        return placements[-1] if placements else None
    return next((one for one in placements if day(one.first_on) == first_on), None)


def values_of(row: Participant, placement: Placement | None, labels: Mapping[int, str]) -> Values:
    values = {
        **EMPTY,
        KEY: row.jet_number,
        **{name: getattr(row.person, name) for name in NAMES},
        **{name: getattr(row, name) for name in FACTS},
        "nationality": row.nationality.code,
        "arrival_group": str(row.arrival_group),
        "state": row.state,
        "ended_on": day(row.ended_on),
        "languages": "; ".join(f"{skill.language} {skill.level}" for skill in row.languages.all()),
        **_terms(row.terms.all()),
    }
    return values | (_placement(placement, labels) if placement else {})


def _placement(placement: Placement, labels: Mapping[int, str]) -> Values:
    return {
        "employer": labels[placement.employer_id],
        "workplace": placement.workplace,
        "placement_first_on": day(placement.first_on),
        "placement_last_on": day(placement.last_on),
    }


def _terms(terms: Iterable[Term]) -> Values:
    values: Values = {}
    for term in terms:
        start = f"term_{term.number}"
        values |= {f"{start}_first_on": day(term.first_on), f"{start}_last_on": day(term.last_on)}
        if f"{start}_exception" in EMPTY:
            values[f"{start}_exception"] = term.exception
    return values


def day(on: date | None) -> str:
    return on.isoformat() if on else ""
