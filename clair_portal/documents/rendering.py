"""Makes a PDF from a template, in a language."""

import re
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from clair_portal.documents.press import press

NOT_IN_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def as_html(template: str, context: Mapping[str, Any], *, language: str) -> str:
    """The page that is printed; control characters, which no printed page holds, are left out."""
    with translation.override(language):
        html = render_to_string(template, {**context, "language": language})
    return NOT_IN_HTML.sub("", html.replace("\r\n", "\n").replace("\r", "\n"))


def render(template: str, context: Mapping[str, Any], *, language: str) -> bytes:
    """The PDF of a template, made within limits. Raises TooLong, TooBig, or DocumentsUnavailable without Pango."""
    return press.pdf(as_html(template, context, language=language))
