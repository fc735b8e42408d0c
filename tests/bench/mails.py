"""P7: personal mails from the outbox to a relay, while somebody reads the public pages."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

from tests.bench import load
from tests.bench.course import FOUND, PAUSE, WARM, Course
from tests.bench.ground import Web
from tests.bench.result import Bound, Result
from tests.bench.rounds import percentile

PLACES = 120
MAILS_A_SECOND = 1200
RESPONSIVE_MS = 1000  # what a reader still takes for an answer at once


def measure(course: Course) -> list[Result]:
    site = course.portal("p7")
    event = site.inside("tests.bench.inside.stage.publish", places=PLACES)
    web = course.ground.serve(site)
    page = load.get(event["page"])
    load.fire(web.port, [page] * WARM, connections=2)
    scale, done = course.scale, Event()
    with ThreadPoolExecutor(1) as pool:
        reader = pool.submit(_read, web, page, done)
        try:
            lines = site.inside("tests.bench.mail_p7.run", mails=scale.mails, rounds=scale.mail_rounds)
        finally:
            done.set()
    course.ground.close(web)
    return [_told(line, reader.result(), is_first=number == 0) for number, line in enumerate(lines)]


def _read(web: Web, page: bytes, done: Event) -> list[load.Answer]:
    """One reader, a page every now and then, as long as the mails go out."""
    answers = load.fire(web.port, [page], connections=1).answers
    while not done.wait(PAUSE):
        answers += load.fire(web.port, [page], connections=1).answers
    return answers


def _told(line: dict[str, Any], answers: list[load.Answer], *, is_first: bool) -> Result:
    """The rate is held against the target once; the second line tells how far it is from one task per mail."""
    web_p95 = 1000 * percentile((answer.seconds for answer in answers), 0.95)
    bounds = [Bound("ratio", line["ratio"], at_least=1.0)]
    if is_first:
        bounds = [
            Bound("mails_per_s", line["figure"], at_least=MAILS_A_SECOND),
            Bound("web_p95_ms", web_p95, at_most=RESPONSIVE_MS),
        ]
    wrong = sum(answer.status != FOUND for answer in answers)
    return Result(
        "P7", line["what"], line["unit"], line["figure"], line["yardstick"], line["ratio"], tuple(bounds),
        {"swing": [line["figure"], *line["range"]], "pages_meanwhile": len(answers), "web_p95_ms": web_p95},
        trouble=f"{wrong} pages failed while the mails went out" if wrong else "",
    )  # fmt: skip
