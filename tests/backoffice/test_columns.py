"""What stands in a list's cells: words for states, the office's dates, a dash for nothing, never a query."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from clair_portal.backoffice.columns import Column, state_tag, tag
from clair_portal.backoffice.model_admin import PortalModelAdmin
from clair_portal.backoffice.work import Tone
from clair_portal.directory.models import Organisation, Person, Position
from clair_portal.mail.models import OutgoingMail
from tests.backoffice.office import site

AT = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)


def cell(model, name, row, admin=PortalModelAdmin):
    with override("en-gb"):
        return str(Column(admin(model, site), name).cell(row))


@pytest.mark.parametrize(
    ("model", "name", "row", "shown"),
    [
        (Person, "family", Person(family="Example"), "Example"),
        (Person, "family_kanji", Person(family="Example"), "–"),
        (Person, "__str__", Person(family="Example", given="Robin"), "Robin Example"),
        (Person, "created_at", Person(created_at=AT), "2 Jul 2026, 00:30"),
        (Person, "email_verified_at", Person(), "–"),
        (Position, "starts_on", Position(starts_on=date(2026, 4, 1)), "1 Apr 2026"),
        (Organisation, "kind", Organisation(kind="chapter"), "JETAA chapter"),
        (Organisation, "country", Organisation(country="DE"), "Germany"),
        (Organisation, "country", Organisation(), "–"),
        (OutgoingMail, "sensitive", OutgoingMail(sensitive=True), "yes"),
        (OutgoingMail, "sensitive", OutgoingMail(), "no"),
        (OutgoingMail, "refusals", OutgoingMail(refusals=0), "0"),
        (OutgoingMail, "spread", OutgoingMail(uuid=OutgoingMail().uuid), None),
    ],
)
def test_a_cell_says_it_in_the_offices_words(model, name, row, shown):
    assert cell(model, name, row) == (shown if shown is not None else str(row.spread))


def test_an_admins_own_column_is_asked_first():
    class Loud(PortalModelAdmin):
        def family(self, obj):
            return obj.family.upper()

    assert cell(Person, "family", Person(family="Example"), admin=Loud) == "EXAMPLE"


def test_a_tag_is_a_word_and_a_colour_that_repeats_it():
    assert tag("late", Tone.LATE) == '<span class="bo-tag late">late</span>'
    assert tag("<b>", Tone.PLAIN) == '<span class="bo-tag ">&lt;b&gt;</span>'


def test_a_state_without_a_tone_is_plain():
    mail = OutgoingMail(state="sent")
    with override("en-gb"):
        assert state_tag(mail, {"sent": Tone.GOOD}) == '<span class="bo-tag good">sent</span>'
        assert state_tag(mail, {}) == '<span class="bo-tag ">sent</span>'
