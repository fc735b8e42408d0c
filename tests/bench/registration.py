"""P2: everybody registers for one hot event at once, each as another signed-in person, against the bare write."""

from typing import Any
from urllib.parse import urlencode

from tests.bench import load
from tests.bench.course import FOUND, OTHERS, SEE_OTHER, WARM, Course, Yardstick
from tests.bench.ground import Site, processes
from tests.bench.result import Bound, Result
from tests.bench.rounds import Pairs, Target, alternate
from tests.bench.telling import extra

CONNECTIONS = (8, 32)
COUNTED = 3  # two to count statements, one to walk the whole way
LIVE = "SELECT count(*) FROM events_registration WHERE event_id = %s AND state = 'confirmed'"
QUOTA = "SELECT taken, size FROM events_quota WHERE id = %s"
TOKEN = 'name="csrfmiddlewaretoken"'


def measure(course: Course) -> list[Result]:
    site = course.portal("p2")
    needed = COUNTED + WARM + len(CONNECTIONS) * course.scale.rounds * course.scale.writes
    event = site.inside("tests.bench.inside.stage.publish", places=needed + 1, others=OTHERS)
    people = site.inside("tests.bench.inside.crowd.gather", count=needed)
    site.vacuum()
    forms = iter([(person, body(person, event)) for person in people])
    warm, real = ({"cookie": person["cookie"], "body": form} for person, form in (next(forms), next(forms)))
    counted = site.inside("tests.bench.inside.counting.post", path=event["form"], warm=warm, real=real)
    if counted["status"] != SEE_OTHER:
        return [Result("P2", _what(number), trouble=f"the form answers {counted['status']}") for number in CONNECTIONS]
    requests = iter([request(person, event) for person, _form in forms])
    return _under_load(course, site, event, requests, counted["sql"])


def body(person: dict[str, Any], event: dict[str, Any]) -> str:
    """The form as this person's browser sends it."""
    fields = {"csrfmiddlewaretoken": person["token"], "ticket_type": event["ticket_type"], "note": "no nuts, please"}
    return urlencode(fields)


def request(person: dict[str, Any], event: dict[str, Any]) -> bytes:
    return load.post(event["form"], body(person, event).encode(), Cookie=person["cookie"], Accept_Language="en-GB")


def _under_load(course: Course, site: Site, event: dict[str, Any], requests: Any, sql: int) -> list[Result]:
    web = course.ground.serve(site)
    target = Target(web.port, processes(course.ground, web), SEE_OTHER)
    target.run([next(requests) for _ in range(WARM)], CONNECTIONS[0])
    yardstick = course.yardstick
    found = [(number, _pairs(course, target, yardstick, requests, number)) for number in CONNECTIONS]
    steps = _whole_way(web.port, next(requests), event)
    course.ground.close(web)
    oversold = _oversold(site, event)
    return [_told(number, pairs, {"sql": sql, "requests": steps, "oversold": oversold}) for number, pairs in found]


def _pairs(course: Course, target: Target, yardstick: Yardstick, requests: Any, connections: int) -> Pairs:
    count = course.scale.writes
    theirs = yardstick.posts(count)
    return alternate(
        lambda: target.run([next(requests) for _ in range(count)], connections),
        lambda: yardstick.write.run(theirs, connections),
        course.scale.rounds,
    )


def _whole_way(port: int, post: bytes, event: dict[str, Any]) -> int:
    """From the form to the place, as one person goes: how many requests until the answer says where the place is."""
    cookie = next(line for line in post.decode().split("\r\n") if line.startswith("Cookie: "))
    form = load.get(event["form"], Cookie=cookie.removeprefix("Cookie: "))
    shown, sent = (load.fire(port, [step], connections=1).answers[0] for step in (form, post))
    arrived = shown.status == FOUND and TOKEN in shown.body.decode() and sent.status == SEE_OTHER
    return 2 if arrived else 0


def _oversold(site: Site, event: dict[str, Any]) -> int:
    """By how many the rows exceed the places or differ from the quota's own count."""
    [(live,)] = site.ask(LIVE, event["event"])
    [(taken, size)] = site.ask(QUOTA, event["quota"])
    return int(max(live - size, 0) + abs(live - taken))


def _what(connections: int) -> str:
    return f"registration POST, one hot event, {connections} connections"


def _told(connections: int, pairs: Pairs, facts: dict[str, int]) -> Result:
    bounds = (
        Bound("ratio", pairs.ratio.median, at_least=0.5),
        Bound("cpu_ms", pairs.cpu_ms.median, at_most=3),
        Bound("sql", facts["sql"], at_most=6),
        Bound("requests", facts["requests"], at_least=2, at_most=2),
        Bound("oversold", facts["oversold"], at_most=0),
    )
    return Result.of_pairs("P2", _what(connections), pairs, bounds, extra(pairs, **facts))
