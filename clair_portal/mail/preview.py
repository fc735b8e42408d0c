"""Every mail of the portal, rendered from plainly synthetic examples: for the gallery and for the tests."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import override

from clair_portal.mail import rendering
from clair_portal.mail.message import Message
from clair_portal.mail.outbox import as_row
from clair_portal.mail.rendering import Words

Examples = Callable[[], list[Message]]
MOMENT = datetime(2027, 1, 18, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Preview:
    """One mail in one language."""

    message: Message
    words: Words


def examples() -> list[Message]:
    """The example messages of every app named in `settings.PORTAL_MAIL_EXAMPLES`."""
    sources: list[Examples] = [import_string(path) for path in settings.PORTAL_MAIL_EXAMPLES]
    return [message for source in sources for message in source()]


def preview(message: Message, language: str) -> Preview:
    """The message as a person with this language would read it. Nothing is stored or sent."""
    message = replace(message, language=language)
    return Preview(message, rendering.render(as_row(message, MOMENT)))


def gallery(language: str) -> list[Preview]:
    """All examples in one language, the words that an app writes into a message included."""
    with override(language):
        messages = examples()
    return [preview(message, language) for message in messages]
