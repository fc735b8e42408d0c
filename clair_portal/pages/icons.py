"""The portal's own small drawings: strokes on a grid of 24, in the colour of the text around them."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

_STROKES = {
    "arrow": "M5 12h14M13 6l6 6-6 6",
    "calendar": "M4 6.5h16v13.5H4zM4 11h16M8.5 3.5v5M15.5 3.5v5",
    "check": "M4.5 12.5l5 5 10-11",
    "clock": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3.5 2",
    "close": "M6 6l12 12M18 6L6 18",
    "download": "M12 4v11M7 10.5l5 5 5-5M4.5 20h15",
    "external": "M13.5 4.5h6v6M19.5 4.5l-9 9M16.5 14v5.5h-12v-12H10",
    "globe": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17",
    "info": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 11v5.5M12 7.2v.3",
    "mail": "M3.5 6h17v12.5h-17zM3.5 7l8.5 6.5L20.5 7",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "people": "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20c.5-8 12.5-8 13 0M16 4.4c3 1 3 5.3 0 6.3M18 15q3 1 3 5",
    "person": "M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 20.5c.5-9 14.5-9 15 0",
    "place": "M12 21c-9-9.5-7-17.5 0-17.5s9 8 0 17.5M12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5l5 5",
    "ticket": "M3.5 7h17v3.5a1.5 1.5 0 0 0 0 3V17h-17v-3.5a1.5 1.5 0 0 0 0-3zM14.5 7v10",
    "warning": "M12 4L2.5 20h19zM12 10v4.5M12 17v.3",
}

_FRAME = '<svg class="icon" width="24" height="24" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>'
_DRAWN = {name: format_html(_FRAME, path) for name, path in _STROKES.items()}

NAMES = tuple(_DRAWN)


def icon(name: str) -> SafeString:
    """The drawing called `name`; it says nothing to screen readers, the words beside it do."""
    return _DRAWN[name]
