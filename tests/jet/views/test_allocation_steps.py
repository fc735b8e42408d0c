"""The steps of a run by two people: proposed, handed back, made public, thrown away."""

import pytest

from jet.models import AllocationRun
from tests.jet.views.browsers import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(round_):
    return round_.solve()


def page(run, step=""):
    return f"/jet/allocation/{run.pk}/{step}"


def take(user, run, step, **typed):
    """Press the button; the run as it stands afterwards."""
    answer = browser(user).post(page(run, f"{step}/"), typed)
    run.refresh_from_db()
    return answer


def offered(user, run):
    """The steps that this person finds on the page of the run."""
    shown = browser(user).get(page(run)).content.decode()
    return {
        step for step in ("propose", "publish", "hand-back", "discard") if f'href="{page(run, f"{step}/")}"' in shown
    }


@pytest.fixture
def proposed(round_, run):
    take(round_.maker, run, "propose")
    return run


def test_proposing_is_asked_then_done(round_, run):
    assert browser(round_.maker).get(page(run, "propose/")).status_code == 200
    run.refresh_from_db()
    assert run.state == "draft"
    answer = take(round_.maker, run, "propose")
    assert (answer.status_code, answer["Location"]) == (303, page(run))
    assert (run.state, run.proposed_by) == ("proposed", round_.maker)


def test_proposing_twice_is_one_proposal(round_, proposed):
    assert take(round_.maker, proposed, "propose").status_code == 303
    assert proposed.transitions.filter(to_state="proposed").count() == 1


def test_whoever_proposed_it_cannot_publish_it_and_is_told_so(round_, proposed):
    answer = take(round_.maker, proposed, "publish")
    assert answer.status_code == 409
    assert "Whoever proposed the allocation cannot publish it too. Ask a colleague." in answer.content.decode()
    assert proposed.state == "proposed"
    assert set(proposed.places.values_list("state", flat=True)) == {"planned"}


def test_a_second_person_makes_it_public(round_, proposed):
    answer = take(round_.publisher, proposed, "publish")
    assert (answer.status_code, answer["Location"]) == (303, page(proposed))
    assert (proposed.state, proposed.published_by) == ("published", round_.publisher)
    assert set(proposed.places.values_list("state", flat=True)) == {"released"}


def test_a_forged_seal_is_refused_in_words(round_, proposed):
    AllocationRun.objects.filter(pk=proposed.pk).update(sealed=b"forged")
    answer = take(round_.publisher, proposed, "publish")
    assert answer.status_code == 409
    assert "The independent check refuses this result, so it cannot be published:" in answer.content.decode()
    assert proposed.state == "proposed"


def test_a_run_that_has_been_overtaken_is_refused_in_words(round_, proposed):
    other = round_.solve("another lot")
    take(round_.maker, other, "propose")
    take(round_.publisher, other, "publish")
    answer = take(round_.publisher, proposed, "publish")
    assert answer.status_code == 409
    assert "This run was made before the latest answers." in answer.content.decode()


def test_handing_back_needs_a_reason_which_stays(round_, proposed):
    assert take(round_.publisher, proposed, "hand-back", reason=" ").status_code == 422
    assert proposed.state == "proposed"
    assert take(round_.publisher, proposed, "hand-back", reason="Kyoto is missing.").status_code == 303
    assert (proposed.state, proposed.proposed_by) == ("draft", None)
    assert "Kyoto is missing." in browser(round_.maker).get(page(proposed)).content.decode()


def test_handing_back_what_is_no_longer_proposed_is_refused_in_words(round_, run):
    answer = take(round_.publisher, run, "hand-back", reason="Too late.")
    assert answer.status_code == 422
    assert "This step is not possible from the present state." in answer.content.decode()


@pytest.mark.parametrize("before", [(), ("propose",)])
def test_discarding(round_, run, before):
    for step in before:
        take(round_.maker, run, step)
    assert take(round_.maker, run, "discard").status_code == 303
    assert run.state == "discarded"
    assert offered(round_.maker, run) == set()


def test_what_is_public_is_not_discarded(round_, proposed):
    take(round_.publisher, proposed, "publish")
    assert take(round_.maker, proposed, "discard")["Location"] == page(proposed)
    assert proposed.state == "published"


def test_everybody_finds_the_steps_that_are_theirs(round_, run):
    assert offered(round_.maker, run) == {"propose", "discard"}
    take(round_.maker, run, "propose")
    assert offered(round_.maker, run) == {"hand-back", "discard"}
    assert "You have proposed this run." in browser(round_.maker).get(page(run)).content.decode()
    assert offered(round_.publisher, run) == {"publish", "hand-back", "discard"}
    take(round_.publisher, run, "publish")
    assert offered(round_.publisher, run) == set()


@pytest.mark.parametrize("step", ["propose", "hand-back", "publish", "discard"])
def test_a_run_that_there_is_not_is_not_found(round_, step):
    assert browser(round_.maker).get(f"/jet/allocation/0/{step}/").status_code == 404
