"""manage.py prepare: every step may run again, and only a demonstration gets demonstration data."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from clair_portal.management.commands.prepare import Command, wanted
from tests.root.test_health import database_away


def test_the_steps_are_those_that_script_server_knows() -> None:
    from_script = Path(__file__).parents[2] / "script" / "portal_server" / "preparation.py"
    assert [f'Step("{name}"' in from_script.read_text() for name in Command().steps()] == [True] * 4


def test_an_unknown_step_is_refused() -> None:
    with pytest.raises(CommandError, match=r"^Unknown: dishes\. Known: database, reference, demonstration, static\.$"):
        call_command("prepare", "dishes")


@pytest.mark.parametrize(("demonstration", "names"), [(True, ["database", "demonstration"]), (False, ["database"])])
def test_demonstration_data_are_not_wanted_in_production(settings: Any, demonstration: bool, names: list[str]) -> None:
    settings.DEMONSTRATION = demonstration
    assert wanted(["database", "demonstration"]) == names


@pytest.mark.django_db
def test_the_cache_table_is_made_again_where_it_is_missing(settings: Any) -> None:
    table = settings.CACHES["default"]["LOCATION"]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {table}")
        call_command("prepare", "database")
        call_command("prepare", "database")
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_a_missing_database_is_one_sentence() -> None:
    with database_away(), pytest.raises(CommandError) as complaint:
        call_command("prepare", "database")
    assert str(complaint.value) == "The database does not answer: server closed the connection unexpectedly"


def test_static_files_are_collected_and_old_ones_go(settings: Any, tmp_path: Path) -> None:
    by_content = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": by_content}
    settings.STATIC_ROOT, settings.STATICFILES_DIRS = tmp_path / "collected", [tmp_path / "source"]
    for path in (tmp_path / "source" / "new.css", tmp_path / "collected" / "old.css"):
        path.parent.mkdir()
        path.touch()
    call_command("prepare", "static")
    assert [(settings.STATIC_ROOT / name).exists() for name in ("new.css", "old.css")] == [True, False]
