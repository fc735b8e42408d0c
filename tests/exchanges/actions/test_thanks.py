"""Letters of thanks: drafted once, changed until sent, sent once."""

import pytest

from clair_portal import workflow
from clair_portal.mail.models import OutgoingMail
from exchanges import attachments
from exchanges.actions import thanks
from exchanges.afterwards import letters
from exchanges.afterwards.errors import NobodyToThank, NothingToSend, NotOverYet, SentAlready
from exchanges.errors import ContactMissing, DoNotContact
from exchanges.models import HostNote, Meeting, Survey, ThankYou, VisitCase
from tests.exchanges.afterwards.over import HOME, over, programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(parties):
    return over(parties)


@pytest.fixture
def meetings(case):
    return programme(case)


def draft(case, by):
    texts = {row.first.pk: letters.first_text(row.meetings) for row in letters.of_case(case, HOME)}
    return thanks.draft_all(case, texts, by=by, at=HOME)


def stored():
    return list(ThankYou.objects.for_pages().in_order())


def mails():
    return OutgoingMail.objects.filter(template="exchanges/thanks").order_by("pk")


def test_every_host_gets_a_letter_in_its_language(case, meetings, parties):
    draft(case, parties.plans)
    first, _again, centre, _refused = meetings
    assert [(one.meeting, one.language, one.written_by) for one in stored()] == [
        (first, "en-gb", parties.plans), (centre, "ja", parties.plans),
    ]  # fmt: skip


def test_drafting_twice_changes_nothing(case, meetings, parties):
    draft(case, parties.plans)
    before = list(ThankYou.objects.values())
    with pytest.raises(NobodyToThank):
        draft(case, parties.plans)
    assert list(ThankYou.objects.values()) == before


@pytest.mark.parametrize("state", ["under_way", "agreed", "cancelled"])
def test_nobody_is_thanked_before_the_visit_is_over(case, meetings, parties, state):
    VisitCase.objects.filter(pk=case.pk).update(state=state)
    with pytest.raises(NotOverYet):
        draft(case, parties.plans)


def test_who_declined_is_not_thanked_even_if_asked_for(case, meetings, parties):
    *_others, refused = meetings
    with pytest.raises(NobodyToThank):
        thanks.draft_all(case, {refused.pk: ("en-gb", "Thanks")}, by=parties.plans, at=HOME)


def test_a_letter_is_changed_until_somebody_else_did(case, meetings, parties):
    draft(case, parties.plans)
    letter, stale = stored()[0], stored()[0]
    thanks.edit(letter, language="de", text="Danke", by=parties.plans, at=HOME)
    with pytest.raises(workflow.Outdated):
        thanks.edit(stale, language="ja", text="拝啓", by=parties.plans, at=HOME)
    assert [(one.language, one.text) for one in stored()[:1]] == [("de", "Danke")]


def test_sending_mails_the_contact_with_the_page_and_asks_for_an_opinion(case, meetings, parties):
    draft(case, parties.plans)
    letter = stored()[0]
    thanks.send(letter, by=parties.plans, at=HOME)
    mail, survey = mails().get(), Survey.objects.get(meeting=meetings[0])
    assert (mail.to, mail.language, mail.attachments) == (
        meetings[0].contact_email, "en-gb", [["exchanges.thanks", str(letter.uuid)]],
    )  # fmt: skip
    assert mail.context["text"] == letter.text
    assert survey.answered_at is None
    assert [(one.sent_at, one.sent_by) for one in stored()] == [(HOME, parties.plans), (None, None)]


def test_the_attachment_is_the_printed_letter(case, meetings, parties):
    draft(case, parties.plans)
    found = attachments.thanks(str(stored()[1].uuid), "en-gb")
    assert (found.name.endswith(".pdf"), found.mimetype, found.content[:5]) == (True, "application/pdf", b"%PDF-")


def test_the_memory_of_the_host_keeps_it(case, meetings, parties):
    draft(case, parties.plans)
    thanks.send(stored()[0], by=parties.plans, at=HOME)
    note = HostNote.objects.get()
    assert (note.host, note.kind, note.case, note.happened_on) == (meetings[0].host, "thanks", case, HOME.date())


def test_a_letter_leaves_once(case, meetings, parties):
    draft(case, parties.plans)
    twin = stored()[0]
    thanks.send(stored()[0], by=parties.plans, at=HOME)
    with pytest.raises(SentAlready):
        thanks.send(twin, by=parties.plans, at=HOME)
    with pytest.raises(SentAlready):
        thanks.edit(stored()[0], language="de", text="Danke", by=parties.plans, at=HOME)
    assert (mails().count(), HostNote.objects.count()) == (1, 1)


def test_all_letters_leave_together_and_nothing_is_left(case, meetings, parties):
    draft(case, parties.plans)
    thanks.send_all(case, by=parties.plans, at=HOME)
    assert list(mails().values_list("to", flat=True)) == [meetings[0].contact_email, meetings[2].contact_email]
    with pytest.raises(NothingToSend):
        thanks.send_all(case, by=parties.plans, at=HOME)


def test_no_mail_without_address_or_against_the_hosts_wish(case, meetings, parties):
    draft(case, parties.plans)
    Meeting.objects.filter(pk=meetings[0].pk).update(contact_email="")
    centre = meetings[2].host
    type(centre).objects.filter(pk=centre.pk).update(do_not_contact=True)
    with pytest.raises(ContactMissing):
        thanks.send(stored()[0], by=parties.plans, at=HOME)
    with pytest.raises(DoNotContact):
        thanks.send(stored()[1], by=parties.plans, at=HOME)
    with pytest.raises(NothingToSend):
        thanks.send_all(case, by=parties.plans, at=HOME)
    assert mails().count() == 0
