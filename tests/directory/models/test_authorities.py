"""What the database refuses about local authorities."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from clair_portal.directory.codes import with_check_digit
from clair_portal.directory.models import Designation, LocalAuthority
from tests.factories.directory import DesignationFactory, LocalAuthorityFactory, PrefectureFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"code": "12345"}, "authority_code"),
        ({"code": "12345x"}, "authority_code"),
        ({"code": "011003"}, "authority_code_check_digit"),
        ({"code": "010006"}, "authority_lies_in_a_prefecture"),
        ({"prefecture": None}, "authority_lies_in_a_prefecture"),
        ({"kind": "prefecture"}, "authority_lies_in_a_prefecture"),
        ({"name_kana": "れいし"}, "authority_kana_are_katakana"),
        ({"name_kanji": ""}, "authority_has_three_names"),
        ({"name_kana": ""}, "authority_has_three_names"),
        ({"name_romaji": ""}, "authority_has_three_names"),
        ({"district_kanji": "例郡"}, "authority_district_in_three_scripts"),
        (
            {"district_kanji": "例郡", "district_kana": "レイグン", "district_romaji": "Rei"},
            "authority_district_in_three_scripts",  # a city lies in no district
        ),
        ({"valid_from_on": "2026-01-02", "valid_until_on": "2026-01-01"}, "localauthority_validity_in_order"),
    ],
)
def test_a_wrong_authority_is_refused(changes, constraint):
    city = LocalAuthorityFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        LocalAuthority.objects.filter(pk=city.pk).update(**changes)


@pytest.mark.parametrize("five", ["13111", "01202", "47382", "09201", "02203"])
@pytest.mark.parametrize("digit", "0123456789")
def test_the_database_computes_the_same_check_digit(five, digit):
    city = LocalAuthorityFactory()
    right = with_check_digit(five)
    if right == five + digit:
        assert LocalAuthority.objects.filter(pk=city.pk).update(code=right) == 1
        return
    with pytest.raises(IntegrityError, match="authority_code_check_digit"), transaction.atomic():
        LocalAuthority.objects.filter(pk=city.pk).update(code=five + digit)


def test_a_name_stands_once_in_a_prefecture():
    city = LocalAuthorityFactory(name_kanji="例市")
    with pytest.raises(IntegrityError, match="authority_name_once_in_prefecture"):
        LocalAuthorityFactory(prefecture=city.prefecture, name_kanji="例市")


def test_a_name_that_has_gone_may_come_again():
    gone = LocalAuthorityFactory(name_kanji="例市", valid_until_on="2005-03-31")
    LocalAuthorityFactory(prefecture=gone.prefecture, name_kanji="例市")

    assert LocalAuthority.objects.on(date(2026, 1, 1)).filter(name_kanji="例市").count() == 1
    assert LocalAuthority.objects.on(date(2005, 3, 31)).filter(name_kanji="例市").count() == 2


def test_a_prefecture_name_stands_once():
    PrefectureFactory(name_kanji="例県")
    with pytest.raises(IntegrityError, match="authority_name_once_in_prefecture"):
        PrefectureFactory(name_kanji="例県")


def test_a_designation_has_its_day():
    designation = DesignationFactory()
    with pytest.raises(IntegrityError, match="designation_has_a_first_day"):
        Designation.objects.filter(pk=designation.pk).update(valid_from_on=None)


def test_a_city_is_designated_from_its_day_on():
    city = DesignationFactory(valid_from_on="2012-04-01").authority

    assert list(LocalAuthority.objects.designated(date(2012, 3, 31))) == []
    assert list(LocalAuthority.objects.designated(date(2012, 4, 1))) == [city]
