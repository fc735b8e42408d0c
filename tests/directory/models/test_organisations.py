"""What the database refuses about organisations, in which order they stand, and by which search."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from clair_portal.directory.models import Organisation
from tests.factories.directory import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"name_en": ""}, "organisation_has_a_name"),
        ({"name_en": "A\nB"}, "organisation_name_en_one_line"),
        ({"name_ja": "甲\r乙"}, "organisation_name_ja_one_line"),
        ({"name_de": "A\r\nB"}, "organisation_name_de_one_line"),
        ({"name_kana": "かな"}, "organisation_kana_are_katakana"),
        ({"name_en": "Taken"}, "organisation_once"),
    ],
)
def test_a_wrong_organisation_is_refused(changes, constraint):
    OrganisationFactory(name_en="Taken")
    other = OrganisationFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Organisation.objects.filter(pk=other.pk).update(**changes)


def test_two_cities_may_have_one_name():
    facts = {"kind": Organisation.Kind.AUTHORITY, "name_en": "Fuchu City", "country": "JP"}
    OrganisationFactory(**facts)
    OrganisationFactory(**facts)

    assert Organisation.objects.filter(name_en="Fuchu City").count() == 2


def test_organisations_are_public():
    somewhere = OrganisationFactory()

    assert list(Organisation.objects.visible_to(AnonymousUser())) == [somewhere]


@pytest.mark.parametrize(
    "text", ["Düsseldorf", "dusseldorf", "Duesseldorf", "総領事館", "領事", "デュッセル", "generalkon"]
)
def test_every_language_finds_an_organisation(text):
    OrganisationFactory()
    consulate = OrganisationFactory(
        name_en="Consulate-General of Japan in Düsseldorf",
        name_ja="在デュッセルドルフ日本国総領事館",
        name_de="Japanisches Generalkonsulat Düsseldorf",
    )

    assert list(Organisation.objects.matching(text)) == [consulate]


def names(language):
    return [organisation.name_en for organisation in Organisation.objects.by_name(language)]


def test_lists_are_sorted_by_the_reader_s_language():
    OrganisationFactory(name_en="Bavaria", name_de="Zz", name_kana="イ")
    OrganisationFactory(name_en="Austria", name_de="Mm", name_kana="ウ")
    OrganisationFactory(name_en="Cologne", name_de="", name_kana="")
    OrganisationFactory(name_en="Dublin", name_de="", name_kana="ア")

    assert names("en-gb") == ["Austria", "Bavaria", "Cologne", "Dublin"]
    assert names("de") == ["Cologne", "Dublin", "Austria", "Bavaria"]
    assert names("ja") == ["Dublin", "Bavaria", "Austria", "Cologne"]


def test_an_organisation_is_its_own_scope():
    organisation = OrganisationFactory()

    assert organisation.scope_id == organisation.pk
