"""The yardsticks of P7 as Celery tasks, without an outbox: one task per mail, and chunks over one connection."""

from celery import shared_task
from django.core.mail import EmailMultiAlternatives, get_connection

from clair_portal.mail import examples, preview

CHUNK = 100


def _mails(first: int, count: int) -> list[EmailMultiAlternatives]:
    """The example mail's words, already rendered; only address and name differ."""
    [message] = examples.messages()
    words = preview.preview(message, "en-gb").words
    found = []
    for number in range(first, first + count):
        mail = EmailMultiAlternatives(words.subject, words.text, to=[f"robin{number}@example.org"])
        mail.attach_alternative(words.html, "text/html")
        found.append(mail)
    return found


@shared_task(name="clair_portal.mail.bench.one")
def one(number: int) -> None:
    """What a portal does that calls `send_mail` in a task: a connection for each mail."""
    _mails(number, 1)[0].send()


@shared_task(name="clair_portal.mail.bench.chunk")
def chunk(first: int) -> None:
    """The limit on this stack: nothing but MIME and SMTP."""
    get_connection().send_messages(_mails(first, CHUNK))
