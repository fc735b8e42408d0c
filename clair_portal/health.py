"""Whether the portal lives and is ready: /healthz and /readyz, and the questions behind them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from clair_portal.documents.models import Tick
from clair_portal.pages.views import PUBLIC, Guarded

LATE_AFTER = timedelta(seconds=60)  # the clock ticks every 15
BROKER_TIMEOUT = 1.0
OK, UNREACHABLE, PENDING, LATE, UNKNOWN = "ok", "unreachable", "pending", "late", "unknown"


def database() -> str:
    """Whether PostgreSQL answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return UNREACHABLE
    return OK


def pending_migrations() -> list[str]:
    """The migrations that the code knows and the database lacks."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _backwards in plan]


@dataclass
class Migrations:
    """Looks until nothing is pending, then remembers it: a new release is a new process."""

    pending: Callable[[], list[str]] = pending_migrations
    complete: bool = False

    def __call__(self) -> str:
        try:
            self.complete = self.complete or not self.pending()
        except Error:
            return UNKNOWN
        return OK if self.complete else PENDING


def broker() -> str:
    """Whether Redis answers, asked briefly."""
    limits = {"socket_connect_timeout": BROKER_TIMEOUT, "socket_timeout": BROKER_TIMEOUT}
    try:
        with redis.Redis.from_url(settings.CELERY_BROKER_URL, **limits) as client:
            client.ping()
    except (redis.RedisError, OSError, ValueError):
        return UNREACHABLE
    return OK


def last_tick() -> datetime | None:
    """When the clock last rang and a worker answered."""
    return Tick.objects.filter(name="beat").values_list("at", flat=True).first()


def beat(at: datetime) -> str:
    """Whether clock and worker ran within the last minute."""
    try:
        ticked_at = last_tick()
    except Error:
        return UNKNOWN
    return OK if ticked_at and at - ticked_at <= LATE_AFTER else LATE


migrations = Migrations()


def readiness(at: datetime) -> dict[str, str]:
    """Every part the portal cannot do without, each with one word; no details, because everybody may ask."""
    return {"database": database(), "migrations": migrations(), "broker": broker(), "beat": beat(at)}


class Health(Guarded):
    """The process lives; asks nobody else."""

    permission = PUBLIC

    def get(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok", content_type="text/plain", headers={"Cache-Control": "no-store"})


class Ready(Guarded):
    """200 when every part is in order, else 503."""

    permission = PUBLIC

    def get(self, _request: HttpRequest) -> JsonResponse:
        checks = readiness(timezone.now())
        ready = set(checks.values()) == {OK}
        headers = {"Cache-Control": "no-store"} | ({} if ready else {"Retry-After": "10"})
        return JsonResponse({"ready": ready, "checks": checks}, status=200 if ready else 503, headers=headers)
