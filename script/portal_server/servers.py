"""The private PostgreSQL and Redis of one portal, unless the environment names others."""

from dataclasses import dataclass
from pathlib import Path

from portal_server import broker, postgresql, programs
from portal_server.account import Account
from portal_server.environment import Wishes
from portal_server.places import Places
from portal_server.supervisor import Supervisor


@dataclass(frozen=True)
class Servers:
    """The addresses the portal is told, and whether the database is its own."""

    database_url: str
    redis_url: str
    private_database: bool


@dataclass(frozen=True)
class Provider:
    """Starts the servers that are not given."""

    places: Places
    account: Account | None
    durable: bool

    def start(self, wishes: Wishes, supervisor: Supervisor) -> Servers:
        return Servers(
            database_url=wishes.database_url or self._postgresql(supervisor),
            redis_url=wishes.redis_url or self._redis(supervisor),
            private_database=not wishes.database_url,
        )

    def home(self) -> Path:
        """Where the servers keep their data, made ready for them."""
        home = self.places.servers(self.account)
        if home != self.places.local:
            home.mkdir(parents=True, exist_ok=True)
            home.chmod(0o711)
            self.places.signpost(home)
        return home

    def _postgresql(self, supervisor: Supervisor) -> str:
        home = self.home()
        server = postgresql.private(
            programs=programs.postgresql(self.places.site_packages, self.account, home / "programs"),
            home=home,
            account=self.account,
            notebook=self.places.notebook,
            durable=self.durable,
        )
        server.prepare()
        supervisor.start_and_wait(server.spec(self.places.log("postgresql")), server.is_ready)
        return server.url

    def _redis(self, supervisor: Supervisor) -> str:
        home = self.home()
        server = broker.private(
            program=programs.redis_server(self.places.site_packages, self.account, home / "programs"),
            home=home,
            account=self.account,
            notebook=self.places.notebook,
            durable=self.durable,
        )
        server.prepare()
        supervisor.start_and_wait(server.spec(self.places.log("redis")), server.is_ready)
        return server.url
