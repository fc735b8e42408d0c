"""The text of a mail that came as HTML only: lines, and a ">" before what it quotes."""

import re
from html.parser import HTMLParser

BREAKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "ol", "hr", "blockquote"})
SILENT = frozenset({"style", "script", "head", "title"})
SPACE = re.compile(r"[ \t\n\r\f]+")


class _Reader(HTMLParser):
    """Collects lines; inside a quotation each gets its mark."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self._quoted = self._silent = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in BREAKS:
            self._break(again=tag == "br")
        self._quoted += tag == "blockquote"
        self._silent += tag in SILENT

    def handle_endtag(self, tag: str) -> None:
        if tag in BREAKS and tag != "br":
            self._break(again=tag == "p")
        self._quoted = max(self._quoted - (tag == "blockquote"), 0)
        self._silent = max(self._silent - (tag in SILENT), 0)

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        words = SPACE.sub(" ", data)
        mark = "> " if self._quoted and not self.lines[-1] and words.strip() else ""
        self.lines[-1] += mark + (words if self.lines[-1] else words.lstrip())

    def _break(self, *, again: bool) -> None:
        """A new line, unless one was just begun."""
        if again or self.lines[-1].strip():
            self.lines.append("")


def text_of(html: str) -> str:
    """What a reader would have seen."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "\n".join(line.rstrip() for line in reader.lines).strip()
