"""What the database refuses about people, who sees them, in which order, and by which search."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from clair_portal.directory.models import FormerName, Person
from clair_portal.directory.policy import PEOPLE_VIEW
from clair_portal.directory.visibility import EVERYWHERE, NOWHERE, Reach
from tests.factories.directory import FormerNameFactory, OrganisationFactory, PersonFactory, PositionFactory

pytestmark = pytest.mark.django_db


class Viewer:
    """A signed-in user with one permission, as far as `reach` looks."""

    is_authenticated = is_active = True

    def __init__(self, far=NOWHERE, person=None):
        self.far = far
        self.person_id = person.pk if person else None

    def reach(self, permission):
        return self.far if permission == PEOPLE_VIEW else NOWHERE


def refused(**changes):
    somebody = PersonFactory()
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Person.objects.filter(pk=somebody.pk).update(**changes)
    return caught.value.__cause__.diag.constraint_name


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"family": ""}, "person_has_a_name"),
        ({"family": "Example\r\nBcc: x"}, "person_family_one_line"),
        ({"given": "Robin\n"}, "person_given_one_line"),
        ({"middle": "\r"}, "person_middle_one_line"),
        ({"preferred": "R\n"}, "person_preferred_one_line"),
        ({"family_kanji": "太\n田"}, "person_family_kanji_one_line"),
        ({"given_kanji": "一\n郎"}, "person_given_kanji_one_line"),
        ({"family_kana": "おおた"}, "person_kana_are_katakana"),
        ({"given_kana": "ICHIRO"}, "person_kana_are_katakana"),
        ({"email": ""}, "person_verified_email_exists"),
    ],
)
def test_a_wrong_person_is_refused(changes, constraint):
    assert refused(**changes) == constraint


def test_two_people_cannot_have_proved_the_same_address():
    PersonFactory(email="robin@example.org")

    assert refused(email="Robin@Example.org") == "person_one_per_verified_email"


def test_an_unproved_address_may_be_shared():
    PersonFactory(email="family@example.org", email_verified_at=None)
    PersonFactory(email="family@example.org", email_verified_at=None)

    assert Person.objects.with_address("family@example.org").count() == 0


def test_an_address_is_found_whatever_its_case():
    somebody = PersonFactory(email="robin@example.org")

    assert list(Person.objects.with_address("ROBIN@example.org")) == [somebody]


def test_a_former_name_ends_after_it_began():
    name = FormerNameFactory()
    with pytest.raises(IntegrityError, match="formername_in_order"):
        FormerName.objects.filter(pk=name.pk).update(from_on="2026-05-01", until_on="2026-04-30")


def test_everybody_is_visible_to_whoever_may_see_people_everywhere():
    people = {PersonFactory(), PersonFactory()}

    assert set(Person.objects.visible_to(Viewer(EVERYWHERE))) == people


def test_without_a_permission_one_sees_oneself():
    me, _other = PersonFactory(), PersonFactory()

    assert list(Person.objects.visible_to(Viewer(person=me))) == [me]


def test_a_permission_for_an_organisation_shows_its_people_once_each():
    branch = OrganisationFactory()
    me, contact, _stranger = PersonFactory(), PersonFactory(), PersonFactory()
    PositionFactory(person=contact, organisation=branch, starts_on="2024-04-01", ends_on="2025-03-31")
    PositionFactory(person=contact, organisation=branch, starts_on="2025-04-01")
    PositionFactory()
    viewer = Viewer(Reach(organisations=frozenset({branch.pk})), me)

    assert sorted(found.pk for found in Person.objects.visible_to(viewer)) == [me.pk, contact.pk]


def test_nobody_is_visible_to_the_public():
    PersonFactory()

    assert list(Person.objects.visible_to(AnonymousUser())) == []


def test_search_obeys_visibility():
    me, _other = PersonFactory(family="Canary"), PersonFactory(family="Canary")

    assert list(Person.objects.visible_to(Viewer(person=me)).matching("canary")) == [me]


def test_the_address_is_not_searched():
    PersonFactory(email="canary@example.org")

    assert list(Person.objects.matching("canary")) == []


def test_a_former_name_is_found_only_when_asked_for():
    somebody = PersonFactory(family="Example")
    FormerNameFactory(person=somebody, family="Canary", family_kanji="旧姓")

    assert [
        list(Person.objects.matching("canary")),
        list(Person.objects.matching("旧姓")),
        list(Person.objects.matching("canary", former=True)),
        list(Person.objects.matching("旧姓", former=True)),
    ] == [[], [], [somebody], [somebody]]


def test_the_preferred_name_is_found():
    somebody = PersonFactory(given="Katherine", preferred="Kate")

    assert list(Person.objects.matching("kate")) == [somebody]


def in_order(people):
    return [person.family for person in people]


def test_lists_are_sorted_by_the_reader_s_language():
    PersonFactory(family="Sato", family_kanji="佐藤", family_kana="サトウ")
    PersonFactory(family="Ōta", family_kanji="太田", family_kana="オオタ")
    PersonFactory(family="Aoki", family_kanji="青木", family_kana="アオキ")
    PersonFactory(family="Müller")
    PersonFactory(family="Émile")

    assert in_order(Person.objects.by_name("en-gb")) == ["Aoki", "Émile", "Müller", "Ōta", "Sato"]
    assert in_order(Person.objects.by_name("de")) == ["Aoki", "Émile", "Müller", "Ōta", "Sato"]
    assert in_order(Person.objects.by_name("ja")) == ["Aoki", "Ōta", "Sato", "Émile", "Müller"]


def test_a_person_shows_as_given_and_family_name():
    assert str(Person(family="Example", given="Robin", created_at=timezone.now())) == "Robin Example"
    assert str(Person(family="Suharto")) == "Suharto"
