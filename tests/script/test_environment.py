"""What the person has decided before the portal starts."""

from pathlib import Path

import pytest

from portal_server.environment import Wishes, for_children, from_file

ENV_FILE = """\
# a comment
SECRET_KEY=            # a long random string
DATABASE_URL=postgres://x@db/portal   # ours
export REDIS_URL='redis://r:6379/0'
EMAIL_URL="smtp://mail#1:25"
not a setting
"""


def test_the_env_file_is_read_without_comments_and_empty_values(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(ENV_FILE)
    assert from_file(tmp_path / ".env") == {
        "DATABASE_URL": "postgres://x@db/portal",
        "REDIS_URL": "redis://r:6379/0",
        "EMAIL_URL": "smtp://mail#1:25",
    }


def test_the_example_file_decides_nothing_by_itself_but_what_it_sets() -> None:
    example = from_file(Path(__file__).parents[2] / ".env.example")
    assert example == {"PORTAL_REQUIRE_MFA": "1", "PORTAL_DEMONSTRATION": "0"}


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("REDIS_URL=redis://file\nDATABASE_URL=postgres://file\n")
    wishes = Wishes.of(tmp_path, {"REDIS_URL": "redis://environment", "DATABASE_URL": ""})
    assert (wishes.redis_url, wishes.database_url) == ("redis://environment", "postgres://file")


def test_without_any_wish_everything_is_private(tmp_path: Path) -> None:
    wishes = Wishes.of(tmp_path, {})
    assert (wishes.database_url, wishes.redis_url, wishes.email_url, wishes.port) == ("", "", "", "8000")


@pytest.mark.parametrize(
    ("given", "host"), [({}, "127.0.0.1:8000"), ({"PORTAL_URL": "https://portal.example.org"}, "portal.example.org")]
)
def test_the_host_name_is_the_one_the_portal_answers_to(given: dict[str, str], host: str) -> None:
    assert Wishes(given).host("127.0.0.1:8000") == host


def test_children_do_not_inherit_our_python_path() -> None:
    surroundings = {"PATH": "/bin", "PYTHONPATH": "script", "VIRTUAL_ENV": "/elsewhere"}
    assert for_children(surroundings, REDIS_URL="r") == {"PATH": "/bin", "PYTHONUNBUFFERED": "1", "REDIS_URL": "r"}
