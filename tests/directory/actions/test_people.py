"""People are created, edited by compare-and-set, renamed; the search and the row history follow."""

from datetime import date

import pghistory.models
import pytest
from django.apps import apps

from clair_portal.directory.actions import people
from clair_portal.directory.models import FormerName, Person
from clair_portal.workflow import Outdated
from tests.factories.accounts import UserFactory
from tests.factories.directory import PersonFactory

pytestmark = pytest.mark.django_db


def history(person):
    """What the triggers wrote: the label of each event and who did it."""
    events = apps.get_model("directory", "PersonEvent").objects.filter(pgh_obj_id=person.pk).order_by("pgh_id")
    return [(event.pgh_label, event.pgh_context.metadata["by"], event.family) for event in events]


def test_a_person_is_created_with_what_the_search_and_the_order_need(now):
    person = people.create(by=None, at=now, family="Ōta", given="Ichirō", family_kanji="太田", family_kana="ｵｵﾀ")
    person.refresh_from_db()

    assert (person.created_at, person.version, person.family_kana, person.latin_order) == (
        now,
        1,
        "オオタ",
        "ota ichiro",
    )
    assert [list(Person.objects.matching(text)) for text in ("ohta", "太田", "おおた")] == [[person]] * 3


def test_a_name_that_arrives_too_long_is_refused_whole(now):
    with pytest.raises(Exception, match="too long"):
        people.create(by=None, at=now, family="x" * 101)


def test_editing_changes_what_is_named_and_nothing_else(now):
    person = PersonFactory(family="Example", given="Robin", preferred="Rob")
    people.edit(person, by=None, at=now, version=1, given="Robyn")
    person.refresh_from_db()

    assert (person.family, person.given, person.preferred, person.version) == ("Example", "Robyn", "Rob", 2)
    assert list(Person.objects.matching("robyn")) == [person]


def test_what_somebody_was_called_by_mistake_is_no_longer_found(now):
    person = PersonFactory(family="Exmaple")
    people.edit(person, by=None, at=now, version=1, family="Example")

    assert list(Person.objects.matching("exmaple")) == []


def test_an_editor_who_saw_an_older_version_is_told_so(now):
    person = PersonFactory(family="Example")
    people.edit(person, by=None, at=now, version=1, family="Second")
    with pytest.raises(Outdated):
        people.edit(Person.objects.get(pk=person.pk), by=None, at=now, version=1, family="Third")

    assert Person.objects.get(pk=person.pk).family == "Second"


def test_of_two_editors_at_once_the_second_loses_politely(now):
    first = PersonFactory(family="Example")
    second = Person.objects.get(pk=first.pk)
    people.edit(first, by=None, at=now, version=1, family="First")
    with pytest.raises(Outdated):
        people.edit(second, by=None, at=now, version=1, family="Second")

    assert Person.objects.get(pk=first.pk).family == "First"


def test_another_address_is_not_proved(now):
    person = PersonFactory(email="robin@example.org")
    people.edit(person, by=None, at=now, version=1, email="sam@example.org")

    assert Person.objects.get(pk=person.pk).email_verified_at is None


def test_another_address_may_bring_its_proof(now):
    person = PersonFactory(email="robin@example.org")
    people.edit(person, by=None, at=now, version=1, email="sam@example.org", email_verified_at=now)

    assert Person.objects.get(pk=person.pk).email_verified_at == now


def test_the_same_address_in_capitals_stays_proved(now):
    person = PersonFactory(email="robin@example.org")
    people.edit(person, by=None, at=now, version=1, email="Robin@example.org")

    assert Person.objects.get(pk=person.pk).email_verified_at is not None


def test_a_new_name_keeps_the_former_one(now):
    person = PersonFactory(family="Earlier", given="Robin", family_kanji="旧姓", family_kana="キュウセイ")
    people.rename(person, by=None, at=now, version=1, until_on=date(2026, 3, 31), family="Later", given="Robin")
    person.refresh_from_db()
    former = FormerName.objects.get()

    assert (person.family, person.family_kanji, person.family_kana, person.version) == ("Later", "", "", 2)
    assert (former.family, former.family_kanji, former.family_kana) == ("Earlier", "旧姓", "キュウセイ")
    assert (former.person, former.until_on) == (person, date(2026, 3, 31))
    assert list(Person.objects.matching("earlier")) == []
    assert list(Person.objects.matching("earlier", former=True)) == [person]
    assert list(Person.objects.matching("later")) == [person]


def test_an_outdated_new_name_leaves_no_former_one(now):
    person = PersonFactory()
    with pytest.raises(Outdated):
        people.rename(person, by=None, at=now, version=7, family="Later")

    assert FormerName.objects.count() == 0


def test_the_row_history_knows_who_wrote_what(now):
    user = UserFactory(person=None)
    person = people.create(by=user, at=now, family="Earlier")
    people.edit(person, by=None, at=now, version=1, family="Later")

    assert history(person) == [("insert", user.pk, "Earlier"), ("update", None, "Later")]


def test_the_row_history_knows_when(now):
    people.create(by=None, at=now, family="Example")

    assert pghistory.models.Context.objects.get().metadata == {"by": None, "at": now.isoformat()}


def test_a_stale_object_is_not_written_even_with_the_right_version(now):
    """Its search tokens would be those of the names it still holds."""
    stale = PersonFactory(family="Example", given="Robin")
    people.edit(Person.objects.get(pk=stale.pk), by=None, at=now, version=1, given="Sam")
    with pytest.raises(Outdated):
        people.edit(stale, by=None, at=now, version=2, family="Other")

    assert [person.family for person in Person.objects.matching("sam")] == ["Example"]
