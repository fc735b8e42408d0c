"""WeasyPrint behind a closed door: it sees our own fonts and pictures and nothing else."""

import logging
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.conf import settings
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from clair_portal.documents import fonts

logger = logging.getLogger(__name__)
SCHEME: Final = "portal"
STATIC = settings.BASE_DIR / "static"
SHELVES = {"font": fonts.FOLDER, "image": STATIC / "img", "style": STATIC / "css"}
TYPES = {".ttf": "font/ttf", ".svg": "image/svg+xml", ".png": "image/png", ".css": "text/css"}


class Refused(ValueError):
    """A document asked for something that is not ours."""


class OwnFilesOnly(URLFetcher):
    """Answers `portal:font/<file>`, `portal:image/<file>`, `portal:style/<file>`: no network, no disk, no redirects."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(SCHEME,), allow_redirects=False)

    def fetch(self, url: str, *_headers: object) -> URLFetcherResponse:
        """The file, or Refused. A missing font stops everything: the text would print as empty boxes."""
        path = _own_file(url)
        if path is not None:
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": TYPES[path.suffix]})
        if url.startswith(f"{SCHEME}:font/"):
            raise FatalURLFetchingError(f"There is no such font: {url}")
        logger.warning("A document asked for %.200s and was refused.", url)
        raise Refused(url)


def _own_file(url: str) -> Path | None:
    """The folder is listed and the name compared, not joined: ".." leads nowhere."""
    scheme, _colon, rest = url.partition(":")
    shelf, _slash, name = rest.partition("/")
    if scheme != SCHEME or shelf not in SHELVES:
        return None
    files = (file for file in SHELVES[shelf].iterdir() if file.suffix in TYPES)
    return next((file for file in files if file.name == name), None)


def pdf(html: str) -> bytes:
    """A tagged PDF (PDF/UA-1) of a page. The same page gives the same bytes."""
    document = HTML(string=html, url_fetcher=OwnFilesOnly(), base_url=None)
    identifier = sha256(html.encode()).hexdigest()[:32].encode()
    made: bytes = document.write_pdf(
        font_config=FontConfiguration(), pdf_variant="pdf/ua-1", pdf_identifier=identifier, pdf_forms=False
    )
    return made
