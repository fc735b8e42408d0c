"""The process that takes a list over is killed with -9 at random moments: all rows are there, or none."""

import json
import random
import time
from pathlib import Path

import pytest

from tests.bench.ground import Site
from tests.chaos.support.processes import Group, wait_until

pytestmark = pytest.mark.chaos

PEOPLE = 3000
KILLS = 50
TABLES = ("jet_participant", "jet_placement", "jet_term", "jet_participanttransition")
STATE = "SELECT state FROM spreadsheets_importrun WHERE uuid = %s"


def rows(site: Site) -> set[int]:
    return {site.ask(f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}


def confirming(site: Site, run: str, log: Path) -> Group:
    facts = json.dumps({"run": run})
    words = ("-m", "tests.bench.inside", "tests.chaos.rush.importing.confirm", facts)
    group = Group.python(*words, env=dict(site.environment), log=log)
    wait_until(lambda: "begins" in log.read_text(), seconds=60, what="the confirmation to begin")
    return group


def settled(site: Site) -> bool:
    """A killed client's backend notices at its next word."""
    found = site.ask(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND backend_type = 'client backend'"
    )
    return found == [(0,)]


def test_killed_at_random_moments_all_or_nothing(site: Site, tmp_path: Path) -> None:
    chance = random.Random(20261124)
    run = site.inside("tests.chaos.rush.importing.check", people=PEOPLE)
    seen = []
    for kill in range(KILLS):
        group = confirming(site, run, tmp_path / f"{kill}.log")
        time.sleep(chance.uniform(0, 2.5))
        died_working = group.is_alive()
        group.kill()
        wait_until(lambda: settled(site), seconds=60, what="the database to notice")
        [(state,)] = site.ask(STATE, run)
        assert (state, rows(site)) in [("checked", {0}), ("confirmed", {PEOPLE})]
        seen.append(died_working)
        if state == "confirmed":
            run = site.inside("tests.chaos.rush.importing.again", run=run)
            assert rows(site) == {0}
    assert seen.count(True) > KILLS // 4
    assert site.inside("tests.chaos.rush.importing.confirm", run=run) == "confirmed"
    assert rows(site) == {PEOPLE}
