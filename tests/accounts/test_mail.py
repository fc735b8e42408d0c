"""The accounts' mails: through the outbox, in the person's language, with links from the settings."""

import re
from pathlib import Path

import allauth
import pytest
from django.test import Client
from django.utils.translation import override

from clair_portal import account_mail
from clair_portal.accounts.models import User
from clair_portal.mail.models import OutgoingMail
from clair_portal.mail.rendering import render
from tests.accounts.conftest import PASSWORD, ask_for_code, last_mail, sign_in, sign_up

pytestmark = pytest.mark.django_db


def test_the_code_mail_belongs_to_the_person_and_is_wiped_after_sending(robin: User, client: Client) -> None:
    ask_for_code(client, robin.email)
    mail = OutgoingMail.objects.get()
    assert (mail.template, mail.to, mail.person_id, mail.sensitive) == (
        "accounts/code", robin.email, robin.person_id, True,
    )  # fmt: skip
    assert re.fullmatch(r"[A-Z]{4}-[A-Z]{4}", mail.context["code"])


def test_the_person_reads_their_own_language_whatever_the_browser_says(robin: User, client: Client) -> None:
    User.objects.filter(pk=robin.pk).update(language="ja")
    client.post("/accounts/login/code/", {"email": robin.email}, headers={"accept-language": "de"})
    assert OutgoingMail.objects.get().language == "ja"


def test_strangers_read_the_language_of_the_page(client: Client) -> None:
    client.post("/accounts/login/code/", {"email": "nobody@example.org"}, headers={"accept-language": "de"})
    assert OutgoingMail.objects.get().language == "de"


def test_links_come_from_the_settings_and_never_from_the_host_header(client: Client, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]
    settings.PORTAL_URL = "https://portal.example.org"  # type: ignore[attr-defined]
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"}, headers={"host": "evil.example"})
    mail = OutgoingMail.objects.get()
    assert mail.context["action_url"] == "https://portal.example.org/accounts/signup/"
    assert "evil.example" not in render(mail).text + render(mail).html + render(mail).subject


def test_an_unknown_host_gets_no_mail(client: Client) -> None:
    response = client.post("/accounts/password/reset/", {"email": "a@example.org"}, headers={"host": "evil.example"})
    assert (response.status_code, OutgoingMail.objects.count()) == (400, 0)


@pytest.mark.parametrize("prefix", sorted(account_mail.CODES | account_mail.NOTICES))
def test_every_mail_says_what_happened_in_text_and_html(prefix: str) -> None:
    facts = {
        "code": "ABCD-EFGH",
        "from_email": "a@example.org",
        "to_email": "b@example.org",
        "deleted_email": "c@x.org",
    }
    account_mail.send(prefix, "kim@example.org", facts)
    words = render(OutgoingMail.objects.get())
    wording = (account_mail.CODES | account_mail.NOTICES)[prefix]
    with override("en-gb"):
        sentence = str(wording.sentence) % facts
        subject = str(wording.subject)
    assert words.subject == subject
    assert sentence in words.text
    assert ("ABCD-EFGH" in words.text, "ABCD-EFGH" in words.html) == (prefix in account_mail.CODES,) * 2
    assert ("http://127.0.0.1:8000/accounts/" in words.html) == (prefix in account_mail.NOTICES)


def test_every_mail_that_allauth_can_send_here_has_its_words() -> None:
    """Found in allauth's source: what the settings switch on must not fail for want of a wording."""
    folder = Path(allauth.__file__).parent
    sources = [*(folder / "account").rglob("*.py"), *(folder / "mfa").rglob("*.py")]
    named = {name for file in sources for name in re.findall(r'"((?:account|mfa)/email/\w+)"', file.read_text())}
    by_link_only = {"account/email/password_reset_key"}
    assert named - by_link_only == set(account_mail.CODES | account_mail.NOTICES)


def test_a_changed_password_is_told_to_the_address(robin: User, client: Client) -> None:
    sign_in(client, robin.email)
    change = {"oldpassword": PASSWORD, "password1": "nine-red-kites", "password2": "nine-red-kites"}
    client.post("/accounts/password/change/", change)
    assert last_mail(robin.email).context["subject"] == "Your password was changed"


def test_a_sign_up_puts_user_and_mail_into_the_database_and_nothing_else_in_the_mail(client: Client) -> None:
    sign_up(client, "kim@example.org", family="Zzyzx")
    mail = last_mail("kim@example.org")
    assert sorted(mail.context) == ["action_label", "action_url", "advice", "code", "sentence", "subject"]
    assert "Zzyzx" not in str(mail.context)
