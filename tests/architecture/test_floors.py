"""Packages know only what stands below them."""

import itertools

import pytest

from tests.architecture import floors
from tests.architecture.planting import findings
from tests.architecture.tree import APPS, CHECKOUT, KERNEL, ROOT

ALLOWED_BETWEEN_APPS = {("jetaa", "jet"), ("jetaa", "events"), ("exchanges", "events")}


@pytest.mark.parametrize("rule", floors.RULES)
def test_the_portal_keeps(rule):
    assert list(rule(CHECKOUT)) == []


def test_the_table_of_floors_is_the_architecture_s():
    floors_ = [*KERNEL, *APPS, ROOT]
    knows = {(a, b) for a, b in itertools.permutations(floors_, 2) if floors.may_know(a, b)}
    assert {(a, b) for a, b in knows if a in APPS and b in APPS} == ALLOWED_BETWEEN_APPS
    assert {(a, b) for a, b in knows if a in KERNEL and b in KERNEL} == set(itertools.combinations(KERNEL[::-1], 2))
    assert {b for a, b in knows if a == ROOT} == {*KERNEL, *APPS}
    assert {(a, b) for a, b in knows if b == ROOT} == set()
    assert {(a, b) for a, b in knows if a in KERNEL and b in APPS} == set()


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        ("imports_go_down_the_floors", "events/models.py", "from jetaa.models import Chapter"),
        ("imports_go_down_the_floors", "jet/policy.py", "import events.models"),
        ("imports_go_down_the_floors", "events/views.py", "from clair_portal.roles import ROLES"),
        ("imports_go_down_the_floors", "events/views.py", "from clair_portal import roles"),
        ("imports_go_down_the_floors", "clair_portal/mail/outbox.py", "from clair_portal.documents import rendering"),
        ("imports_go_down_the_floors", "clair_portal/mail/outbox.py", "def put():\n from events import models"),
        ("imports_go_down_the_floors", "clair_portal/mail/outbox.py", "from ..pages import views"),
        (
            "imports_go_down_the_floors",
            "events/x.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n import jet",
        ),
        ("names_in_strings_go_down_the_floors", "events/views.py", "reverse('jetaa:chapter', args=[1])"),
        ("names_in_strings_go_down_the_floors", "events/views.py", "import_string('jetaa.models.Chapter')"),
        (
            "names_in_strings_go_down_the_floors",
            "events/models.py",
            "host = models.ForeignKey('jetaa.Chapter', CASCADE)",
        ),
        (
            "names_in_strings_go_down_the_floors",
            "clair_portal/mail/models.py",
            "f = ForeignKey('documents.Job', CASCADE)",
        ),
        ("names_in_strings_go_down_the_floors", "clair_portal/mail/models.py", "apps.get_model('documents', 'Job')"),
        ("template_links_go_down_the_floors", "templates/events/event_detail.html", '{% url "jetaa:chapter" 1 %}'),
        ("no_relative_imports", "events/views.py", "from . import models"),
        ("the_root_package_imports_only_the_celery_app", "clair_portal/__init__.py", "from clair_portal import roles"),
    ],
)
def test_a_planted_violation_is_found(rule, path, text, tmp_path):
    assert [found.partition(":")[0] for found in findings(getattr(floors, rule), tmp_path, {path: text})] == [path]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("events/models.py", "from clair_portal.directory.models import Organisation\nfrom django.db import models"),
        ("jetaa/views.py", "from events.models import Event\nreverse('events:detail', args=[1])"),
        ("clair_portal/urls.py", "from exchanges import urls\ninclude('jetaa.urls')"),
        ("clair_portal/backoffice/sites.py", "from clair_portal.pages.views import Page"),
        ("clair_portal/accounts/models/roles.py", "user = models.ForeignKey(settings.AUTH_USER_MODEL, CASCADE)"),
        ("clair_portal/directory/models.py", "head = models.ForeignKey('self', CASCADE)"),
        ("templates/jetaa/chapter.html", '{% url "events:detail" 1 %}{% url "home" %}'),
        ("templates/base.html", '{% url "events:list" %}'),
        ("clair_portal/__init__.py", "from clair_portal.celery import app as celery_app"),
    ],
)
def test_what_is_allowed_is_not_found(path, text, tmp_path):
    assert [found for rule in floors.RULES for found in findings(rule, tmp_path, {path: text})] == []
