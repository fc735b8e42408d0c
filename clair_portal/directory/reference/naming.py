"""What a local authority is called: its English name, and the keys under which a name alone finds it."""

from clair_portal.directory.reference.files import Row
from clair_portal.search.normalise import key

_ENGLISH = {"city": "City", "special_ward": "Ward", "town": "Town", "village": "Village"}
_LATIN_ENDINGS = {
    "市": {"シ": "shi"},
    "区": {"ク": "ku"},
    "町": {"チョウ": "cho", "マチ": "machi"},
    "村": {"ソン": "son", "ムラ": "mura"},
    "都": {"ト": "to"},
    "府": {"フ": "fu"},
    "県": {"ケン": "ken"},
    "道": {},  # Hokkaido is never called Hokkai
}


def english_name(row: Row) -> str:
    """Hachinohe City, Osaka Prefecture; a special ward is a Ward, so that Ota in Tokyo is not Ota in Gunma."""
    romaji = row["name_romaji"]
    if row.file == "municipalities":
        return f"{romaji} {_ENGLISH[row['kind']]}"
    return {"Hokkaido": "Hokkaido", "Tokyo": "Tokyo Metropolis"}.get(romaji, f"{romaji} Prefecture")


def keys(row: Row, prefecture: Row | None) -> list[str]:
    """Every whole name that may mean this authority, as search keys."""
    kanji, kana, romaji = _forms(row)
    for before, names in ((row.values.get("district_kanji", ""), kanji), (row.values.get("district_kana", ""), kana)):
        names |= {before + name for name in names}
    if prefecture is not None:
        kanji |= {prefecture["name_kanji"] + name for name in kanji}
        kana |= {prefecture["name_kana"] + name for name in kana}
        romaji |= {f"{name}, {prefecture['name_romaji']}" for name in romaji}
    return sorted({key(name) for name in kanji | kana | romaji})


def _forms(row: Row) -> tuple[set[str], set[str], set[str]]:
    """With and without what says of which kind it is."""
    kanji, kana, romaji = row["name_kanji"], row["name_kana"], row["name_romaji"]
    in_kanji, in_kana, in_latin = {kanji}, {kana}, {romaji, english_name(row)}
    for reading, latin in _LATIN_ENDINGS[kanji[-1]].items():
        if kana.endswith(reading):
            in_kanji.add(kanji[:-1])
            in_kana.add(kana.removesuffix(reading))
            in_latin.add(f"{romaji} {latin}")
    return in_kanji, in_kana, in_latin
