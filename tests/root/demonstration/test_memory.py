"""Who do we know in Leeds on elderly care, when last, what did we promise? On the demonstration data, in two clicks."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clair_portal.accounts.models import User
from clair_portal.demonstration import loading, memory
from exchanges.models import HostNote, VisitCase
from tests.root.demonstration.conftest import NOW

pytestmark = [
    pytest.mark.usefixtures("demonstration"),
    pytest.mark.django_db,
    pytest.mark.xdist_group("demonstration"),
]


@pytest.mark.parametrize("words", ["Leeds elderly care", "Leeds 高齢者福祉"])
def test_who_do_we_know_in_leeds_on_elderly_care_when_last_what_did_we_promise(client: Client, words: str) -> None:
    client.force_login(User.objects.get(email="staff_visits@demo.example.org"))
    start = client.get(reverse("admin:index")).content.decode()
    first_click = re.search(r'href="([^"]+)"[^>]*>(?:(?!</a>).)*Hosts we know', start, re.DOTALL)
    assert first_click is not None
    page: Any = client.get(first_click[1], {"q": words})  # the second click: the search button
    text = page.content.decode()
    who = [str(row) for row in page.context["cl"].result_list]
    assert who == ["Leeds City Council", "Example Day Centre"]
    last = page.context["cl"].result_list[0].last_contact_on
    assert (NOW.date() - last).days < 10
    promised = ("Send the results of the Japanese survey on elderly care.", "A letter from the mayor before the visit.")
    assert [words for words in promised if words not in text] == []
    assert "Send the photographs of the visit." not in text  # kept


def test_the_story_of_a_host_goes_back_to_the_earlier_visit(client: Client) -> None:
    client.force_login(User.objects.get(email="staff_visits@demo.example.org"))
    note = HostNote.objects.filter(kind="gift").get()
    text = client.get(reverse("admin:exchanges_host_story", args=[note.host_id])).content.decode()
    expected = (memory.TITLE, "A wind chime from the city", "Letter of the mayor", "confirmed", "done", "the host")
    assert [words for words in expected if words not in text] == []


def test_a_second_start_writes_nothing_twice() -> None:
    before = HostNote.objects.count(), VisitCase.objects.count()
    loading.load(at=NOW)
    assert (HostNote.objects.count(), VisitCase.objects.count()) == before
    assert VisitCase.objects.get(title=memory.TITLE).state == VisitCase.State.CLOSED
