"""A document sees our own fonts, styles and pictures; nothing else of the disk, nothing of the network."""

import http.server
import logging
import threading
from io import BytesIO

import pypdf
import pytest
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from clair_portal.documents import engine

CANARY = "canary-4711-that-must-not-be-printed"
DOCUMENTS = {
    "link attachment": '<link rel="attachment" href="{url}" title="x">',
    "anchor attachment": '<a rel="attachment" href="{url}">x</a>',
    "object": '<object data="{url}" type="text/plain"></object>',
    "embed": '<embed src="{url}">',
    "image": '<img src="{url}">',
    "style import": '<style>@import url("{url}");</style>',
    "style link": '<link rel="stylesheet" href="{url}">',
    "font": '<style>@font-face {{ font-family: x; src: url("{url}"); }} p {{ font-family: x; }}</style><p>x</p>',
    "background": '<p style="background: url({url})">x</p>',
    "list": '<ul style="list-style-image: url({url})"><li>x</ul>',
    "content": '<style>p::before {{ content: url("{url}"); }}</style><p>x</p>',
    "svg image": '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}" width="9" height="9"/></svg>',
    "svg use": '<svg xmlns="http://www.w3.org/2000/svg"><use href="{url}#a"/></svg>',
    "svg style": '<svg xmlns="http://www.w3.org/2000/svg"><style>@import url("{url}");</style></svg>',
    "base": '<base href="{url}"><img src="x.png">',
}


def contents(pdf: bytes) -> bytes:
    """Every stream of a PDF, unpacked."""
    reader = pypdf.PdfReader(BytesIO(pdf))
    numbers = {number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)
    objects = [reader.get_object(number) for number in sorted(numbers) if number]
    return pdf + b"".join(stream.get_data() for stream in objects if hasattr(stream, "get_data"))


@pytest.fixture
def canary(tmp_path):
    path = tmp_path / "canary.txt"
    path.write_text(CANARY)
    return path.as_uri()


@pytest.fixture
def listener():
    """A server that writes down who asks."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(CANARY.encode())

        def log_message(self, *args):
            """Nothing: the list says it all."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/a", asked
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("markup", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_file_of_the_disk_is_not_printed(markup, canary):
    assert CANARY.encode() not in contents(engine.pdf(markup.format(url=canary)))


@pytest.mark.parametrize("kind", ["link attachment", "anchor attachment"])
def test_with_the_library_s_own_fetcher_it_would_be(kind, canary):
    """The control: the canary can be found when the protection is missing."""
    markup = DOCUMENTS[kind].format(url=canary)
    assert CANARY.encode() in contents(HTML(string=markup, url_fetcher=URLFetcher()).write_pdf())


@pytest.mark.parametrize("markup", DOCUMENTS.values(), ids=DOCUMENTS)
def test_nobody_is_called(markup, listener):
    address, asked = listener
    engine.pdf(markup.format(url=address))
    assert asked == []


@pytest.mark.parametrize("kind", ["image", "style link", "style import", "link attachment"])
def test_with_the_library_s_own_fetcher_somebody_would_be(kind, listener):
    address, asked = listener
    HTML(string=DOCUMENTS[kind].format(url=address), url_fetcher=URLFetcher()).write_pdf()
    assert asked == ["/a"]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "http://127.0.0.1/",
        "https://example.org/",
        "ftp://example.org/",
        "data:text/css,p{}",
        "portal:image/../settings.py",
        "portal:style/../fonts/OFL-NotoSans.txt",
        "portal:style/..%2ffonts%2fOFL-NotoSans.txt",
        "portal:secret/key",
        "portal:",
        "portal:style/",
        "PORTAL:style/document.css",
        "",
    ],
)
def test_an_address_that_is_not_ours_is_refused(url):
    with pytest.raises(engine.Refused):
        engine.OwnFilesOnly().fetch(url)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("portal:font/NotoSansJP-Regular.ttf", "font/ttf"),
        ("portal:font/NotoSansJP-Bold.ttf", "font/ttf"),
        ("portal:style/document.css", "text/css"),
    ],
)
def test_our_own_files_are_answered(url, kind):
    answer = engine.OwnFilesOnly().fetch(url)
    assert (answer.content_type, len(answer.read()) > 1000) == (kind, True)


def test_a_missing_font_stops_the_document():
    markup = '<style>@font-face { font-family: x; src: url("portal:font/Gone.ttf"); } p { font-family: x }</style><p>x'
    with pytest.raises(FatalURLFetchingError, match=r"Gone\.ttf"):
        engine.pdf(markup)


def test_a_refusal_is_written_down(caplog):
    with caplog.at_level(logging.WARNING, "clair_portal.documents.engine"):
        engine.pdf('<img src="http://127.0.0.1:9/x">')
    assert [record.getMessage() for record in caplog.records if record.name == "clair_portal.documents.engine"] == [
        "A document asked for http://127.0.0.1:9/x and was refused."
    ]
