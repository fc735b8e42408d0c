"""What the database refuses about themes, members and messages; and who reads which message."""

import pytest
from django.db import IntegrityError

from exchanges.models import CaseMessage, VisitCase
from tests.exchanges.conftest import holder
from tests.factories.exchanges import CaseMessageFactory, DelegateFactory, ThemeFactory, VisitCaseFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "factory", "facts"),
    [
        ("theme_has_a_title", ThemeFactory, {"title": ""}),
        ("theme_title_one_line", ThemeFactory, {"title": "two\nlines"}),
        ("delegate_has_a_name", DelegateFactory, {"family": ""}),
        ("delegate_family_one_line", DelegateFactory, {"family": "Mihon\r\n"}),
        ("delegate_given_one_line", DelegateFactory, {"given": "Robin\n"}),
        ("delegate_title_one_line", DelegateFactory, {"title_en": "Mayor\rX"}),
        ("casemessage_says_something", CaseMessageFactory, {"text": ""}),
    ],
)
def test_a_wrong_row_is_refused(constraint, factory, facts):
    with pytest.raises(IntegrityError, match=constraint):
        factory(**facts)


def test_a_theme_stands_once_in_a_case():
    theme = ThemeFactory()
    ThemeFactory(title=theme.title)
    with pytest.raises(IntegrityError, match="theme_once"):
        ThemeFactory(case=theme.case, title=theme.title)


def test_a_delegation_has_one_head_and_many_members():
    head = DelegateFactory(role="head")
    DelegateFactory(role="head")
    DelegateFactory.create_batch(2, case=head.case)
    with pytest.raises(IntegrityError, match="delegation_has_one_head"):
        DelegateFactory(case=head.case, role="head")


def test_they_are_called_by_their_names():
    assert str(DelegateFactory.build(case=None, family="Mihon", given="")) == "Mihon"
    assert str(ThemeFactory.build(case=None, title="Day care")) == "Day care"
    assert str(CaseMessage(text="x" * 100)) == "x" * 60


class TestMessages:
    @pytest.fixture
    def letters(self, parties):
        case = parties.case()
        CaseMessageFactory(text="of another city")
        draft = parties.case(state=VisitCase.State.DRAFT)
        return {
            "letter": CaseMessageFactory(case=case), "note": CaseMessageFactory(case=case, is_internal=True),
            "on a draft": CaseMessageFactory(case=draft),
        }  # fmt: skip

    def read(self, found, letters):
        rows = set(found)
        return [name for name, letter in letters.items() if letter in rows]

    def test_the_office_reads_its_notes_and_nobody_else(self, letters):
        case = letters["letter"].case
        assert self.read(case.messages.readable(internal=True), letters) == ["letter", "note"]
        assert self.read(case.messages.readable(internal=False), letters) == ["letter"]

    def test_they_stand_in_the_order_of_writing(self):
        case = VisitCaseFactory()
        first, second = CaseMessageFactory(case=case), CaseMessageFactory(case=case)
        assert list(case.messages.readable(internal=True)) == [first, second]

    def test_by_the_common_door_come_letters_of_visible_cases_without_notes(self, letters, parties):
        assert self.read(CaseMessage.objects.visible_to(parties.asks), letters) == ["letter", "on a draft"]
        assert self.read(CaseMessage.objects.visible_to(parties.endorses), letters) == ["letter"]
        assert self.read(CaseMessage.objects.visible_to(parties.plans), letters) == ["letter"]
        assert CaseMessage.objects.visible_to(holder("alumnus")).count() == 0
        assert CaseMessage.objects.visible_to(parties.plans).count() == 2
