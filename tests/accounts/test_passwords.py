"""Password rules: long enough, not common, not the portal's own words; anything else goes."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from tests.accounts.conftest import sign_up


@pytest.mark.parametrize(
    "password",
    [
        "JETprogramme2026", "my-j-e-t-password", "ＪＥＴ２０２６ＪＥＴ２０２６", "CLAIR-in-london", "jlgc london 2026",
        "jetaa-forever-1", "クレアクレアクレアクレア", "ｸﾚｱｸﾚｱｸﾚｱｸﾚｱ", "自治体国際化協会二千二十六", "we-love-Clair-so",
    ],
)  # fmt: skip
def test_the_portals_own_words_are_refused(password: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_password(password)
    assert "password_context_word" in [error.code for error in refusal.value.error_list]


@pytest.mark.parametrize("password", ["short-one", "1qaz2wsx3edc", "q1w2e3r4t5y6"])
def test_short_and_common_passwords_are_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "seven-green-herons",
        "x7" * 40,
        "霧の朝に静かな湖を見る",
        "correct horse battery",
        "ßäöüßäöüßäöü",
        "🦊🦉🦆🐝🐢🐙🦑🦐🦞🦀🐡🐠",
    ],
)
def test_length_is_enough_in_any_script(password: str) -> None:
    validate_password(password if len(password) >= 12 else password * 2)


@pytest.mark.django_db
def test_the_sentence_stands_beside_the_field_and_names_the_word(client: Client) -> None:
    page = sign_up(client, "kim@example.org", password1="clair-clair-clair")
    assert page.context["form"].errors["password1"] == [
        "The password must not contain “clair”: such words are tried first."
    ]


@pytest.mark.django_db
def test_the_rules_are_told_before_they_are_broken(client: Client) -> None:
    page = client.get("/accounts/signup/").content.decode()
    assert "must not contain the names JET, JETAA, JLGC or CLAIR" in page
