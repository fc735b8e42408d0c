"""Linked people: which places count as near, and which links an allocation honours."""

from collections.abc import Sequence

from jet.allocation.problem import NOBODY, Link, Near, Otherwise, Place, Problem

Travel = dict[tuple[str, str], int]


def travel(problem: Problem) -> Travel:
    """Minutes between authorities, in both directions."""
    there = {(one, other): minutes for one, other, minutes in problem.travel}
    return {(other, one): minutes for (one, other), minutes in there.items()} | there


def near(link: Link, one: Place, other: Place, minutes: Travel) -> bool:
    """Whether two places are as near as the pair asked."""
    if one.authority == other.authority:
        return True
    if link.near == Near.PREFECTURE:
        return one.prefecture == other.prefecture
    return link.near == Near.MINUTES and minutes.get((one.authority, other.authority), link.minutes + 1) <= link.minutes


def together(problem: Problem, link: Link, places: Sequence[int], at: dict[str, int], minutes: Travel) -> bool:
    """Both near each other, or both without a place."""
    one, other = places[at[link.first]], places[at[link.second]]
    if NOBODY in (one, other):
        return one == other
    return near(link, problem.places[one], problem.places[other], minutes)


def parted(problem: Problem, places: Sequence[int]) -> list[Link]:
    """The links that an allocation does not honour."""
    at = {each.key: index for index, each in enumerate(problem.participants)}
    minutes = travel(problem)
    return [link for link in problem.links if not together(problem, link, places, at, minutes)]


def apart(problem: Problem, places: Sequence[int]) -> int:
    """Links not honoured whose pair would have agreed to be split."""
    return sum(link.otherwise == Otherwise.SPLIT for link in parted(problem, places))
