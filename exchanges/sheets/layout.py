"""What stands where in the workbook of a request. The labels are fixed in both languages: files outlive wordings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django import forms
from django.utils import translation

from exchanges.forms.cases import THEMES, CaseForm, DelegateForm
from exchanges.models import VisitCase

REQUEST, THEME_LIST, PARTY, LISTS = "依頼内容 Request", "テーマ Themes", "団員 Delegation", "選択肢 Lists"
MOST_PEOPLE = 200
LANGUAGES = ("ja", "en-gb")
NUMBER, MARK = "number", "mark"

Options = Mapping[str, list[tuple[str, list[str]]]]  # field → key and its names


class Kind(Enum):
    """What sort of answer a cell takes."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    WHOLE = "whole"
    YES_NO = "yes or no"
    CHOICE = "choice"
    GIVEN = "given"  # by the portal; nobody types it


@dataclass(frozen=True)
class Question:
    """A row of the request or a column of a list: the form's field, its two labels, and how to fill it in."""

    field: str
    ja: str
    en: str
    kind: Kind = Kind.LINE
    hint: str = ""
    width: int = 16
    option: str = ""  # one of several answers to tick

    @property
    def label(self) -> str:
        return f"{self.ja} {self.en}"


_SUPPORT = {
    "appointments": ("面会先の手配", "appointments with hosts"),
    "interpreting": ("通訳の手配", "interpreters"),
    "research": ("事前の情報提供", "information beforehand"),
    "briefing": ("事務所でのブリーフィング", "briefing at the office"),
    "accompanying": ("職員の同行", "an officer who comes along"),
    "desk": ("机・機材の貸出", "a desk or equipment"),
}
_DAY = "例 2027-05-17、2027年5月17日、令和9年5月17日"
_PICK = "一覧から選んでください。Choose from the list."

QUESTIONS = (
    Question(NUMBER, "受付番号", "Number", Kind.GIVEN, "変更しないでください。Please leave this as it is."),
    Question(MARK, "版", "Version", Kind.GIVEN, "変更しないでください。Please leave this as it is."),
    Question("authority", "自治体", "Local authority", Kind.CHOICE, _PICK),
    Question("kind", "訪問の種類", "Kind of visit", Kind.CHOICE, _PICK),
    Question("title", "件名", "Subject in one line", hint="必須 required"),
    Question(
        "purpose", "目的", "Purpose", Kind.TEXT, "何を学び、どう活用しますか。What do you want to learn, and what for?"
    ),
    Question("country", "訪問国", "Country", Kind.CHOICE, _PICK),
    Question("city", "都市", "Town or city"),
    Question("first_on", "開始日", "First day", Kind.DAY, _DAY),
    Question("last_on", "終了日", "Last day", Kind.DAY, _DAY),
    Question("dates_are_fixed", "日程は確定", "The dates are fixed", Kind.YES_NO, _PICK),
    Question("other_dates", "代替日程", "Other possible dates"),
    Question("party_size", "人数", "Number of people", Kind.WHOLE),
    *(
        Question("support", f"支援：{ja}", f"Support: {en}", Kind.YES_NO, _PICK, option=key)
        for key, (ja, en) in _SUPPORT.items()
    ),
    Question("wished_hosts", "希望訪問先", "Bodies you would like to meet", Kind.TEXT),
    Question(
        "background",
        "日本側の状況",
        "How things are in your area",
        Kind.TEXT,
        "意見交換に役立ちます。Hosts like a talk in both directions.",
    ),
    Question("earlier_visits", "過去の訪問", "Earlier visits on this theme", Kind.TEXT),
)
THEME_COLUMNS = (
    Question("theme", "テーマ", "Theme", hint=f"{THEMES}件まで。Up to {THEMES}.", width=40),
    Question("questions", "質問", "Questions", Kind.TEXT, "1行に1問。One a line.", width=80),
)
PEOPLE_COLUMNS = (
    Question("role", "役割", "Role", Kind.CHOICE, _PICK, width=24),
    Question("family", "姓（ローマ字）", "Family name", hint="必須 required", width=18),
    Question("given", "名（ローマ字）", "Given name", width=18),
    Question("family_kanji", "姓（漢字）", "Family name in kanji", width=14),
    Question("given_kanji", "名（漢字）", "Given name in kanji", width=14),
    Question("kana", "フリガナ", "Reading in katakana", width=20),
    Question("title_ja", "職名（日本語）", "Title in Japanese", width=24),
    Question("title_en", "職名（英語）", "Title in English", width=28),
    Question("group", "班", "Sub-group", width=10),
    Question("diet", "食事", "Diet", width=22),
    Question("access_needs", "配慮事項", "Access needs", width=22),
)


def options(request: CaseForm) -> Options:
    """The answers of every field to choose in, each by its key and its names in both languages."""
    return {
        "authority": _named(request, "authority"),
        "kind": _named(request, "kind"),
        "country": _named(request, "country"),
        "role": _named(DelegateForm(), "role"),
    }


def offered(names: Iterable[str]) -> str:
    """The answer as the list of the cell offers it: in both languages, once where they are the same."""
    return " / ".join(dict.fromkeys(names))


def support_options() -> frozenset[str]:
    """What can be ticked in the workbook; a test compares it with what the form offers."""
    return frozenset(VisitCase.Support.values) & frozenset(_SUPPORT)


def _named(form: forms.BaseForm, field: str) -> list[tuple[str, list[str]]]:
    spoken = [_choices(form, field, language) for language in LANGUAGES]
    return [(key, [names[key] for names in spoken]) for key in spoken[0] if key]


def _choices(form: forms.BaseForm, field: str, language: str) -> dict[str, str]:
    with translation.override(language):
        found: Any = form.fields[field]
        return {str(key): str(name) for key, name in found.choices}
