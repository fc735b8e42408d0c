"""The mail sink keeps every mail and lets none out."""

import smtplib
import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from portal_server import mail_sink, ports
from portal_server.mail_sink import Keeper
from portal_server.waiting import until

SCRIPT = Path(mail_sink.__file__).parents[1]


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[int]:
    port = ports.any_free()
    words = ["-m", "portal_server.mail_sink", "--port", str(port), "--folder", str(tmp_path)]
    process = subprocess.Popen([sys.executable, *words], cwd=SCRIPT)
    assert until(lambda: not ports.is_free(port), limit=30)
    yield port
    process.terminate()
    assert process.wait(10) == 0


def mail(subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "portal@example.org", "robin@example.org", subject
    message.set_content("福祉")
    return message


def test_each_mail_becomes_a_file_with_its_envelope(sink: int, tmp_path: Path) -> None:
    with smtplib.SMTP(ports.LOOPBACK, sink, timeout=10) as server:
        server.send_message(mail("one"), to_addrs=["robin@example.org", "copy@example.org"])
        server.send_message(mail("two"))
    kept = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(tmp_path.glob("*.eml"))]
    assert [(one["Subject"], one.get_all("X-Envelope-To")) for one in kept] == [
        ("one", ["robin@example.org", "copy@example.org"]),
        ("two", ["robin@example.org"]),
    ]
    assert kept[0].get_content() == "福祉\r\n"


def test_a_folder_that_takes_nothing_refuses_the_mail_for_now(tmp_path: Path) -> None:
    """452 makes the sender try again; 250 would lose the mail."""

    class Envelope:
        content = b"x"
        rcpt_tos = ("robin@example.org",)

    step = Keeper(tmp_path / "absent").handle_DATA(None, None, Envelope())
    with pytest.raises(StopIteration) as answer:
        step.send(None)
    assert answer.value.value == "452 No such file or directory"
