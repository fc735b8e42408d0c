"""Checklists: laid over a case once, dated by the calendars of those who do them, done by one, moved with the visit."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from exchanges import checklist_defaults
from exchanges.actions import cases, checklists
from exchanges.models import CaseTask, ChecklistItem, VisitCase
from tests.exchanges.conftest import holder
from tests.factories.accounts import UserFactory
from tests.factories.office import CaseTaskFactory, ChecklistItemFactory

pytestmark = pytest.mark.django_db
State = VisitCase.State


def tasks(case):
    return list(case.tasks.by_day().values_list("name_en", "due_on", "who"))


class TestTheDay:
    @pytest.mark.parametrize(
        ("rule", "expected"),
        [
            ({"days": -60}, date(2027, 3, 18)),
            ({"days": -8}, date(2027, 5, 7)),  # a Sunday: the Friday before
            ({"days": 1, "counted_from": "last"}, date(2027, 5, 24)),  # a Saturday: the Monday after
            ({"days": 0}, date(2027, 5, 17)),
            ({"days": -1, "in_working_days": True}, date(2027, 5, 14)),
            ({"days": -10, "in_working_days": True}, date(2027, 4, 30)),  # the 3rd of May is a holiday in England
            ({"days": -10, "in_working_days": True, "who": "authority"}, date(2027, 4, 27)),  # Golden Week in Japan
            ({"days": 3, "counted_from": "last", "in_working_days": True}, date(2027, 5, 26)),
        ],
    )
    def test_it_is_counted_in_the_calendar_of_whoever_does_it(self, parties, rule, expected):
        case = parties.case()
        assert checklists.due_on(ChecklistItem(**rule), case) == expected

    @pytest.mark.parametrize(
        ("first", "last", "due"), [(None, None, None), (date(2027, 5, 17), None, date(2027, 5, 18))]
    )
    def test_without_days_there_is_none_and_without_a_last_day_the_first_counts(self, parties, first, last, due):
        case = parties.case(first_on=first, last_on=last)
        assert checklists.due_on(ChecklistItem(days=1, counted_from="last"), case) == due


class TestLayingOver:
    def test_planning_begins_with_the_tasks_of_the_kind_and_of_every_kind(self, parties, now):
        ChecklistItemFactory(name_en="Letters", days=-60)
        ChecklistItemFactory(name_en="Gifts", kind="courtesy", days=-14, who="authority")
        ChecklistItemFactory(name_en="Stand", kind="fair")
        ChecklistItemFactory(name_en="Old", is_used=False)
        case = parties.case(state=State.ENDORSED, kind="courtesy")
        cases.begin_planning(case, by=parties.plans, at=now)
        assert tasks(case) == [
            ("Letters", date(2027, 3, 18), "office"), ("Gifts", date(2027, 4, 30), "authority"),
        ]  # fmt: skip

    def test_a_refused_step_leaves_no_task(self, parties, now):
        ChecklistItemFactory()
        with pytest.raises(Exception, match="not possible"):
            cases.begin_planning(parties.case(), by=parties.plans, at=now)
        assert CaseTask.objects.count() == 0

    def test_the_second_time_only_what_is_new_is_added(self, parties):
        case = parties.case()
        ChecklistItemFactory(name_en="One")
        checklists.lay_over(case)
        ChecklistItemFactory(name_en="Two")
        assert [task.name_en for task in checklists.lay_over(case)] == ["Two"]
        assert case.tasks.count() == 2

    def test_a_line_changed_later_leaves_tasks_as_they_are(self, parties):
        case, item = parties.case(), ChecklistItemFactory(name_en="One")
        checklists.lay_over(case)
        checklists.edit(item, changes={"name_en": "Other", "days": -1})
        assert tasks(case) == [("One", date(2027, 3, 18), "office")]


class TestMoving:
    def test_a_visit_put_off_moves_what_is_not_done(self, parties, now):
        for name in ("Open", "Done"):
            ChecklistItemFactory(name_en=name)
        case = parties.case()
        done = next(task for task in checklists.lay_over(case) if task.name_en == "Done")
        checklists.tick(done, by=parties.plans, at=now)
        cases.edit(
            case, changes={"first_on": date(2027, 6, 14), "last_on": date(2027, 6, 18)}, by=parties.plans, at=now
        )
        assert tasks(case) == [("Done", date(2027, 3, 18), "office"), ("Open", date(2027, 4, 15), "office")]

    def test_what_is_taken_back_is_dated_anew(self, parties, now):
        ChecklistItemFactory(name_en="One")
        case = parties.case()
        (task,) = checklists.lay_over(case)
        checklists.tick(task, by=parties.plans, at=now)
        cases.edit(case, changes={"first_on": date(2027, 6, 14), "last_on": None}, by=parties.plans, at=now)
        checklists.untick(CaseTask.objects.select_related("case__office").get())
        assert (tasks(case), CaseTask.objects.get().done_by) == ([("One", date(2027, 4, 15), "office")], None)


class TestTicking:
    def test_of_two_who_tick_at_once_the_first_is_remembered(self, parties, now):
        task, second = CaseTaskFactory(), UserFactory()
        twin = CaseTask.objects.get(pk=task.pk)
        checklists.tick(task, by=parties.plans, at=now)
        checklists.tick(twin, by=second, at=now + timedelta(minutes=1))
        assert (twin.done_by, twin.done_at, twin.is_done, twin.is_late(date(2027, 1, 1))) == (
            parties.plans, now, True, False,
        )  # fmt: skip

    @pytest.mark.parametrize(("day", "late"), [(date(2026, 11, 30), False), (date(2026, 12, 1), True)])
    def test_late_is_after_its_day(self, day, late):
        assert CaseTaskFactory().is_late(day) is late

    def test_done_by_nobody_cannot_be_written(self, now):
        with pytest.raises(IntegrityError, match="casetask_done_by_somebody"):
            CaseTaskFactory(done_at=now)

    def test_no_line_comes_twice(self):
        task = CaseTaskFactory()
        with pytest.raises(IntegrityError, match="casetask_once"):
            CaseTaskFactory(case=task.case, item=task.item)


class TestWhoSees:
    def test_the_office_sees_all_the_authority_its_own_and_others_nothing(self, parties):
        case = parties.case()
        office, own = CaseTaskFactory(case=case), CaseTaskFactory(case=case, who="authority")
        elsewhere = CaseTaskFactory(who="authority")
        seen = {
            user: set(CaseTask.objects.visible_to(user))
            for user in (parties.plans, parties.asks, parties.endorses, holder("hq"), UserFactory())
        }
        assert list(seen.values()) == [{office, own, elsewhere}, {own}, set(), set(), set()]


class TestDefaults:
    def test_they_are_written_once_and_the_offices_changes_stay(self):
        assert checklists.load(checklist_defaults.items()) == len(checklist_defaults.LINES)
        ChecklistItem.objects.filter(reference="letter").update(name_en="Zq", days=-70, is_used=False)
        assert checklists.load(checklist_defaults.items()) == 0
        changed = ChecklistItem.objects.get(reference="letter")
        assert (changed.name_en, changed.days, changed.is_used) == ("Zq", -70, False)

    def test_a_line_of_the_same_words_is_the_offices_own(self):
        ChecklistItemFactory(name_en="Settle the interpreters")
        assert checklists.load(checklist_defaults.items()) == len(checklist_defaults.LINES) - 1

    def test_each_line_has_a_known_kind_and_words_in_three_languages(self):
        items = list(checklist_defaults.items())
        assert {item.kind for item in items} <= {"", *VisitCase.Kind.values}
        assert [item.reference for item in items if not (item.name_en and item.name_ja and item.name_de)] == []
        assert len({item.reference for item in items}) == len(items)
