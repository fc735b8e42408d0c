"""An import from its check to its undoing."""

import hashlib
from datetime import date

import pytest
from django.utils import timezone

from clair_portal.directory.models import Person
from clair_portal.directory.models.people import PersonQuerySet
from clair_portal.spreadsheets.actions import import_runs
from clair_portal.spreadsheets.models import ImportRow
from clair_portal.workflow import IllegalMove
from jet.models import Participant, Placement, Term
from tests.factories.accounts import UserFactory
from tests.factories.jet import EmergencyContactFactory, PlacementFactory
from tests.jet.imports import lists
from tests.jet.imports.lists import as_csv, check, confirm, counts, findings, people, person, snapshot, take_over, undo

pytestmark = pytest.mark.django_db


def test_a_check_writes_nothing(office):
    before = snapshot()
    run = check(as_csv(people(3)), office)
    assert (run.state, counts(run)) == ("checked", {"new": 3, "changed": 0, "unchanged": 0, "refused": 0})
    assert snapshot() == before


def test_a_confirmed_row_is_a_person_with_placement_and_term(office):
    run = take_over(as_csv([person(2)]), office)
    one = Participant.objects.get(jet_number="20260000002")
    placement, term = one.placements.get(), one.terms.get()
    assert run.state == "confirmed"
    assert (one.nationality.code, one.position, one.state, one.drives, one.dependants) == (
        "DE",
        "alt",
        "serving",
        True,
        1,
    )
    assert (one.person.family_kanji, one.person.given_kana) == ("見本", "ロビン")
    assert (placement.employer.organisation.name_ja, placement.first_on) == ("大阪市", date(2026, 8, 3))
    assert (term.number, term.last_on) == (1, date(2027, 8, 2))
    assert list(one.languages.order_by("language").values_list("language", "level")) == [("en", "native"), ("ja", "N3")]
    assert list(one.transitions.values_list("from_state", "to_state", "by")) == [("", "serving", office.pk)]


def test_whoever_was_imported_is_found_by_the_search(office):
    take_over(as_csv([person(2)]), office)
    found = Person.objects.filter(participations__isnull=False)  # the office's own people are Example1, Example20 too
    assert isinstance(found, PersonQuerySet)
    assert [found.matching(word).count() for word in ("見本", "ろびん", "example2", "nobody")] == [1, 1, 1, 0]
    assert found.get(family="Example2").latin_order == "example2 robin"


def test_the_history_says_who_imported(office):
    take_over(as_csv([person(1)]), office)
    one = Participant.objects.get()
    assert [event.pgh_context.metadata["by"] for event in one.events.select_related("pgh_context")] == [office.pk]


def test_the_same_file_twice_changes_nothing(office):
    content = as_csv(people(5))
    take_over(content, office)
    before = snapshot()
    run = check(content, office)
    assert counts(run) == {"new": 0, "changed": 0, "unchanged": 5, "refused": 0}
    assert run.sha256 == hashlib.sha256(content).hexdigest()
    with pytest.raises(IllegalMove):
        import_runs.ask_to_confirm(run, by=office, at=lists.NOW)
    assert snapshot() == before


def test_a_changed_row_shows_before_and_after(office):
    take_over(as_csv(people(3)), office)
    run = check(as_csv([person(1), person(2, 配置先="見本高校", 国籍="France")]), office)
    row = ImportRow.objects.get(run=run, outcome="changed")
    assert counts(run) == {"new": 0, "changed": 1, "unchanged": 1, "refused": 0}
    assert sorted(row.differences()) == [("nationality", "DE", "FR"), ("workplace", "見本中学校", "見本高校")]
    confirm(run)
    assert Placement.objects.get(participant__jet_number="20260000002").workplace == "見本高校"
    assert Participant.objects.get(jet_number="20260000002").nationality.code == "FR"


def test_an_empty_cell_and_a_missing_column_change_nothing(office):
    take_over(as_csv(people(2)), office)
    run = check(as_csv([person(1, 配置先="", 言語="")], columns=("JET番号", "配置先", "言語")), office)
    assert counts(run) == {"new": 0, "changed": 0, "unchanged": 1, "refused": 0}


def test_terms_move_onto_days_that_others_leave(office):
    two = {"第2期開始日": date(2027, 8, 3), "第2期終了日": date(2028, 8, 2)}
    columns = (*lists.COLUMNS, *two)
    take_over(as_csv([person(1, **two)], columns=columns), office)
    kept = set(Term.objects.values_list("pk", flat=True))
    later = person(1, 第1期終了日=date(2027, 12, 2), 第2期開始日=date(2027, 12, 3), 第2期終了日=date(2028, 12, 2))
    run = take_over(as_csv([later], columns=columns), office)
    assert run.state == "confirmed"
    assert list(Term.objects.order_by("number").values_list("last_on", flat=True)) == [
        date(2027, 12, 2),
        date(2028, 12, 2),
    ]
    undo(run)
    assert list(Term.objects.order_by("number").values_list("last_on", flat=True)) == [
        date(2027, 8, 2),
        date(2028, 8, 2),
    ]
    assert set(Term.objects.values_list("pk", flat=True)) == kept


