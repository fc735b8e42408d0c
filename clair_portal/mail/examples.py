"""The pattern for an app's mail examples: a list of messages about synthetic people."""

from clair_portal.mail.message import Message


def messages() -> list[Message]:
    """One example per template of this package."""
    facts = [
        {
            "label": "When",
            "value": "Tuesday, 16 February 2027, 18:00 – 21:00",
            "note": "17 February, 02:00 – 05:00 in Japan",
        },
        {"label": "Where", "value": "Example Hall, Immermannstraße 1, Düsseldorf"},
        {"label": "For", "value": "Robin Example"},
    ]
    context = {
        "name": "Robin Example",
        "event": {"title": "Career networking", "place": "Düsseldorf"},
        "facts": facts,
        "action_url": "https://portal.example.org/my/events/",
        "action_label": "See my events",
    }
    return [Message("mail/example", "robin@example.org", "en-gb", "example", context)]
