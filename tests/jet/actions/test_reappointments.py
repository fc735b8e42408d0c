"""One reappointment: answers from both sides, what follows, and what headquarters and the deadline decide."""

from datetime import UTC, date, datetime, timedelta

import pytest

from clair_portal.mail.models import OutgoingMail
from clair_portal.workflow import Outdated
from jet.actions import reappointments
from jet.errors import ReasonMissing, TooLong
from jet.models import Participant, Reappointment, Term
from jet.reappointment_errors import AnswersClosed, NoIsFinal, NothingToDecide, StatementMissing
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.jet import TermFactory
from tests.factories.reappointments import ReappointmentFactory

pytestmark = pytest.mark.django_db
State = Reappointment.State
LAST_MINUTE = datetime(2027, 1, 29, 14, 59, tzinfo=UTC)  # 23:59 in Japan
TOO_LATE = datetime(2027, 1, 29, 15, 0, tzinfo=UTC)  # the day after, in Japan
WHY = "The pupils ask for her."


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def say(by, now):
    """Answers in turn: "ay" is yes from the authority, "pn" no from the participant, "a-" takes a yes back."""

    def said(asked, *words, at=now, statement=WHY):
        for word in words:
            side, answer = word
            if answer == "-":
                made = reappointments.take_back(asked, {"a": "authority", "p": "participant"}[side], by=by, at=at)
                continue
            full = {"y": "yes", "n": "no"}[answer]
            fresh = Reappointment.objects.get(pk=asked.pk)
            if side == "a":
                made = reappointments.answer_as_authority(
                    asked, full, by=by, at=at, seen=fresh.authority_answer, statement=statement
                )
            else:
                made = reappointments.answer_as_participant(asked, full, by=by, at=at, seen=fresh.participant_answer)
        asked.refresh_from_db()
        assert (made.state, made.settled_at) == (asked.state, asked.settled_at)
        return asked

    return said


def mails():
    return sorted(OutgoingMail.objects.values_list("template", "to"))


class TestAnswers:
    @pytest.mark.parametrize(
        ("words", "state"),
        [
            (["ay"], "authority_yes"), (["an"], "authority_no"), (["py"], "participant_yes"),
            (["pn"], "participant_no"), (["ay", "py"], "agreed"), (["py", "ay"], "agreed"),
            (["ay", "pn"], "escalated"), (["py", "an"], "escalated"), (["an", "pn"], "not_renewed"),
            (["ay", "an"], "authority_no"), (["py", "p-"], "asked"), (["ay", "py", "a-"], "participant_yes"),
            (["ay", "py", "pn"], "escalated"), (["ay", "pn", "an"], "not_renewed"),
            (["py", "an", "p-"], "authority_no"), (["py", "an", "p-", "py"], "escalated"),
        ],
    )  # fmt: skip
    def test_the_state_follows(self, words, state, say):
        asked = say(ReappointmentFactory(), *words)
        assert asked.state == state
        assert (asked.settled_at is not None) == (state == "not_renewed")
        assert asked.transitions.last().to_state == state

    def test_who_said_what_and_when(self, by, now):
        asked = ReappointmentFactory()
        reappointments.answer_as_participant(asked, "yes", by=by, at=now)
        asked.refresh_from_db()
        assert (asked.participant_answer, asked.participant_answered_by, asked.participant_answered_at) == (
            "yes",
            by,
            now,
        )
        assert (asked.authority_answer, asked.authority_answered_by) == ("", None)
        assert list(asked.transitions.values_list("from_state", "to_state", "by")) == [
            ("asked", "participant_yes", by.pk)
        ]

    def test_taking_back_leaves_nothing_but_the_history(self, by, now, say):
        asked = say(ReappointmentFactory(), "ay", "a-")
        assert (asked.authority_answer, asked.authority_answered_by, asked.authority_answered_at) == ("", None, None)
        assert asked.events.filter(authority_answer="yes").exists()

    @pytest.mark.parametrize(("first", "second"), [("an", "ay"), ("pn", "py"), ("an", "a-"), ("pn", "p-")])
    def test_a_no_is_final(self, first, second, say):
        asked = say(ReappointmentFactory(), first)
        with pytest.raises(NoIsFinal):
            say(asked, second)
        assert Reappointment.objects.get().state in (State.AUTHORITY_NO, State.PARTICIPANT_NO)

    @pytest.mark.parametrize("word", ["ay", "an", "py", "pn"])
    def test_the_second_click_changes_nothing(self, word, say):
        asked = say(ReappointmentFactory(), word, word)
        assert asked.transitions.count() == 1

    @pytest.mark.parametrize("word", ["ay", "an", "py", "pn", "p-"])
    def test_until_the_last_minute_of_the_day_in_japan(self, word, say):
        asked = ReappointmentFactory(participant_answer="yes" if word == "p-" else "")
        with pytest.raises(AnswersClosed):
            say(asked, word, at=TOO_LATE)
        assert Reappointment.objects.get().state == asked.state
        say(asked, word, at=LAST_MINUTE)

    @pytest.mark.parametrize("state", ["not_renewed", "lapsed"])
    def test_what_is_over_takes_no_answer(self, state, say):
        asked = ReappointmentFactory(state=state, participant_answer="no")
        with pytest.raises(AnswersClosed):
            say(asked, "an")

    def test_a_stale_page_makes_no_final_no_out_of_a_colleagues_yes(self, by, now, say):
        asked = say(ReappointmentFactory(), "ay")
        with pytest.raises(Outdated):
            reappointments.answer_as_authority(asked, "no", by=by, at=now, seen="")
        assert Reappointment.objects.get().state == State.AUTHORITY_YES


