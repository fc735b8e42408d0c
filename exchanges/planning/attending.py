"""Who comes to an item: the members of the party or of its sub-group, by precedence, as rows for printed lists."""

from collections.abc import Iterable
from dataclasses import dataclass

from clair_portal.directory.languages import in_language
from exchanges.models import Delegate, ItineraryItem, Theme


@dataclass(frozen=True)
class Attendee:
    """A member as printed: the reader's own language first, the other one below."""

    post: str
    other_post: str
    name: str
    other_name: str
    kana: str
    group: str


def at(item: ItineraryItem, members: Iterable[Delegate]) -> list[Delegate]:
    """Everybody, or the sub-group; `members` stand in order of precedence already."""
    return [member for member in members if not item.group or member.group == item.group]


def rows(members: Iterable[Delegate], language: str) -> list[Attendee]:
    return [_row(member, language) for member in members]


def _row(member: Delegate, language: str) -> Attendee:
    kanji, latin = f"{member.family_kanji} {member.given_kanji}".strip(), str(member)
    own, other = (kanji or latin, latin) if language == "ja" else (latin, kanji)
    post, other_post = in_language(member, "title", language), member.title_en if language == "ja" else member.title_ja
    return Attendee(
        post=post, other_post="" if other_post == post else other_post, name=own,
        other_name="" if other == own else other, kana=member.kana, group=member.group,
    )  # fmt: skip


def questions(themes: Iterable[Theme], language: str) -> list[tuple[str, list[str]]]:
    """Theme → its questions, one a line; as the office has translated them, else in the authority's own words."""
    told = [theme.told_in(language) for theme in themes]
    return [(one.title, [line.strip() for line in one.questions.splitlines() if line.strip()]) for one in told]
