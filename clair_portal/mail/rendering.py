"""Turns a row into words: subject, plain text and HTML, wholly in the recipient's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.template import Context, Template, engines
from django.template.loader_tags import BlockNode, ExtendsNode
from django.utils.translation import override

from clair_portal.mail.models import OutgoingMail
from clair_portal.mail.topics import Topic, can_be_stopped

SIGNATURE = "-- "  # mail programs know by its space where the footer begins


@dataclass(frozen=True)
class Words:
    """What the recipient reads."""

    subject: str
    text: str
    html: str


def render(mail: OutgoingMail) -> Words:
    """Render the three templates of a mail. Nothing but the mail's own language is active meanwhile."""
    with override(mail.language):
        facts = {**_frame(mail.language, mail.topic, settings.PORTAL_URL), "recipient": mail.to, **mail.context}
        facts["facts"] = [{"note": "", **fact} for fact in facts.get("facts", ())]
        return Words(
            subject=_one_line(_fill(mail.template, "subject.txt", facts)),
            text=_tidy(_fill(mail.template, "txt", facts)),
            html=_fill(mail.template, "html", facts, escape=True).lstrip(),
        )


@cache
def _frame(language: str, topic: str, portal_url: str) -> dict[str, Any]:
    """What templates/mail/base.* need besides the mail's own context; called in the mail's language."""
    return {
        "portal_url": portal_url.rstrip("/"),
        "language": language,
        "topic": topic,
        "topic_name": str(Topic(topic).label),
        "is_service": not can_be_stopped(topic),
    }


def _fill(template: str, ending: str, facts: Mapping[str, Any], *, escape: bool = False) -> str:
    """Only HTML is escaped: in plain text and in the subject an apostrophe is an apostrophe."""
    return _template(template, ending).render(Context(dict(facts), autoescape=escape))


def _template(template: str, ending: str) -> Template:
    app, name = template.split("/")
    return _loaded(f"{app}/emails/{name}.{ending}")


def _load(path: str) -> Template:
    return _flattened(_found(path))


def _found(path: str) -> Template:
    return engines["django"].get_template(path).template  # type: ignore[attr-defined, no-any-return]


_loaded = _load if settings.DEBUG else cache(_load)


def _flattened(template: Template) -> Template:
    """The frame with the template's blocks put in for good: Django would look for all blocks anew for each mail.

    That took a quarter of the rendering. A template that asks for `block.super` keeps the slow way.
    """
    extends: Any = next((node for node in template.nodelist if isinstance(node, ExtendsNode)), None)
    if extends is None or "block.super" in template.source:
        return template
    parent = _found(extends.parent_name.resolve(Context()))
    frame = Template(parent.source, parent.origin, parent.name, parent.engine)
    blocks: Any = frame.nodelist.get_nodes_by_type(BlockNode)
    for block in blocks:
        if block.name in extends.blocks:
            block.nodelist = extends.blocks[block.name].nodelist
    return frame


def _one_line(text: str) -> str:
    """Line breaks in a subject are where header injection begins."""
    return " ".join(text.split())


def _tidy(text: str) -> str:
    """Template tags leave blank lines behind: never more than one in a row, none at the ends."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        bare = line if line == SIGNATURE else line.rstrip()
        if bare or lines[-1]:
            lines.append(bare)
    return "\n".join(lines) + "\n"