def test_a_transfer_is_a_placement_more_and_goes_again(office):
    take_over(as_csv([person(1, 配置終了日=date(2027, 3, 31))], columns=(*lists.COLUMNS, "配置終了日")), office)
    before = snapshot()
    run = take_over(as_csv([person(1, 団体コード="271004", 任用団体="大阪市", 配置開始日=date(2027, 4, 1))]), office)
    assert Placement.objects.count() == 2
    undo(run)
    assert snapshot() == before


def test_undo_restores_exactly(office):
    take_over(as_csv(people(3)), office)
    before = snapshot()
    changed = person(2, 姓="Sample", 配置先="見本高校", 言語="ja N1; fr B2", 第1期終了日=date(2027, 7, 31))
    run = take_over(as_csv([person(1), changed, person(4), person(5)]), office)
    assert counts(run) == {"new": 2, "changed": 1, "unchanged": 1, "refused": 0}
    assert snapshot() != before
    run = undo(run)
    assert (run.state, run.kept) == ("undone", 0)
    assert snapshot() == before


def test_undo_of_all_leaves_an_empty_table(office):
    before = snapshot()
    undo(take_over(as_csv(people(4)), office))
    assert snapshot() == before


@pytest.mark.parametrize("since", ["edited", "contact", "account", "placement"])
def test_undo_leaves_what_was_changed_since_and_says_so(office, since):
    run = take_over(as_csv(people(2)), office)
    one = Participant.objects.get(jet_number="20260000001")
    if since == "edited":
        Participant.objects.filter(pk=one.pk).update(passport_name="CORRECTED")
    elif since == "contact":
        EmergencyContactFactory(participant=one)
    elif since == "account":
        UserFactory(person=one.person)
    else:
        PlacementFactory(participant=one, first_on=date(2020, 1, 1), last_on=date(2020, 2, 1))
    run = undo(run)
    kept = ImportRow.objects.get(run=run, kept_because__isnull=False)
    assert (run.kept, kept.key) == (1, one.jet_number)
    assert kept.kept_because["reason"] == "It was changed after the import, so it stays as it is."
    assert list(Participant.objects.values_list("jet_number", flat=True)) == [one.jet_number]


def test_what_changed_between_check_and_yes_is_not_overwritten(office):
    take_over(as_csv(people(2)), office)
    run = check(as_csv([person(1, 配置先="見本高校"), person(2, 配置先="見本高校")]), office)
    Placement.objects.filter(participant__jet_number="20260000002").update(workplace="Elsewhere")
    before = snapshot()
    run = confirm(run)
    assert (run.state, run.refusal["facts"]) == ("failed", {"key": "20260000002"})
    assert snapshot() == before


def test_a_constraint_broken_in_the_middle_undoes_everything(office):
    """Somebody enters, after the check, a placement on the same days that begins on another day."""
    take_over(as_csv([person(1, 配置開始日="", 団体コード="", 任用団体="", 配置先="")]), office)
    run = check(as_csv([person(3), person(1), person(4)]), office)
    assert counts(run) == {"new": 2, "changed": 1, "unchanged": 0, "refused": 0}
    PlacementFactory(participant=Participant.objects.get(), first_on=date(2026, 7, 1), last_on=None)
    before = snapshot()
    run = confirm(run)
    assert run.state == "failed"
    assert run.refusal["reason"].startswith("The file contradicts what was entered")
    assert snapshot() == before


def test_two_yeses_write_once(office):
    run = check(as_csv(people(2)), office)
    first = import_runs.ask_to_confirm(run, by=office, at=lists.NOW).job
    second = import_runs.ask_to_confirm(run, by=office, at=lists.NOW).job
    assert first == second
    lists.work(run)
    with pytest.raises(IllegalMove):
        import_runs.confirm(run, by=office, at=timezone.now())
    assert Participant.objects.count() == 2


def test_a_number_twice_in_a_file_is_refused_once(office):
    run = check(as_csv([person(1), person(1, 姓="Other")]), office)
    assert counts(run) == {"new": 1, "changed": 0, "unchanged": 0, "refused": 1}
    assert findings(run) == [
        (3, "jet_number", "20260000001", "Row %(row)d of the sheet “%(sheet)s” says this already.")
    ]


@pytest.mark.parametrize("count", [1, 40])
def test_the_number_of_queries_does_not_grow_with_the_rows(office, django_assert_max_num_queries, count):
    take_over(as_csv(people(40)), office)
    lines = [person(number, 配置先="見本高校", 姓="Sample") for number in range(1, count + 1)]
    run = check(as_csv(lines), office)
    with django_assert_max_num_queries(28):
        import_runs.confirm(run, by=office, at=lists.NOW)
    assert Placement.objects.filter(workplace="見本高校").count() == count
