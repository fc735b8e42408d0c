"""The bars of a series: none beyond its frame, none for a year without a figure, no figure over another."""

from itertools import pairwise

from jet.statistics.drawing import APART, HEIGHT, TOP, columns

YEARS = [(1987 + number, 848 + 130 * number) for number in range(39)]


def test_the_highest_bar_leaves_room_for_its_figure():
    found = columns([(2024, 5861), (2025, 2930)], chosen=2025)

    assert [(one.top, one.height) for one in found] == [(TOP, HEIGHT - TOP), (HEIGHT - 65, 65)]


def test_a_year_without_a_figure_has_no_bar_and_is_not_zero():
    found = columns([(2019, 5761), (2020, None), (2021, None)], chosen=2020)

    assert [(one.value, one.height) for one in found[1:]] == [(None, 0), (None, 0)]
    assert not any(one.shows_figure for one in found[1:])


def test_the_bars_stand_side_by_side():
    found = columns(YEARS, chosen=2025)
    spans = [(float(one.left[:-1]), float(one.left[:-1]) + float(one.width[:-1])) for one in found]

    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert spans[0][0] >= 0
    assert spans[-1][1] <= 100


def test_figures_that_are_written_keep_their_distance():
    for chosen in range(1987, 2026):
        written = [one.year for one in columns(YEARS, chosen=chosen) if one.shows_figure]
        assert chosen in written
        assert all(later - earlier >= APART for earlier, later in pairwise(written))


def test_the_chosen_year_is_the_strong_one():
    assert [one.year for one in columns(YEARS, chosen=2002) if one.strength == "1"] == [2002]


def test_nothing_is_written_beyond_the_edges():
    found = columns(YEARS, chosen=2025)

    assert (found[0].anchor, found[20].anchor, found[-1].anchor) == ("start", "middle", "end")


def test_no_series_no_bars():
    assert columns([], chosen=2025) == []