class TestStatement:
    @pytest.mark.parametrize("number", [3, 4])
    def test_a_fourth_and_a_fifth_year_need_one(self, number, say):
        asked = ReappointmentFactory(term=TermFactory(number=number), statement="")
        for nothing in ("", " \n "):
            with pytest.raises(StatementMissing):
                say(asked, "ay", statement=nothing)
        assert say(asked, "ay", statement=f" {WHY} ").statement == WHY

    def test_a_no_needs_none_and_a_third_year_keeps_none(self, say):
        assert say(ReappointmentFactory(term=TermFactory(number=3), statement=""), "an", statement="").statement == ""
        assert say(ReappointmentFactory(), "ay", statement=WHY).statement == ""

    def test_it_may_be_written_anew_with_the_same_yes(self, say):
        asked = say(ReappointmentFactory(term=TermFactory(number=3), statement=""), "ay", "py")
        assert say(asked, "ay", statement="Better said.").statement == "Better said."
        assert asked.state == State.AGREED


class TestMails:
    @pytest.fixture
    def asked(self):
        made = ReappointmentFactory(term=TermFactory(participant__person__email="robin@example.org"))
        holds = {"role": "authority", "organisation": made.employer.organisation}
        RoleAssignmentFactory(**holds, user__email="city@example.org")
        RoleAssignmentFactory(**holds, user__email="left@example.org", user__is_active=False)
        RoleAssignmentFactory(role="authority", user__email="elsewhere@example.org")
        return made

    def test_one_answer_tells_nobody(self, asked, say):
        say(asked, "py")
        assert mails() == []

    def test_those_who_disagree_are_asked_to_talk(self, asked, say):
        say(asked, "py", "an")
        assert mails() == [
            ("jet/reappointment_talk", "city@example.org"), ("jet/reappointment_talk", "robin@example.org"),
        ]  # fmt: skip

    def test_both_hear_that_there_is_no_further_year(self, asked, say):
        say(asked, "pn", "an")
        assert mails() == [
            ("jet/reappointment_settled", "city@example.org"), ("jet/reappointment_settled", "robin@example.org"),
        ]  # fmt: skip

    def test_both_hear_of_the_next_term_once_it_is_certain(self, asked, say):
        say(asked, "py", "ay")
        assert mails() == []
        reappointments.close(asked, at=TOO_LATE)
        reappointments.close(asked, at=TOO_LATE + timedelta(days=1))
        assert [template for template, _to in mails()] == ["jet/reappointment_settled"] * 2

    def test_whoever_has_no_address_holds_nobody_up(self, asked, say):
        type(asked.participant.person).objects.update(email="", email_verified_at=None)
        say(asked, "py", "an")
        assert mails() == [("jet/reappointment_talk", "city@example.org")]


