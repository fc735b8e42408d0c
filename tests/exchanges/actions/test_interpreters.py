"""Entries in the roster: written with their history, never over somebody else's change."""

import pytest

from clair_portal.workflow import Outdated
from exchanges.actions import interpreters
from exchanges.models import Interpreter, LanguagePair
from tests.factories.accounts import UserFactory
from tests.factories.directory import PersonFactory
from tests.factories.exchanges import InterpreterFactory

pytestmark = pytest.mark.django_db


def test_somebody_is_entered_with_author_and_moment(now):
    user = UserFactory()
    one = interpreters.add(Interpreter(person=PersonFactory(), modes=["whispered"], hour_rate=7000), by=user, at=now)
    written = one.events.select_related("pgh_context").get()
    assert (written.hour_rate, written.pgh_context.metadata) == (7000, {"by": user.pk, "at": now.isoformat()})


def test_an_edit_changes_what_it_names_and_counts_on(now):
    one = interpreters.edit(InterpreterFactory(), changes={"city": "York"}, by=None, at=now)
    assert (one.city, one.hour_rate, one.version) == ("York", 6000, 2)


def test_an_edit_of_an_older_copy_is_refused(now):
    one = InterpreterFactory()
    stale = Interpreter.objects.get(pk=one.pk)
    interpreters.edit(one, changes={"city": "York"}, by=None, at=now)
    with pytest.raises(Outdated):
        interpreters.edit(stale, changes={"city": "Hull"}, by=None, at=now)
    assert Interpreter.objects.get().city == "York"


def test_directions_come_change_and_go():
    one = InterpreterFactory(directions=())
    pair = interpreters.add_pair(LanguagePair(interpreter=one, source="de", target="ja"))
    interpreters.edit_pair(pair, changes={"level": "conference"})
    assert list(one.pairs.values_list("source", "target", "level")) == [("de", "ja", "conference")]
    interpreters.remove_pair(pair)
    assert one.pairs.count() == 0
