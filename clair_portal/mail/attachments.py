"""Builds the files that travel with a mail, at send time, by the apps that know how."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from clair_portal.mail.models import OutgoingMail

MIMETYPE = re.compile(r"[\w.+-]+/[\w.+-]+(?:; ?[\w-]+=[\w.+-]+)*", re.ASCII)


@dataclass(frozen=True)
class Attachment:
    """One file. `mimetype` may carry parameters: "text/calendar; method=REQUEST; charset=utf-8"."""

    name: str
    content: bytes
    mimetype: str

    def __post_init__(self) -> None:
        if not self.name.isprintable() or not MIMETYPE.fullmatch(self.mimetype):
            raise ValueError("An attachment needs a printable name and a plain MIME type.")

    @property
    def is_invitation(self) -> bool:
        return self.mimetype.startswith("text/calendar")


Builder = Callable[[str, str], Attachment]


@cache
def _builder(path: str) -> Builder:
    found: Builder = import_string(path)
    return found


def build(mail: OutgoingMail) -> list[Attachment]:
    """The mail's attachments, in its language; an unknown kind is an error of ours."""
    kinds = settings.PORTAL_MAIL_ATTACHMENTS
    return [_builder(kinds[kind])(reference, mail.language) for kind, reference in mail.attachments]
