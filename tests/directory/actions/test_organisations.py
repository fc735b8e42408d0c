"""Organisations are created and edited by compare-and-set; the search follows."""

import pytest

from clair_portal.directory.actions import organisations
from clair_portal.directory.models import Organisation
from clair_portal.workflow import Outdated
from tests.factories.directory import LocalAuthorityFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def test_an_organisation_is_created_with_what_the_search_needs(now):
    made = organisations.create(
        by=None, at=now, kind="company", name_en="Example Ltd", name_ja="例示株式会社", name_kana="れいじ", country="GB"
    )
    made.refresh_from_db()

    assert (made.name_kana, made.version) == ("レイジ", 1)
    assert [list(Organisation.objects.matching(text)) for text in ("exam", "例示", "れいじ")] == [[made]] * 3


def test_editing_changes_what_is_named_and_nothing_else(now):
    made = OrganisationFactory(name_en="Exmaple", name_de="Beispiel")
    organisations.edit(made, by=None, at=now, version=1, name_en="Example")
    made.refresh_from_db()

    assert (made.name_en, made.name_de, made.version) == ("Example", "Beispiel", 2)
    assert [list(Organisation.objects.matching(text)) for text in ("exmaple", "example", "beispiel")] == [
        [],
        [made],
        [made],
    ]


def test_editing_an_authority_keeps_its_district_searchable(now):
    town = LocalAuthorityFactory(
        kind="town", name_kanji="例町", district_kanji="見本郡", district_kana="ミホングン", district_romaji="Mihon"
    )
    organisations.edit(town.organisation, by=None, at=now, version=1, name_ja="例町")

    assert list(Organisation.objects.matching("見本郡例町")) == [town.organisation]
    assert list(Organisation.objects.matching("mihon")) == [town.organisation]


@pytest.mark.parametrize("version", [0, 2])
def test_an_editor_who_saw_another_version_is_told_so(now, version):
    made = OrganisationFactory(name_en="Example")
    with pytest.raises(Outdated):
        organisations.edit(made, by=None, at=now, version=version, name_en="Other")

    assert Organisation.objects.get().name_en == "Example"


def test_of_two_editors_at_once_the_second_loses_politely(now):
    first = OrganisationFactory(name_en="Example")
    second = Organisation.objects.get()
    organisations.edit(first, by=None, at=now, version=1, name_en="First")
    with pytest.raises(Outdated):
        organisations.edit(second, by=None, at=now, version=1, name_en="Second")

    assert Organisation.objects.get().name_en == "First"


def test_a_stale_object_is_not_written_even_with_the_right_version(now):
    """Its search tokens would be those of the names it still holds."""
    stale = OrganisationFactory(name_en="Example", name_ja="例")
    organisations.edit(Organisation.objects.get(), by=None, at=now, version=1, name_ja="新例")
    with pytest.raises(Outdated):
        organisations.edit(stale, by=None, at=now, version=2, name_en="Other")

    assert [found.name_en for found in Organisation.objects.matching("新例")] == ["Example"]
