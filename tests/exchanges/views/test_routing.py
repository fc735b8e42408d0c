"""The office's pages about where a case goes, and the ticking of tasks: who may, what happens, what is shown."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exchanges.models import CaseLink, CaseTask, VisitCase
from tests.factories.directory import OfficeFactory
from tests.factories.exchanges import MeetingFactory
from tests.factories.office import CaseLinkFactory, CaseTaskFactory, HandOverFactory

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


@pytest.fixture
def office(client, parties):
    client.force_login(parties.plans)
    return client


def page(case, rest=""):
    return f"/visits/{case.number}/{rest}"


class TestHandOver:
    def test_the_office_of_the_country_is_suggested_and_takes_it(self, office, parties):
        case = parties.case(office=OfficeFactory().organisation)
        form = office.get(page(case, "hand-over/")).context["form"]
        assert form.fields["office"].initial == parties.office.pk
        assert case.office not in form.fields["office"].queryset
        response = office.post(page(case, "hand-over/"), {"office": parties.office.pk, "reason": "It is in England."})
        assert (response.status_code, response.url) == (303, page(case))
        assert VisitCase.objects.get().office == parties.office

    def test_the_story_of_the_record_tells_it(self, office, parties):
        step = HandOverFactory(case=parties.case(), reason="zqreason")
        shown = text(office.get(f"/admin/exchanges/visitcase/{step.case_id}/change/"))
        assert ("zqreason" in shown, str(step.from_office) in shown) == (True, True)

    @pytest.mark.parametrize("sent", [{}, {"office": "0", "reason": "x"}, {"office": "zq", "reason": "x"}])
    def test_what_is_missing_or_wrong_is_said(self, office, parties, sent):
        case = parties.case()
        assert office.post(page(case, "hand-over/"), sent).status_code == 422
        assert VisitCase.objects.get().office == parties.office

    def test_nobody_else_opens_it(self, client, parties):
        case = parties.case()
        for user in (parties.asks, parties.endorses):
            client.force_login(user)
            for rest in ("hand-over/", "link/", "merge/"):
                assert (client.get(page(case, rest)).status_code, client.post(page(case, rest)).status_code) == (
                    403,
                    403,
                )


class TestLinkAndMerge:
    def test_a_link_stands_on_both_pages_and_goes_again(self, office, parties):
        case, other = parties.case(title="Later"), parties.case(title="Earlier")
        office.post(page(case, "link/"), {"other": f" {other.number.lower()} ", "kind": "follows"})
        assert "is followed by" in text(office.get(page(other)))
        link = CaseLink.objects.get()
        remove = page(other, f"link/{link.pk}/remove/")
        assert "Take the link away?" in text(office.get(remove))
        assert [office.post(remove).status_code for _ in range(2)] == [303, 303]
        assert CaseLink.objects.count() == 0

    @pytest.mark.parametrize("number", ["", "VS-1999-001", "\x00", "x" * 99])
    def test_a_number_that_is_none_is_said(self, office, parties, number):
        response = office.post(page(parties.case(), "link/"), {"other": number, "kind": "same_visit"})
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["other"])

    def test_a_draft_is_not_found(self, office, parties):
        draft = parties.case(state="draft")
        response = office.post(page(parties.case(), "link/"), {"other": draft.number, "kind": "same_visit"})
        assert "There is no case with this number." in text(response)

    def test_a_refusal_keeps_what_was_typed(self, office, parties):
        case, into = parties.case(state="planning"), parties.case()
        MeetingFactory(case=case, confirmed=True)
        response = office.post(page(case, "merge/"), {"other": into.number, "reason": "zqreason"})
        assert response.status_code == 422
        assert ("A host has agreed" in text(response), "zqreason" in text(response)) == (True, True)

    def test_a_merge_ends_on_the_other_page_which_names_it(self, office, parties):
        case, into = parties.case(title="Twin"), parties.case()
        response = office.post(page(case, "merge/"), {"other": into.number, "reason": "Twice."})
        assert (response.status_code, response.url) == (303, page(into))
        shown = text(office.get(page(into)))
        assert ("has taken in" in shown, "Twin" in shown, "Take away" in shown) == (True, True, False)

    def test_the_authority_reads_of_its_own_cases_only(self, client, parties):
        case = parties.case()
        CaseLinkFactory(case=case, other__title="zqforeign")
        CaseLinkFactory(case=case, other=parties.case(title="zqown"))
        client.force_login(parties.asks)
        shown = text(client.get(page(case)))
        assert ("zqown" in shown, "zqforeign" in shown, "remove" in shown) == (True, False, False)


class TestTasks:
    def tick(self, client, task, done="yes", **sent):
        return client.post(page(task.case, f"tasks/{task.pk}/"), {"done": done, **sent})

    def test_the_authority_sees_and_ticks_its_own_only(self, client, parties):
        case = parties.case(state="planning")
        own = CaseTaskFactory(case=case, who="authority", name_en="zqown", name_ja="")
        ours = CaseTaskFactory(case=case, name_en="zqours", name_ja="")
        client.force_login(parties.asks)
        shown = text(client.get(page(case)))
        assert ("zqown" in shown, "zqours" in shown) == (True, False)
        assert (self.tick(client, own).status_code, self.tick(client, ours).status_code) == (303, 404)
        assert dict(CaseTask.objects.values_list("name_en", "done_by")) == {"zqown": parties.asks.pk, "zqours": None}

    def test_a_click_too_many_and_back_again(self, office, parties, now):
        task = CaseTaskFactory(case=parties.case(state="planning"))
        assert [self.tick(office, task).url for _ in range(2)] == [page(task.case) + "#tasks"] * 2
        assert self.tick(office, task, back="record").url == (
            f"/admin/exchanges/visitcase/{task.case_id}/change/#tasks"
        )  # fmt: skip
        task.refresh_from_db()
        assert (task.done_at, task.done_by) == (now, parties.plans)
        self.tick(office, task, done="no")
        assert CaseTask.objects.get().done_at is None

    def test_a_task_of_another_case_is_not_found_and_a_get_ticks_nothing(self, office, parties):
        task, other = CaseTaskFactory(case=parties.case()), parties.case()
        assert office.post(page(other, f"tasks/{task.pk}/"), {"done": "yes"}).status_code == 404
        assert office.get(page(task.case, f"tasks/{task.pk}/")).status_code == 405
        assert CaseTask.objects.get().done_at is None

    def test_the_record_shows_all_with_the_late_one_first(self, office, parties):
        case = parties.case(state="planning")
        for name, day in (("Soon", "2026-12-24"), ("Late", "2026-11-20")):
            CaseTaskFactory(case=case, name_en=name, due_on=day)
        shown = text(office.get(f"/admin/exchanges/visitcase/{case.pk}/change/"))
        assert 0 < shown.index("<b>Late</b>") < shown.index("<b>Soon</b>")
        assert ("Where the case goes" in shown, shown.count('name="back" value="record"')) == (True, 2)

    @pytest.mark.parametrize(("state", "is_open"), [("planning", True), ("closed", False), ("cancelled", False)])
    def test_nothing_of_a_case_that_is_over_is_late_or_ticked(self, office, parties, state, is_open):
        task = CaseTaskFactory(case=parties.case(state=state), due_on="2026-11-20")
        for address in (page(task.case), f"/admin/exchanges/visitcase/{task.case_id}/change/"):
            shown = text(office.get(address))
            assert (f"tasks/{task.pk}/" in shown, bool(re.search(r">late<|· late<", shown))) == (is_open, is_open)

    def test_the_page_costs_the_same_whatever_hangs_on_it(self, office, parties):
        case = parties.case(state="planning")

        def cost():
            office.get(page(case))
            with CaptureQueriesContext(connection) as counted:
                office.get(page(case))
            return len(counted)

        def more():
            CaseTaskFactory(case=case, done_at="2026-11-20T09:00Z", done_by=parties.plans)
            CaseTaskFactory(case=case)
            CaseLinkFactory(case=case, other=parties.case())

        more()
        one = cost()
        more()
        more()
        assert cost() == one
