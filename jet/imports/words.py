"""Countries, languages and their levels, in whichever words they are written."""

import re
from functools import cache

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from clair_portal.spreadsheets.grid import Cell
from clair_portal.spreadsheets.values import folded, plain
from jet.models import LanguageSkill

# As offices write them, beyond the names of the standard.
ALSO = {
    "GB": ("UK", "United Kingdom", "Great Britain", "英国", "イギリス", "England", "Scotland", "Wales", "連合王国"),
    "US": ("USA", "United States", "U.S.A.", "America", "米国", "アメリカ", "アメリカ合衆国"),
    "AU": ("豪州", "オーストラリア連邦"),
    "NZ": ("ＮＺ", "NZL"),
    "KR": ("Korea", "South Korea", "韓国", "大韓民国"),
    "CN": ("China", "中国", "中華人民共和国"),
    "TW": ("Taiwan", "台湾"),
    "RU": ("Russia", "ロシア"),
    "VN": ("Vietnam", "Viet Nam", "ベトナム"),
    "IE": ("Ireland", "アイルランド共和国"),
    "DE": ("独", "ドイツ連邦共和国"),
    "ZA": ("南アフリカ共和国", "南ア"),
}
LANGUAGES = {
    "ja": ("Japanese", "日本語"), "en": ("English", "英語"), "de": ("German", "ドイツ語", "独語"),
    "fr": ("French", "フランス語", "仏語"), "es": ("Spanish", "スペイン語"), "pt": ("Portuguese", "ポルトガル語"),
    "it": ("Italian", "イタリア語"), "zh": ("Chinese", "中国語"), "ko": ("Korean", "韓国語", "朝鮮語"),
    "ru": ("Russian", "ロシア語"), "vi": ("Vietnamese", "ベトナム語"), "nl": ("Dutch", "オランダ語"),
    "th": ("Thai", "タイ語"), "id": ("Indonesian", "インドネシア語"), "tl": ("Tagalog", "タガログ語"),
    "mn": ("Mongolian", "モンゴル語"), "pl": ("Polish", "ポーランド語"), "fi": ("Finnish", "フィンランド語"),
}  # fmt: skip
NATIVE = frozenset({"native", "母語", "母国語", "ネイティブ", "firstlanguage"})
BETWEEN = re.compile(r"[;,、\n/]+")
ONE = re.compile(r"(.+?)[\s:(]+([^\s:()]+)\)?")
JAPANESE = re.compile("N[1-5]")
EUROPEAN = re.compile("[ABC][12]")


def country(cell: Cell) -> str:
    """The two letters of the standard."""
    found = _countries().get(folded(plain(cell)))
    if found is None:
        raise ValidationError(_("No country has this name. Write its two letters, such as GB, or its usual name."))
    return found


@cache
def _countries() -> dict[str, str]:
    known = {folded(name): code for code, names in ALSO.items() for name in names}
    for code in dict(countries):
        known[folded(code)] = known[folded(countries.alpha3(code))] = code
    for language in ("en-gb", "ja"):
        with translation.override(language):
            known |= {folded(str(name)): code for code, name in countries}
    return known


def languages(cell: Cell) -> str:
    """Such as “de B2; ja N3”: each language once, in the order of their letters."""
    found = dict(_language(one.strip()) for one in BETWEEN.split(plain(cell)) if one.strip())
    return "; ".join(f"{code} {level}" for code, level in sorted(found.items()))


def _language(written: str) -> tuple[str, str]:
    parts = ONE.fullmatch(written)
    code = _codes().get(folded(parts[1])) if parts else None
    if parts is None or code is None:
        raise ValidationError(
            _("“%(written)s” is no language with its level. Write them like this: ja N3; fr B2."),
            params={"written": written},
        )
    return code, _level(code, parts[2])


def _level(code: str, written: str) -> str:
    if folded(written) in NATIVE:
        return str(LanguageSkill.Level.NATIVE)
    if not (JAPANESE if code == "ja" else EUROPEAN).fullmatch(written.upper()):
        raise ValidationError(_("Japanese is given from N5 to N1, other languages from A1 to C2."))
    return written.upper()


@cache
def _codes() -> dict[str, str]:
    return {folded(word): code for code, words in LANGUAGES.items() for word in (code, *words)}
