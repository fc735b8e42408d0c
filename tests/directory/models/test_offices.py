"""Offices and the countries they look after, from when until when."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from clair_portal.directory.models import Branch, Office, OfficeCountry
from tests.factories.directory import (
    BranchFactory,
    LocalAuthorityFactory,
    OfficeCountryFactory,
    OfficeFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


@pytest.fixture
def headquarters():
    return OfficeFactory(is_headquarters=True)


def test_there_is_one_headquarters(headquarters):
    with pytest.raises(IntegrityError, match="office_one_headquarters"):
        OfficeFactory(is_headquarters=True)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"opened_year": 89}, "office_year_is_plausible"),
        ({"opened_month": 13}, "office_month_exists"),
        ({"opened_month": 0}, "office_month_exists"),
    ],
)
def test_a_wrong_office_is_refused(changes, constraint):
    office = OfficeFactory()
    with pytest.raises(IntegrityError, match=constraint):
        Office.objects.filter(pk=office.pk).update(**changes)


@pytest.mark.parametrize(
    ("valid_from_on", "valid_until_on"),
    [(None, None), ("2018-06-30", None), (None, "2010-01-01"), ("2012-01-01", "2013-01-01")],
)
def test_two_offices_never_look_after_one_country(valid_from_on, valid_until_on):
    OfficeCountryFactory(country="LK", valid_from_on="2010-01-01", valid_until_on="2018-06-30")
    with pytest.raises(IntegrityError, match="officecountry_one_office_at_a_time"), transaction.atomic():
        OfficeCountryFactory(country="LK", valid_from_on=valid_from_on, valid_until_on=valid_until_on)


def test_one_may_follow_another_and_other_countries_are_free():
    OfficeCountryFactory(country="LK", valid_until_on="2018-06-30")
    OfficeCountryFactory(country="LK", valid_from_on="2018-07-01")
    OfficeCountryFactory(country="KL")  # the same letters the other way round

    assert OfficeCountry.objects.count() == 3


@pytest.mark.parametrize("country", ["", "D"])
def test_a_country_has_two_letters(country):
    with pytest.raises(IntegrityError, match="officecountry_has_a_country"):
        OfficeCountryFactory(country=country)


def test_a_country_belongs_to_its_office_of_the_day(headquarters):
    earlier = OfficeCountryFactory(country="LK", valid_until_on="2018-06-30").office
    later = OfficeCountryFactory(country="LK", valid_from_on="2018-07-01").office

    assert Office.objects.responsible_for("LK", on=date(2018, 6, 30)) == earlier
    assert Office.objects.responsible_for("LK", on=date(2018, 7, 1)) == later


def test_a_country_of_no_office_belongs_to_headquarters(headquarters):
    OfficeCountryFactory(country="DE")

    assert Office.objects.responsible_for("IS", on=TODAY) == headquarters


def test_a_closed_office_is_responsible_for_nothing(headquarters):
    OfficeCountryFactory(country="DE", office__valid_until_on="2025-03-31")

    assert Office.objects.responsible_for("DE", on=TODAY) == headquarters


def test_a_municipality_comes_through_its_prefecture_s_branch():
    town = LocalAuthorityFactory()
    branch = BranchFactory(authority=town.prefecture)

    assert Branch.objects.responsible_for(town, TODAY) == branch
    assert Branch.objects.responsible_for(town.prefecture, TODAY) == branch


def test_a_designated_city_comes_through_its_own():
    city = LocalAuthorityFactory()
    BranchFactory(authority=city.prefecture)
    own = BranchFactory(authority=city)

    assert Branch.objects.responsible_for(city, TODAY) == own


def test_an_office_and_a_branch_show_as_their_organisation():
    assert str(OfficeFactory(organisation__name_en="CLAIR Example")) == "CLAIR Example"
    assert str(BranchFactory(organisation__name_en="CLAIR Branch, Example")) == "CLAIR Branch, Example"


def test_a_source_shows_as_its_title():
    assert str(SourceFactory(title="A list")) == "A list"
