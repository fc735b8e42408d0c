"""Answers by mail: they find their case, become messages of their writer, and everything doubtful is kept apart."""

import io
import sys
from email.message import EmailMessage

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from clair_portal.mail import receiving, reply_address
from clair_portal.mail.models import OutgoingMail
from exchanges.actions import cases
from exchanges.models import CaseMessage
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
QUOTE = "\n\nOn Tue, 24 Nov 2026 at 10:00, Office <o@example.org> wrote:\n> When do you come?\n"


@pytest.fixture(autouse=True)
def domain(settings):
    settings.PORTAL_REPLY_DOMAIN = "reply.example.org"


@pytest.fixture
def case(parties):
    return parties.case(owner=parties.plans, state="planning")


def mail(case, to, text="On Wednesday." + QUOTE, **headers):
    message = EmailMessage()
    message["From"] = headers.pop("From", f"Robin <{to.email}>")
    message["To"] = headers.pop("To", reply_address.address("case", case.pk, to.pk))
    message["Subject"] = "Re: Visit"
    message["Message-ID"] = headers.pop("mail_id", "<1@example.org>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def take(message, now, **facts):
    content = message if isinstance(message, bytes) else message.as_bytes()
    return receiving.receive(content, at=now, **facts)


def written():
    return list(CaseMessage.objects.order_by("pk").values_list("text", "is_internal", "written_by__email"))


def test_the_answer_is_the_persons_message_and_the_office_is_told(case, parties, now):
    take(mail(case, parties.asks), now)
    assert written() == [("On Wednesday.", False, "city@example.org")]
    told = OutgoingMail.objects.get()
    assert (told.template, told.to) == ("exchanges/case_message", "office@example.org")
    assert told.reply_to == reply_address.address("case", case.pk, parties.plans.pk)


def test_the_original_is_kept_whole_beside_it(case, parties, now):
    message = mail(case, parties.asks)
    take(message, now)
    original = CaseMessage.objects.get().original
    with default_storage.open(original.stored_as) as kept:
        assert kept.read() == message.as_bytes()
    assert (original.owner, original.content_type) == (parties.plans, "message/rfc822")


def test_every_mail_about_a_case_carries_the_address_of_its_reader(case, parties, now):
    cases.write(case, text="When do you come?", is_internal=False, by=parties.plans, at=now)
    sent = OutgoingMail.objects.get()
    assert reply_address.read(sent.reply_to) == ("case", case.pk, parties.asks.pk)


def test_without_a_domain_mails_name_no_such_address(case, parties, now, settings):
    settings.PORTAL_REPLY_DOMAIN = ""
    cases.write(case, text="When do you come?", is_internal=False, by=parties.plans, at=now)
    assert OutgoingMail.objects.get().reply_to == ""


@pytest.mark.parametrize("charset", ["utf-8", "iso-2022-jp", "shift_jis"])
@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_japanese_in_every_usual_wrapping(case, parties, now, charset, encoding):
    message = mail(case, parties.asks)
    message.set_content("水曜日に伺います。\n", charset=charset, cte=encoding)
    take(message, now)
    assert written()[0][0] == "水曜日に伺います。"


def test_seven_bit_iso_2022_jp_as_old_servers_send_it(case, parties, now):
    head = mail(case, parties.asks).as_bytes().partition(b"\n\n")[0]
    lines = [line for line in head.split(b"\n") if not line.startswith((b"Content-", b"MIME"))]
    content = b"\n".join([*lines, b"MIME-Version: 1.0", b"Content-Type: text/plain; charset=ISO-2022-JP", b"", b""])
    take(content + "水曜日に伺います。".encode("iso-2022-jp"), now)
    assert written()[0][0] == "水曜日に伺います。"


def test_the_plain_part_of_several_is_read_and_attachments_are_left(case, parties, now):
    message = mail(case, parties.asks)
    message.add_alternative("<p>On <b>Wednesday</b>.</p>", subtype="html")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="list.pdf")
    take(message, now)
    assert written()[0][0] == "On Wednesday."


def test_html_only_is_read_as_text(case, parties, now):
    message = mail(case, parties.asks)
    message.set_content("<div>On <b>Wednesday</b>.</div><blockquote>When?</blockquote>", subtype="html")
    take(message, now)
    assert written()[0][0] == "On Wednesday."


def test_the_same_mail_twice_is_one_message(case, parties, now):
    take(mail(case, parties.asks), now)
    take(mail(case, parties.asks, text="Another.", mail_id="<2@example.org>"), now)
    take(mail(case, parties.asks), now)
    assert [text for text, *_rest in written()] == ["On Wednesday.", "Another."]


