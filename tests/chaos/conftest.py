"""Fixtures of the chaos tests: servers of their own that may be stopped, and a fresh portal for each test."""

import os
from collections.abc import Iterator

import pytest

from tests.bench.ground import Ground, Site


@pytest.fixture(scope="session")
def _servers() -> Iterator[Ground]:
    """A private PostgreSQL with fsync on and a private Redis; the migrated database is the mould of the others."""
    with Ground(f"chaos-{os.getpid()}") as ground:
        ground.mould()
        yield ground


@pytest.fixture
def ground(_servers: Ground) -> Iterator[Ground]:
    """The servers, both running when the test begins, and nothing else left when it ends."""
    _servers.resume("postgresql")
    _servers.resume("redis")
    yield _servers
    _servers.close_programs()


@pytest.fixture
def site(ground: Ground, request: pytest.FixtureRequest) -> Site:
    """A database of this test's own, migrated and empty."""
    return ground.portal(request.node.name.lower()[:60])
