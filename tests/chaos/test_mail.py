"""The mail promise under fire: nothing is lost, and nothing comes twice without an excuse."""

import random
import time
from pathlib import Path

import pytest

from tests.chaos.support import mail_journal
from tests.chaos.support.mail_office import Office
from tests.chaos.support.processes import wait_until

pytestmark = pytest.mark.chaos


def kill_while_sending(office: Office, chance: random.Random) -> None:
    """A worker's life: it starts, sends a little, and dies in the middle."""
    worker = office.begin_worker()
    office.wait_for_more(20)
    assert worker.is_alive(), worker.log.read_text()[-2000:]
    time.sleep(chance.uniform(0, 0.4))
    worker.kill()


def test_3000_mails_10_kills_2_emptied_redis(tmp_path: Path) -> None:
    chance = random.Random(20261123)
    with Office(tmp_path) as office:
        office.begin_beat()
        office.put(3000)
        for kill in range(10):
            kill_while_sending(office, chance)
            if kill == 3:
                office.empty_redis()
        office.begin_worker()
        office.wait_for_more(20)
        office.empty_redis()
        wait_until(lambda: office.left() == 0, seconds=240, what="the outbox to be empty")
        found = mail_journal.read(office.journal)
        assert office.lost() == set()
        assert len(found) == 3000
        assert mail_journal.unexplained(found) == []
        assert len(mail_journal.doubles(found)) <= 20 + sum(office_cuts(office))


def office_cuts(office: Office) -> list[int]:
    return [line.startswith("cut") for line in office.journal.read_text().splitlines()]


def rounds(office: Office, mails: int, kills: int) -> None:
    """The same, smaller: for the planted faults."""
    chance = random.Random(7)
    office.put(mails).finish(seconds=60)
    for _ in range(kills):
        kill_while_sending(office, chance)
    office.empty_redis()
    office.begin_worker()


def test_control_without_the_sweep_mails_are_lost(tmp_path: Path) -> None:
    with Office(tmp_path, fault="no sweep") as office:
        office.begin_beat()
        rounds(office, 300, kills=1)
        time.sleep(15)
        assert len(office.lost()) > 0


@pytest.mark.parametrize("fault", ["commit per batch", "no lease"])
def test_control_without_the_protection_mails_come_twice(tmp_path: Path, fault: str) -> None:
    with Office(tmp_path, fault=fault, cut_every=10_000) as office:
        office.begin_beat()
        rounds(office, 300, kills=2)
        wait_until(lambda: office.left() == 0, seconds=90, what="the outbox to be empty")
        assert len(mail_journal.unexplained(mail_journal.read(office.journal))) > 0
