"""A record's story: its moves, its mails and whatever else an app adds, newest first, to be read and never written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

LONGEST = 50


@dataclass(frozen=True)
class StoryLine:
    """Something that happened to a record."""

    at: datetime
    text: str | Promise
    who: str = ""
    note: str = ""
    url: str = ""
    tone: str = ""


StorySource = Callable[[Any, Any], Iterable[StoryLine]]


class TellsItsStory(ModelAdmin):
    """Shows the story beside the record; `story_sources` are functions (obj, user) → lines."""

    story_sources: ClassVar[tuple[StorySource, ...]] = ()

    def story(self, obj: Any, user: Any) -> list[StoryLine]:
        """The newest lines of every source; of two at one moment the later source's stands first."""
        sources = (moves_of, *self.story_sources)
        lines = [line for source in sources for line in source(obj, user)]
        return sorted(lines, key=lambda line: line.at, reverse=True)[:LONGEST]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        obj = context.get("original")
        if obj is not None:
            context["story"] = self.story(obj, request.user)
        return super().render_change_form(request, context, *args, **kwargs)


def moves_of(obj: Any, _user: Any) -> list[StoryLine]:
    """The record's own transitions, when it has states."""
    if not hasattr(obj, "transitions"):
        return []
    words = dict(obj._meta.get_field("state").flatchoices)
    rows = obj.transitions.select_related("by__person").order_by("-at", "-pk")[:LONGEST]
    return [_move(row, words) for row in rows]


def who_is(user: Any) -> str:
    """What the office calls this user; the portal itself when nobody asked."""
    if user is None:
        return _("the portal")
    return str(user.person or user.email)


def _move(row: Any, words: dict[str, Any]) -> StoryLine:
    before, after = words.get(row.from_state, row.from_state), words.get(row.to_state, row.to_state)
    text = f"{before} → {after}" if row.from_state else str(after)
    return StoryLine(at=row.at, text=text, who=who_is(row.by), note=row.reason)
