"""The mails about transfers: to the right readers, in their language, naming nobody who is not theirs to know."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from clair_portal.mail.models import OutgoingMail
from jet.actions import swaps, transfers
from jet.emails import transfers as emails
from jet.transferring import examples, telling
from tests.factories.accounts import RoleAssignmentFactory
from tests.jet import swapping
from tests.jet.swapping import NOW

pytestmark = pytest.mark.django_db
PARTS = ["subject.txt", "txt", "html"]
NAMES = ("Ada", "Ben", "Cia", "Dov")


@pytest.fixture
def towns(db):
    return swapping.towns()


def rendered(message, part):
    with translation.override(message.language):
        return render_to_string(f"{message.template.replace('/', '/emails/', 1)}.{part}", dict(message.context))


def told(what, request, **facts):
    return emails.transfer_told(request, what, occurrence="1", **facts)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("eligible", "a place is being looked for"), ("not_eligible", "a transfer is not possible"),
        ("matched", "a place may have been found"), ("again", "a place is being looked for"),
        ("approved", "is approved"), ("closed", "no place was found"),
    ],
)  # fmt: skip
def test_every_answer_has_a_subject_of_its_own(what, words, towns):
    message = told(what, towns.asks("Ada", "A", "B"), reason="A <b>reason</b>.")
    assert words in rendered(message, "subject.txt")
    assert "The reason:" in rendered(message, "txt")
    assert "<b>reason" not in rendered(message, "html")


def test_where_to_is_told_once_it_is_certain(towns):
    ring = swapping.three(towns)
    cycle = towns.propose()
    [before] = telling.told([ring[0]], "matched", occurrence="1")
    assert "facts" not in before.context or before.context["facts"] == []
    swaps.approve(towns.all_agree(cycle, *"ABC"), by=towns.hq, at=NOW)
    [after] = telling.told([ring[0]], "approved", occurrence="1")
    assert [fact["value"] for fact in after.context["facts"]] == ["Town B", "Thu 1 April 2027"]


def test_no_mail_of_a_cycle_names_a_person_to_another(towns):
    swapping.three(towns)
    for name in "ABC":
        towns.speaker(name)
    swaps.approve(towns.all_agree(towns.propose(), *"ABC"), by=towns.hq, at=NOW)
    for mail in OutgoingMail.objects.all():
        assert not any(name in str(mail.context) for name in NAMES)
        assert "clinic" not in str(mail.context)


def test_only_those_who_speak_for_the_employer_now_are_asked(towns):
    swapping.three(towns)
    organisation = towns.town("A").organisation
    towns.speaker("A")
    for role, active in (("authority", False), ("branch", True)):
        RoleAssignmentFactory(role=role, organisation=organisation, user__email=f"{role}@x.org", user__is_active=active)
    towns.propose()
    asked = OutgoingMail.objects.filter(template="jet/transfer_asked")
    assert list(asked.values_list("to", flat=True)) == ["a@town.example.org"]


def test_whoever_has_no_address_gets_no_mail(towns):
    ada = towns.asks("Ada", "A", "B", state="submitted")
    ada.participant.person.email = ""
    transfers.admit(ada, by=towns.hq, at=NOW)
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("language", ["en-gb", "ja", "de"])
def test_the_gallery_shows_every_template(language):
    with translation.override(language):
        shown = examples.messages()
    assert sorted(message.template for message in shown) == [
        "jet/transfer_asked", "jet/transfer_ended", "jet/transfer_told",
    ]  # fmt: skip
    assert all(rendered(message, part).strip() for message in shown for part in PARTS)