class TestDoubtful:
    def test_from_a_foreign_address_it_is_a_note_for_the_office(self, case, parties, now):
        take(mail(case, parties.asks, From="Somebody <else@example.net>"), now)
        note = CaseMessage.objects.get()
        assert (note.is_internal, note.written_by, note.mailed_from) == (True, None, "else@example.net")
        told = OutgoingMail.objects.get()
        assert (told.to, told.context["writer"]) == ("office@example.org", "else@example.net")

    def test_who_may_no_longer_know_of_the_case_leaves_a_note(self, case, parties, now):
        take(mail(case, UserFactory(email="gone@example.org")), now)
        assert written() == [("On Wednesday.", True, None)]

    def test_the_page_names_the_stranger_to_the_office_and_hides_the_note_from_the_authority(
        self, client, case, parties, now
    ):
        take(mail(case, parties.asks, From="else@example.net"), now)
        shown = {}
        for who in ("plans", "asks"):
            client.force_login(getattr(parties, who))
            shown[who] = "else@example.net" in client.get(f"/visits/{case.number}/").content.decode()
        assert shown == {"plans": True, "asks": False}

    @pytest.mark.parametrize(
        "headers",
        [
            {"Auto_Submitted": "auto-replied"}, {"Auto_Submitted": "auto-generated; x=1"}, {"Precedence": "bulk"},
            {"Precedence": "Auto_reply"}, {"Return_Path": "<>"}, {"X_Autoreply": "yes"}, {"List_Id": "<l.example.org>"},
            {"From": "MAILER-DAEMON@example.org"}, {"From": "portal@example.org"},
        ],
    )  # fmt: skip
    def test_what_a_machine_wrote_is_dropped(self, case, parties, now, headers):
        with pytest.raises(receiving.Automatic):
            take(mail(case, parties.asks, **headers), now)
        assert written() == []

    def test_a_bounce_is_known_by_its_empty_envelope(self, case, parties, now):
        with pytest.raises(receiving.Automatic):
            take(mail(case, parties.asks), now, sender="")
        assert written() == []

    def test_an_answer_to_no_address_of_ours_is_given_back(self, case, parties, now):
        with pytest.raises(receiving.NotOurs):
            take(mail(case, parties.asks, To="case+1-1-aaaaaaaaaaaaaaaa@reply.example.org"), now)

    def test_a_case_that_is_gone_is_no_address(self, case, parties, now):
        message = mail(case, parties.asks)
        case.pk += 1000
        with pytest.raises(receiving.NotOurs):
            take(mail(case, parties.asks), now)
        assert message["To"]

    def test_the_envelope_tells_when_the_header_does_not(self, case, parties, now):
        address = reply_address.address("case", case.pk, parties.asks.pk)
        take(mail(case, parties.asks, To="undisclosed@example.org"), now, recipient=address)
        assert len(written()) == 1

    def test_too_large_is_given_back_unread(self, case, parties, now, monkeypatch):
        monkeypatch.setattr(receiving, "LARGEST", 100)
        with pytest.raises(receiving.Unreadable):
            take(mail(case, parties.asks), now)

    def test_an_unknown_charset_is_given_back_and_nothing_is_written(self, case, parties, now):
        content = mail(case, parties.asks).as_bytes().replace(b'charset="utf-8"', b'charset="x-unknown"')
        with pytest.raises(receiving.Unreadable):
            take(content, now)
        assert written() == []

    def test_a_very_long_answer_is_cut_and_the_original_is_whole(self, case, parties, now):
        take(mail(case, parties.asks, text="a" * 9000), now)
        message = CaseMessage.objects.get()
        assert (len(message.text), message.original.size > 9000) == (4000, True)

    def test_an_empty_answer_says_so(self, case, parties, now):
        take(mail(case, parties.asks, text="\n"), now)
        assert written()[0][0] == "(an empty mail)"


class TestCommand:
    def pipe(self, monkeypatch, content, **options):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        call_command("receive_mail", **options)

    def test_it_reads_one_message_from_its_pipe(self, case, parties, monkeypatch):
        self.pipe(monkeypatch, mail(case, parties.asks).as_bytes(), sender=parties.asks.email)
        assert len(written()) == 1

    def test_what_a_machine_wrote_ends_quietly(self, case, parties, monkeypatch, capsys):
        self.pipe(monkeypatch, mail(case, parties.asks, Precedence="bulk").as_bytes())
        assert (written(), capsys.readouterr().out) == ([], "Dropped: written by a machine.\n")

    @pytest.mark.parametrize(("content", "code"), [(b"To: nobody@example.org\n\nHello", 67), (b"\x00" * 200, 67)])
    def test_the_mail_server_learns_what_to_do(self, monkeypatch, content, code):
        with pytest.raises(CommandError) as refusal:
            self.pipe(monkeypatch, content)
        assert refusal.value.returncode == code
