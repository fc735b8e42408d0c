"""Whose words stand when two people edit one record: the comparison alone, without pages."""

from datetime import UTC, datetime

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from clair_portal.backoffice import conflicts
from clair_portal.backoffice.conflicts import Difference, EditConflict
from clair_portal.directory.models import Person

SEEN = {"family": "Old", "given": "Robin", "email": ""}


def test_nobody_else_wrote_nothing_clashes():
    typed = {**SEEN, "family": "Mine"}
    assert conflicts.clashing(SEEN, SEEN, typed) == []
    assert conflicts.theirs(SEEN, SEEN, typed) == []


def test_different_fields_are_both_kept():
    stored, typed = {**SEEN, "email": "new@example.org"}, {**SEEN, "family": "Mine"}
    assert conflicts.clashing(SEEN, stored, typed) == []
    assert conflicts.theirs(SEEN, stored, typed) == ["email"]


def test_the_same_field_with_different_words_clashes():
    assert conflicts.clashing(SEEN, {**SEEN, "family": "Theirs"}, {**SEEN, "family": "Mine"}) == ["family"]


def test_the_same_field_with_the_same_words_does_not():
    both = {**SEEN, "family": "Same"}
    assert conflicts.clashing(SEEN, both, both) == []


words = st.fixed_dictionaries({"a": st.sampled_from("xyz"), "b": st.sampled_from("xyz")})


@given(seen=words, stored=words, typed=words)
def test_no_word_of_the_other_person_is_ever_lost_unasked(seen, stored, typed):
    clash = conflicts.clashing(seen, stored, typed)
    kept = {**typed, **{name: stored[name] for name in conflicts.theirs(seen, stored, typed)}}
    lost = [name for name in stored if stored[name] != seen[name] and kept[name] != stored[name]]
    assert sorted(lost) == sorted(clash)


def test_what_was_seen_cannot_be_forged_or_moved_to_another_record():
    one, other = Person(pk=1, family="Old"), Person(pk=2, family="Old")
    seal = conflicts.seal(one, SEEN)
    assert conflicts.unseal(one, seal) == SEEN
    assert conflicts.unseal(other, seal) is None
    assert conflicts.unseal(one, seal[:-1] + "x") is None
    assert conflicts.unseal(one, "") is None


def test_facts_compare_equal_exactly_when_the_values_do():
    at = datetime(2026, 1, 1, tzinfo=UTC)
    one, same = Person(family="Ōta", email_verified_at=at), Person(family="Ōta", email_verified_at=at)
    names = ["family", "email_verified_at"]
    assert conflicts.facts_of(one, names) == conflicts.facts_of(same, names)
    same.email_verified_at = None
    assert conflicts.facts_of(one, names) != conflicts.facts_of(same, names)


def test_the_fingerprint_names_a_state_whatever_the_order_of_its_fields():
    assert conflicts.fingerprint({"a": "1", "b": "2"}) == conflicts.fingerprint({"b": "2", "a": "1"})
    assert conflicts.fingerprint({"a": "1"}) != conflicts.fingerprint({"a": "2"})


@pytest.mark.parametrize(
    ("who", "at", "headline"),
    [
        ("", None, "Nothing was saved: this record was changed by somebody else in the meantime."),
        (
            "Kim Example",
            datetime(2026, 11, 23, 12, tzinfo=UTC),
            "Nothing was saved: this record was changed by Kim Example at 23 Nov 2026, 12:00.",
        ),
    ],
)
def test_the_conflict_says_who_when_and_what(who, at, headline):
    conflict = EditConflict([Difference("family name", "Theirs", "")], seen="x", who=who, at=at)
    with override("en-gb"):
        assert conflict.sentences() == [
            headline,
            "family name: now “Theirs”, you wrote “empty”.",
            "What you typed is still in the form. Save again to keep it, or change it first.",
        ]
