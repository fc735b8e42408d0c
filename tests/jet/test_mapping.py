"""Japan as tiles: every prefecture once, figures in words and as a shade, and a table of the same."""

import pytest
from django.template.loader import render_to_string
from lxml import html

from jet import mapping
from tests.factories.directory import PrefectureFactory

NAMES = {"010006": "Hokkaido", "130001": "Tokyo", "470007": "Okinawa"}


def drawn(**facts):
    figures = {"130001": (0.5, "3/6"), "470007": (1.0, "2/2")}
    return mapping.tile_map(figures, names=NAMES, title="Filled posts", column="Filled", **facts)


def page(found):
    return html.fromstring(render_to_string("jet/_tile_map.html", {"map": found}))


def test_the_47_prefectures_have_a_tile_each_and_no_two_the_same():
    assert sorted(mapping.GRID) == [f"{number:02}" for number in range(1, 48)]
    assert len(set(mapping.GRID.values())) == 47
    assert all(0 <= column < 14 and 0 <= row < 12 for column, row in mapping.GRID.values())


def test_neighbours_lie_beside_each_other():
    def side_by_side(one, other):
        (left, top), (right, bottom) = mapping.GRID[one], mapping.GRID[other]
        return abs(left - right) + abs(top - bottom) == 1

    for one, other in [
        ("13", "12"),
        ("13", "11"),
        ("26", "27"),
        ("26", "25"),
        ("43", "46"),
        ("03", "04"),
        ("33", "34"),
    ]:
        assert side_by_side(one, other), (one, other)


def test_the_shade_grows_with_the_figure_and_never_hides_it():
    shades = {tile.name: float(tile.shade) for tile in drawn(most=1).tiles}
    assert shades["Hokkaido"] == 0.0 < shades["Tokyo"] < shades["Okinawa"] == mapping.DEEPEST


def test_without_a_most_the_largest_figure_is_the_deepest():
    found = mapping.tile_map({"130001": (4, "4"), "470007": (8, "8")}, names=NAMES, title="", column="")
    assert {tile.name: tile.shade for tile in found.tiles}["Okinawa"] == "0.45"


def test_nothing_at_all_is_a_pale_map():
    found = mapping.tile_map({}, names=NAMES, title="", column="")
    assert {tile.shade for tile in found.tiles} == {"0.00"}
    assert found.rows == ()


def test_every_figure_stands_in_its_tile_and_in_the_table():
    shown = page(drawn())
    assert [tile.xpath("string()").strip() for tile in shown.xpath(".//svg/g")] == [
        "Hokkaido–",
        "Tokyo3/6",
        "Okinawa2/2",
    ]
    assert [row.xpath("string(th) ") + " " + row.xpath("string(td)") for row in shown.xpath(".//tbody/tr")] == [
        "Tokyo 3/6", "Okinawa 2/2",
    ]  # fmt: skip


def test_it_has_a_name_and_a_description():
    [svg] = page(drawn(key="posts")).xpath(".//svg")
    named, about = svg.get("aria-labelledby"), svg.get("aria-describedby")
    assert svg.xpath(f"string(.//*[@id='{named}'])") == "Filled posts"
    assert "tile" in svg.xpath(f"string(.//*[@id='{about}'])")


def test_tiles_with_a_figure_lead_on_the_others_do_not():
    shown = page(drawn(address=lambda code: f"/somewhere/?prefecture={code}"))
    links = {link.get("aria-label"): link.get("href") for link in shown.xpath(".//svg/a")}
    assert links == {
        "Tokyo: 3/6": "/somewhere/?prefecture=130001", "Okinawa: 2/2": "/somewhere/?prefecture=470007",
    }  # fmt: skip


def test_what_has_no_tile_still_stands_in_the_table():
    found = mapping.tile_map({"900001": (1, "1/1")}, names={}, title="", column="")
    assert found.tiles == ()
    assert [(row.name, row.label) for row in found.rows] == [("900001", "1/1")]


@pytest.mark.django_db
def test_the_names_are_short_and_in_the_reader_s_script():
    PrefectureFactory(number=13, name_kanji="東京都", name_romaji="Tokyo")
    PrefectureFactory(number=1, name_kanji="北海道", name_romaji="Hokkaido")
    assert list(mapping.names("ja").values()) == ["北海道", "東京"]
    assert list(mapping.names("de").values()) == ["Hokkaido", "Tokyo"]
