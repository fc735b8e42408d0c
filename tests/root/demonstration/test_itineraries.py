"""The demonstration opens with a programme to look at: planned once, without a fault."""

import pytest

from clair_portal.accounts.models import User
from clair_portal.demonstration import itineraries, loading
from exchanges.actions.itineraries import faults
from exchanges.models import Itinerary, VisitCase
from tests.root.demonstration.conftest import NOW

pytestmark = [
    pytest.mark.usefixtures("demonstration"),
    pytest.mark.django_db,
    pytest.mark.xdist_group("demonstration"),
]


def test_the_visit_that_is_being_planned_has_a_programme_without_a_fault() -> None:
    draft = Itinerary.objects.get()
    assert (draft.case.state, draft.state, draft.number) == ("planning", "draft", 1)
    assert faults(draft, in_language_of="en") == []
    assert {item.kind for item in draft.items.all()} >= {"meeting"}


def test_it_is_planned_once_and_only_where_something_is_being_planned() -> None:
    loading.load(at=NOW)
    case = Itinerary.objects.get().case
    Itinerary.objects.all().delete()
    VisitCase.objects.filter(pk=case.pk).update(state=VisitCase.State.FORMAL)
    planner = User.objects.get(email="staff_visits@demo.example.org")
    assert itineraries.load(case.authority, by=planner, at=NOW) is None


def test_its_letters_ask_the_questions_in_the_hosts_language() -> None:
    themes = VisitCase.objects.get(state=VisitCase.State.PLANNING).themes.in_order()
    told = [theme.told_in("en-gb") for theme in themes]
    assert [one.is_original for one in told] == [False, False]
    assert "How do you find volunteers?" in told[0].questions
