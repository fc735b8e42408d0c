"""A conflict in words."""

from exchanges.planner import reasons
from exchanges.planner.outcome import Conflict, Remedy, Rule, WayOut

NAMES = {"a": "City Hall", "b": "Ministry", "A": "Group A"}


def test_why_and_what_to_do() -> None:
    conflict = Conflict(
        meetings=("a", "b"),
        pins=("a",),
        rules=(Rule.TRAVEL,),
        remedies=(Remedy(WayOut.SPLIT_PARTY, "A"), Remedy(WayOut.MEET_ONLINE, "b"), Remedy(WayOut.SKIP_LUNCH)),
    )
    assert reasons.why(conflict, NAMES) == [
        "These meetings cannot all be held: City Hall and Ministry.",
        "There is not enough time for the way between the places.",
    ]
    assert reasons.ways_out(conflict, NAMES) == [
        "Split the group: Group A.",
        "Meet online: Ministry.",
        "Go without a lunch break on that day.",
    ]


def test_one_meeting_alone() -> None:
    conflict = Conflict(meetings=("a",), pins=(), rules=(Rule.INTERPRETERS,))
    assert reasons.why(conflict, NAMES)[0] == "There is no possible time for City Hall."


def test_every_rule_and_way_out_has_words() -> None:
    assert set(reasons.RULES) == set(Rule)
    assert set(reasons.WAYS_OUT) == set(WayOut)
