"""P1: the public page of one event, asked for by visitors who are not signed in, against the bare page."""

from tests.bench import load
from tests.bench.course import FOUND, OTHERS, WARM, Course
from tests.bench.ground import processes
from tests.bench.result import Bound, Result
from tests.bench.rounds import Pairs, Target, alternate
from tests.bench.telling import extra

WHAT = "public event page, 8 connections"
CONNECTIONS = 8
PLACES = 120


def measure(course: Course) -> list[Result]:
    site = course.portal("p1")
    event = site.inside("tests.bench.inside.stage.publish", places=PLACES, others=OTHERS)
    counted = site.inside("tests.bench.inside.counting.get", path=event["page"])
    if counted["status"] != FOUND or event["title"] not in counted["body"]:
        return [Result("P1", WHAT, trouble=f"the event page answers {counted['status']} without the event")]
    site.vacuum()
    web = course.ground.serve(site)
    target = Target(web.port, processes(course.ground, web), FOUND)
    requests = [load.get(event["page"], Accept_Language="en-GB")] * course.scale.pages
    target.run(requests[:WARM], CONNECTIONS)
    yardstick = course.yardstick
    theirs = yardstick.gets(course.scale.pages)
    pairs = alternate(
        lambda: target.run(requests, CONNECTIONS),
        lambda: yardstick.page.run(theirs, CONNECTIONS),
        course.scale.rounds,
    )
    course.ground.close(web)
    return [_told(pairs, counted["sql"])]


def _told(pairs: Pairs, sql: int) -> Result:
    bounds = (
        Bound("ratio", pairs.ratio.median, at_least=0.5),
        Bound("cpu_ms", pairs.cpu_ms.median, at_most=1.7),
        Bound("sql", sql, at_most=3),
    )
    return Result.of_pairs("P1", WHAT, pairs, bounds, extra(pairs, sql=sql))
