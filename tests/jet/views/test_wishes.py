"""The page of one's own wishes: written, changed, and closed once the allocation has been decided on."""

import pytest

from jet.models import Preference
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.allocation import AllocationRunFactory, PreferenceFactory
from tests.factories.directory import DesignationFactory, LocalAuthorityFactory, PrefectureFactory
from tests.factories.jet import ParticipantFactory

pytestmark = pytest.mark.django_db
WISHES = "/jet/wishes/"
CLOSED = "Wishes can no longer be changed"


@pytest.fixture
def someone(db):
    return ParticipantFactory()


@pytest.fixture
def own(client, settings, someone):
    """The browser of this participant."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en-gb"
    client.force_login(UserFactory(person=someone.person))
    return client


@pytest.fixture
def there(db):
    return [PrefectureFactory() for _number in range(3)]


def typed(*wishes, **facts):
    names = dict(zip(("first", "second", "third"), (wish.pk for wish in wishes), strict=False))
    return {"first": "", "second": "", "third": "", "area": "any", "reasons": "", **names, **facts}


def text(response):
    return response.content.decode()


class TestWriting:
    def test_three_wishes_in_order(self, own, someone, there):
        response = own.post(WISHES, typed(*there, area="rural", reasons="The sea."), follow=True)
        assert response.redirect_chain == [(WISHES, 303)]
        assert "Your wishes are written down." in text(response)
        kept = Preference.objects.get()
        assert (kept.participant, kept.wishes(), kept.area, kept.reasons, kept.anywhere) == (
            someone, there, "rural", "The sea.", False,
        )  # fmt: skip

    def test_no_preference_is_an_answer(self, own):
        assert own.post(WISHES, typed(anywhere="on")).status_code == 303
        assert Preference.objects.get().anywhere

    def test_written_again_they_are_one_row(self, own, there):
        for wishes in (there, there[:1]):
            own.post(WISHES, typed(*wishes))
        assert Preference.objects.get().wishes() == there[:1]

    def test_what_was_written_stands_in_the_form(self, own, someone, there):
        PreferenceFactory(participant=someone, first=there[1])
        form = own.get(WISHES).context["form"]
        assert form["first"].value() == there[1].pk

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({}, "Either name a wish, or say that you have no preference; not both."),
            ({"anywhere": "on", "area": "rural"}, "Either name a wish, or say that you have no preference; not both."),
            ({"area": "space"}, "not one of the available choices"),
            ({"first": "x"}, "not one of the available choices"),
            ({"first": "\x00"}, "This is not settled yet"),
            ({"first": "9" * 30}, "not one of the available choices"),
            ({"anywhere": "on", "reasons": "x" * 2001}, "at most 2000 characters"),
        ],
    )
    def test_what_is_wrong_is_refused(self, wrong, said, own, there):
        response = own.post(WISHES, typed(**wrong))
        assert response.status_code == 422
        assert said in text(response)
        assert Preference.objects.count() == 0

    def test_wishes_have_no_gaps_and_stand_there_once(self, own, there):
        gap = own.post(WISHES, typed(second=there[0].pk))
        assert "Fill in the wishes from the first one on." in text(gap)
        twice = own.post(WISHES, typed(there[0], there[0]))
        assert "Name each place once." in text(twice)

    def test_prefectures_and_designated_cities_are_offered(self, own, there):
        city = DesignationFactory(authority__prefecture=there[0]).authority
        town = LocalAuthorityFactory(prefecture=there[0])
        offered = {value for value, _name in own.get(WISHES).context["form"].fields["first"].choices}
        assert {place.pk for place in (*there, city)} <= offered
        assert town.pk not in offered
        assert own.post(WISHES, typed(town)).status_code == 422

    def test_a_wish_that_is_offered_no_more_may_stay(self, own, someone, there):
        town = LocalAuthorityFactory(prefecture=there[0])
        PreferenceFactory(participant=someone, first=town)
        assert own.post(WISHES, typed(town, area="rural")).status_code == 303

    def test_a_forged_participant_is_not_written_for(self, own, someone, there):
        other = ParticipantFactory()
        own.post(WISHES, typed(there[0], participant=other.pk))
        assert Preference.objects.get().participant == someone


class TestClosed:
    @pytest.mark.parametrize("state", ["proposed", "published", "superseded"])
    def test_once_an_allocation_is_proposed(self, state, own, someone, there):
        PreferenceFactory(participant=someone, first=there[0])
        AllocationRunFactory(arrival_group=someone.arrival_group, state=state)
        shown = own.get(WISHES)
        assert CLOSED in text(shown)
        assert str(there[0].organisation) in text(shown)
        response = own.post(WISHES, typed(there[1]))
        assert (response.status_code, Preference.objects.get().wishes()) == (422, there[:1])

    @pytest.mark.parametrize("state", ["draft", "discarded"])
    def test_drafts_close_nothing(self, state, own, someone, there):
        AllocationRunFactory(arrival_group=someone.arrival_group, state=state)
        assert own.post(WISHES, typed(there[0])).status_code == 303

    def test_those_of_another_group_close_nothing(self, own, there):
        AllocationRunFactory(arrival_group__code="B", state="published")
        assert own.post(WISHES, typed(there[0])).status_code == 303

    def test_once_somebody_serves(self, client, there):
        serving = ParticipantFactory(state="serving")
        client.force_login(UserFactory(person=serving.person))
        assert client.post(WISHES, typed(there[0])).status_code == 422


class TestWhose:
    def test_only_participants_find_the_page(self, client):
        assert client.get(WISHES).status_code == 302
        for user in (UserFactory(), UserFactory(person=None), RoleAssignmentFactory(role="hq").user):
            client.force_login(user)
            assert client.get(WISHES).status_code == 404

    def test_nothing_of_others_is_shown(self, own, there):
        PreferenceFactory(participant=ParticipantFactory(), first=there[0], reasons="zqreasons")
        assert "zqreasons" not in text(own.get(WISHES))

    def test_it_is_the_newest_participation_that_counts(self, client, there):
        earlier = ParticipantFactory(state="completed", jet_number="20100000001")
        again = ParticipantFactory(person=earlier.person, jet_number="20260000001")
        client.force_login(UserFactory(person=earlier.person))
        assert client.post(WISHES, typed(there[0])).status_code == 303
        assert Preference.objects.get().participant == again
