"""A real private PostgreSQL and Redis, started as script/test starts them."""

import signal
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import psycopg2
import pytest
import redis

from portal_server import places as module
from portal_server.account import for_servers
from portal_server.environment import Wishes
from portal_server.places import ROOT, Places
from portal_server.programs import postgresql as postgresql_programs
from portal_server.servers import Provider
from portal_server.supervisor import STOP_SIGNALS, Supervisor
from portal_server.trouble import Trouble


class HerePlaces(Places):
    """The folders of a test, with the programs of the Python that runs it."""

    @property
    def site_packages(self) -> Path:
        return Path(psycopg2.__file__).parents[1]


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch) -> Iterator[Places]:
    """In a folder that other accounts may enter, as pytest's own may not be."""
    with TemporaryDirectory() as folder:
        top = Path(folder)
        top.chmod(0o711)
        monkeypatch.setattr(module, "ELSEWHERE", top / "var")
        places = HerePlaces(ROOT, top / "local")
        places.create()
        yield places


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    before = {number: signal.getsignal(number) for number in STOP_SIGNALS}
    supervisor = Supervisor()
    yield supervisor
    supervisor.stop()
    for number, handler in before.items():
        signal.signal(number, handler)


def provider(places: Places) -> Provider:
    return Provider(places, for_servers(), durable=False)


def one(url: str, question: str) -> object:
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0]
    finally:
        connection.close()


def test_servers_start_keep_their_data_and_ask_for_a_password(places: Places, supervisor: Supervisor) -> None:
    servers = provider(places).start(Wishes({}), supervisor)
    assert servers.private_database
    assert one(servers.database_url, "select lower('ÄŌ') || current_database()") == "äōportal"
    assert one(servers.database_url, "select rolsuper from pg_roles where rolname = current_user") is False
    with redis.Redis.from_url(servers.redis_url) as client:
        assert client.ping()

    stranger = servers.database_url.replace("portal:", "portal:x", 1)
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        one(stranger, "select 1")
    with pytest.raises(psycopg2.OperationalError, match=r"no pg_hba\.conf entry"):
        one(servers.database_url.replace("//portal:", "//postgres:"), "select 1")
    nameless = redis.Redis(port=urlsplit(servers.redis_url).port)
    with nameless, pytest.raises(redis.AuthenticationError):
        nameless.ping()

    connection = psycopg2.connect(servers.database_url)
    with connection, connection.cursor() as cursor:
        cursor.execute("create table kept (word text); insert into kept values ('still here')")
    connection.close()
    supervisor.stop()
    again = provider(places).start(Wishes({}), supervisor)
    assert again == servers
    assert one(again.database_url, "select word from kept") == "still here"


def test_a_lost_password_is_replaced_and_the_data_stay(places: Places, supervisor: Supervisor) -> None:
    first = provider(places).start(Wishes({}), supervisor)
    supervisor.stop()
    places.notebook.path.unlink()
    second = provider(places).start(Wishes({}), supervisor)
    assert second != first
    assert one(second.database_url, "select 1") == 1


def test_servers_that_are_named_are_not_started(places: Places, supervisor: Supervisor) -> None:
    wishes = Wishes({"DATABASE_URL": "postgres://there", "REDIS_URL": "redis://there"})
    servers = provider(places).start(wishes, supervisor)
    assert (servers.database_url, servers.redis_url) == ("postgres://there", "redis://there")
    assert not servers.private_database
    assert supervisor.children == []


def test_data_of_another_version_are_left_alone(places: Places, supervisor: Supervisor) -> None:
    data = places.local / "pg"
    data.mkdir()
    (data / "PG_VERSION").write_text("9\n")
    with pytest.raises(Trouble) as trouble:
        provider(places).start(Wishes({}), supervisor)
    programs = postgresql_programs(places.site_packages, None, places.local)
    assert "belong to PostgreSQL 9, but version" in str(trouble.value)
    assert "--reset" in str(trouble.value)
    assert programs.is_dir()
    assert [path.name for path in data.iterdir()] == ["PG_VERSION"]
