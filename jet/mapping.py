"""Japan as a grid of 47 tiles, so that figures by prefecture can be seen where they belong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from clair_portal.directory.models import LocalAuthority

# The first two digits of a prefecture's code → column and row.
GRID: dict[str, tuple[int, int]] = {
    "01": (13, 0), "02": (12, 1), "03": (12, 2), "04": (12, 3), "05": (11, 2), "06": (11, 3), "07": (12, 4),
    "08": (13, 5), "09": (12, 5), "10": (11, 5), "11": (11, 6), "12": (13, 6), "13": (12, 6), "14": (11, 7),
    "15": (11, 4), "16": (10, 4), "17": (9, 4), "18": (9, 5), "19": (10, 6), "20": (10, 5), "21": (9, 6),
    "22": (10, 7), "23": (9, 7), "24": (8, 8), "25": (8, 6), "26": (7, 6), "27": (7, 7), "28": (6, 6),
    "29": (8, 7), "30": (7, 8), "31": (5, 6), "32": (4, 6), "33": (5, 7), "34": (4, 7), "35": (3, 7),
    "36": (5, 9), "37": (5, 8), "38": (4, 8), "39": (4, 9), "40": (2, 8), "41": (1, 8), "42": (0, 8),
    "43": (1, 9), "44": (2, 9), "45": (2, 10), "46": (1, 10), "47": (0, 11),
}  # fmt: skip
WIDTH, HEIGHT = 90, 60  # of a tile and the gap behind it, in the units of the drawing
DEEPEST = 0.45  # beyond it, neither dark ink nor light ink could be read on every shade

Figures = Mapping[str, tuple[float, str]]  # code → how deep the shade (of the largest), and the figure in words


@dataclass(frozen=True)
class Tile:
    """One prefecture on the map."""

    name: str
    label: str
    address: str
    shade: str
    left: int
    top: int


@dataclass(frozen=True)
class TileMap:
    """What templates/jet/_tile_map.html draws; `rows` are its table, with whatever has no tile."""

    key: str
    title: str
    note: str
    column: str
    tiles: tuple[Tile, ...]
    rows: tuple[Tile, ...]
    width: int = 14 * WIDTH
    height: int = 12 * HEIGHT


def tile_map(
    figures: Figures, *, names: Mapping[str, str], title: str, column: str, note: str = "",
    most: float | None = None, address: Callable[[str], str] | None = None, key: str = "map",
) -> TileMap:  # fmt: skip
    """A map of these figures. Codes have six digits; a prefecture without a figure gets a pale tile.

    `most` is the value of the deepest shade, the largest there is unless given. `column` heads the figures' column.
    """
    top = most or max((value for value, _label in figures.values()), default=0) or 1
    known = [*names, *(code for code in figures if code not in names)]
    tiles = {code: _tile(code, figures, names, top, address) for code in known}
    drawn = tuple(tile for code, tile in tiles.items() if code[:2] in GRID)
    return TileMap(key, title, note, column, drawn, tuple(tiles[code] for code in known if code in figures))


def _tile(
    code: str, figures: Figures, names: Mapping[str, str], top: float, address: Callable[[str], str] | None
) -> Tile:
    value, label = figures.get(code, (0, "–"))
    left, row = GRID.get(code[:2], (0, 0))
    shade = DEEPEST * min(max(value / top, 0), 1)
    there = address(code) if address and code in figures else ""
    return Tile(names.get(code, code), label, there, f"{shade:.2f}", left * WIDTH, row * HEIGHT)


def names(language: str) -> dict[str, str]:
    """Code → name of every prefecture, from north to south: as short as it is said."""
    found = LocalAuthority.objects.prefectures().by_code().only("code", "name_kanji", "name_romaji")
    return {each.code: _short(each.name_kanji) if language.startswith("ja") else each.name_romaji for each in found}


def _short(kanji: str) -> str:
    """北海道 stays whole, 青森県 becomes 青森."""
    return kanji if kanji.endswith("道") else kanji[:-1]
