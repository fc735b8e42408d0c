"""The usual words of a letter of thanks: each language has a form of its own, so these are texts, not translations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import get_text_list
from django.utils.translation import override

from clair_portal.pages import times

ENGLISH = """{salutation}

Thank you very much for receiving the delegation of {authority}{led_by} on {days}.

The delegation was most grateful for your time and for the open exchange of views on {topics}. What it learned from \
{speakers} will find its way into the work of {authority}.

We shall keep you informed of what comes of this visit. If you have a question about local government in Japan, \
please do not hesitate to ask us at any time.

Yours sincerely,"""

GERMAN = """{salutation}

haben Sie herzlichen Dank dafür, dass Sie am {days} die Delegation von {authority}{led_by} empfangen haben.

Die Delegation ist Ihnen für Ihre Zeit und für den offenen Austausch über {topics} sehr dankbar. Was sie von \
{speakers} erfahren hat, wird in die Arbeit von {authority} eingehen.

Wir halten Sie darüber auf dem Laufenden, was aus diesem Besuch entsteht. Wenn Sie Fragen zur kommunalen \
Selbstverwaltung in Japan haben, wenden Sie sich jederzeit gerne an uns.

Mit freundlichen Grüßen"""

JAPANESE = """拝啓　時下ますますご清栄のこととお慶び申し上げます。

　さて、{days}には、ご多用のところ、{authority}訪問団{led_by}を温かくお迎えくださり、誠にありがとうございました。

　{topics}に関し、{speakers}から頂戴したお話は、訪問団にとりまして大変有意義なものとなりました。\
伺いました内容は、今後の取組に活かしてまいりたいとのことでございます。

　今回の訪問の成果につきましては、改めてご報告申し上げます。今後とも変わらぬご厚情を賜りますよう、\
よろしくお願い申し上げます。

　略儀ながら、書中をもちまして御礼申し上げます。

敬具"""


@dataclass(frozen=True)
class Occasion:
    """What a letter thanks for. Empty words are left out of the sentence."""

    authority: str
    contact: str
    title: str  # of the head of the party
    topics: Sequence[str]
    days: Sequence[date]
    speakers: Sequence[str] = ()


def letter(occasion: Occasion, language: str) -> str:
    """A good first text in English, German or Japanese."""
    with override(language):
        return {"de": _german, "ja": _japanese}.get(language[:2], _english)(occasion)


def _english(one: Occasion) -> str:
    return ENGLISH.format(
        salutation=f"Dear {one.contact}," if one.contact else "Dear Sir or Madam,",
        authority=one.authority,
        led_by=f", led by its {one.title}," if one.title else "",
        days=get_text_list(_days(one), "and"),
        topics=get_text_list([f"“{topic}”" for topic in one.topics], "and"),
        speakers=get_text_list(list(one.speakers), "and") if one.speakers else "you",
    )


def _german(one: Occasion) -> str:
    return GERMAN.format(
        salutation=f"Guten Tag {one.contact}," if one.contact else "Sehr geehrte Damen und Herren,",
        authority=one.authority,
        led_by=f" (Leitung: {one.title})" if one.title else "",
        days=get_text_list(_days(one), "und"),
        topics=get_text_list([f"„{topic}“" for topic in one.topics], "und"),
        speakers=get_text_list(list(one.speakers), "und") if one.speakers else "Ihnen",
    )


def _japanese(one: Occasion) -> str:
    return JAPANESE.format(
        authority=one.authority,
        led_by=f"（団長　{one.title}）" if one.title else "",
        days="、".join(_days(one)),
        topics="".join(f"「{topic}」" for topic in one.topics),
        speakers="、".join(f"{speaker}様" for speaker in one.speakers) or "皆様",
    )


def _days(one: Occasion) -> list[str]:
    return [times.day(day) for day in dict.fromkeys(one.days)]