class TestClose:
    def test_an_agreement_becomes_the_next_term(self, say):
        asked = say(ReappointmentFactory(), "ay", "py")
        for _time in range(2):
            reappointments.close(asked, at=TOO_LATE)
        asked.refresh_from_db()
        following = Term.objects.get(number=2)
        assert (asked.state, asked.next_term, asked.settled_at) == (State.AGREED, following, TOO_LATE)
        assert (following.first_on, following.exception) == (asked.term.last_on + timedelta(days=1), "")

    def test_a_fourth_term_carries_the_statement(self, say):
        asked = say(ReappointmentFactory(term=TermFactory(number=3), statement=""), "ay", "py")
        reappointments.close(asked, at=TOO_LATE)
        assert Term.objects.get(number=4).exception == WHY

    def test_not_before_the_day_is_over(self, say):
        asked = say(ReappointmentFactory(), "ay", "py")
        reappointments.close(asked, at=LAST_MINUTE)
        assert Term.objects.count() == 1
        assert Reappointment.objects.get().settled_at is None

    @pytest.mark.parametrize(
        ("words", "state"),
        [([], "escalated"), (["ay"], "escalated"), (["py"], "escalated"), (["an"], "not_renewed"),
         (["pn"], "not_renewed"), (["ay", "pn"], "escalated")],
    )  # fmt: skip
    def test_silence_is_for_headquarters_and_a_no_stands(self, words, state, by, now, say):
        asked = ReappointmentFactory()
        if words:
            say(asked, *words)
        reappointments.close(asked, at=TOO_LATE)
        asked.refresh_from_db()
        assert (asked.state, asked.settled_at) == (state, TOO_LATE if state == "not_renewed" else None)
        assert Term.objects.count() == 1

    def test_a_term_entered_by_hand_meanwhile_is_taken(self, say):
        asked = say(ReappointmentFactory(), "ay", "py")
        by_hand = TermFactory(participant=asked.participant, number=2)
        reappointments.close(asked, at=TOO_LATE)
        assert Reappointment.objects.get().next_term == by_hand

    def test_what_the_rules_of_terms_refuse_goes_to_headquarters(self, say):
        asked = say(ReappointmentFactory(), "ay", "py")
        Participant.objects.update(state="ended_early", ended_on=date(2026, 12, 1))
        reappointments.close(asked, at=TOO_LATE)
        asked.refresh_from_db()
        assert (asked.state, asked.next_term, asked.settled_at) == (State.ESCALATED, None, None)
        assert "Only somebody who is serving" in asked.transitions.last().reason
        assert Term.objects.count() == 1


class TestDecide:
    @pytest.fixture
    def differing(self, say):
        return say(ReappointmentFactory(term=TermFactory(number=3), statement=""), "ay", "pn")

    def test_another_year_after_both_have_talked(self, differing, by, now):
        reappointments.decide(differing, renewed=True, by=by, at=now, reason="Both rang us on Monday.")
        differing.refresh_from_db()
        assert (differing.state, differing.decided_by, differing.settled_at) == (State.AGREED, by, now)
        assert (differing.next_term.number, differing.next_term.exception) == (4, WHY)
        assert differing.transitions.last().reason == "Both rang us on Monday."

    def test_without_a_statement_the_reason_stands_with_the_term(self, by, now):
        asked = ReappointmentFactory(term=TermFactory(number=3), statement="", participant_answer="yes",
                                     authority_answer="no")  # fmt: skip
        reappointments.decide(asked, renewed=True, by=by, at=now, reason="They changed their mind.")
        assert Term.objects.get(number=4).exception == "They changed their mind."

    def test_no_further_year(self, differing, by, now):
        reappointments.decide(differing, renewed=False, by=by, at=TOO_LATE, reason="They do not agree.")
        differing.refresh_from_db()
        assert (differing.state, differing.settled_at, differing.next_term) == (State.NOT_RENEWED, TOO_LATE, None)

    @pytest.mark.parametrize("reason", ["", " "])
    def test_not_without_a_reason(self, reason, differing, by, now):
        with pytest.raises(ReasonMissing):
            reappointments.decide(differing, renewed=False, by=by, at=now, reason=reason)

    @pytest.mark.parametrize("answers", [("", ""), ("yes", ""), ("yes", "yes"), ("no", "no")])
    def test_only_where_the_answers_do_not_settle_it(self, answers, by, now):
        asked = ReappointmentFactory(authority_answer=answers[0], participant_answer=answers[1])
        with pytest.raises(NothingToDecide):
            reappointments.decide(asked, renewed=True, by=by, at=now, reason="Because.")
        assert Term.objects.count() == 1

    def test_what_terms_refuse_leaves_everything_as_it_was(self, differing, by, now):
        Term.objects.update(first_on=date(2024, 8, 3))
        with pytest.raises(TooLong):
            reappointments.decide(differing, renewed=True, by=by, at=now, reason="Because.")
        assert Reappointment.objects.get().state == State.ESCALATED
