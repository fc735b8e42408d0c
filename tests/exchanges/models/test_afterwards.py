"""What the database refuses after a visit."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories.accounts import UserFactory
from tests.factories.afterwards import OVER, FollowUpFactory, SurveyFactory, ThankYouFactory
from tests.factories.exchanges import MeetingFactory

pytestmark = pytest.mark.django_db


def refused(name, make, **facts):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make(**facts)


def test_letters():
    letter = ThankYouFactory()
    refused("thankyou_says_something", ThankYouFactory, text="")
    refused("thankyou_language_known", ThankYouFactory, language="fr")
    refused("thankyou_is_sent_by_somebody", ThankYouFactory, sent_at=OVER)
    refused("thankyou_is_sent_by_somebody", ThankYouFactory, sent_by=UserFactory())
    early = {"sent_at": OVER - timedelta(days=1), "sent_by": UserFactory()}
    refused("thankyou_is_sent_by_somebody", ThankYouFactory, **early)
    refused("meeting_id", ThankYouFactory, meeting=letter.meeting)


def test_surveys():
    survey = SurveyFactory()
    answer = {"answered_at": OVER, "usefulness": 5, "again": True}
    refused("survey_asks_the_authority_once", SurveyFactory, case=survey.case)
    refused("survey_closes_later", SurveyFactory, closes_at=OVER - timedelta(days=1))
    refused("survey_usefulness_is_a_mark", SurveyFactory, **{**answer, "usefulness": 6})
    refused("survey_usefulness_is_a_mark", SurveyFactory, **{**answer, "usefulness": 0})
    refused("survey_is_answered_whole", SurveyFactory, **{**answer, "again": None})
    refused("survey_is_answered_whole", SurveyFactory, usefulness=3)
    refused("survey_is_answered_whole", SurveyFactory, may_publish=True)
    meeting = MeetingFactory(confirmed=True)
    SurveyFactory(case=meeting.case, meeting=meeting, **answer)
    refused("meeting_id", SurveyFactory, case=meeting.case, meeting=meeting)


def test_follow_ups():
    one = FollowUpFactory()
    answer = {"answered_at": OVER, "answered_by": UserFactory(), "outcome": "agreement"}
    refused("followup_once", FollowUpFactory, case=one.case)
    refused("followup_after_half_a_year_or_a_year", FollowUpFactory, months=7)
    refused("followup_outcome_known", FollowUpFactory, **{**answer, "outcome": "party"})
    refused("followup_is_answered_whole", FollowUpFactory, outcome="agreement")
    refused("followup_is_answered_whole", FollowUpFactory, words="Nothing said about who.")
    refused("followup_is_answered_whole", FollowUpFactory, **{**answer, "outcome": ""})
    FollowUpFactory(months=12, case=one.case, **answer)
