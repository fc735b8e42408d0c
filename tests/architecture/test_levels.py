"""Inside a package, imports go down the five levels, and each level does only its own work."""

import pytest

from tests.architecture import levels
from tests.architecture.planting import findings
from tests.architecture.tree import CHECKOUT


@pytest.mark.parametrize("rule", levels.RULES)
def test_the_portal_keeps(rule):
    assert list(rule(CHECKOUT)) == []


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        ("imports_go_down_the_levels", "events/models/events.py", "from events.actions import events"),
        ("imports_go_down_the_levels", "events/models.py", "from events import emails"),
        ("imports_go_down_the_levels", "events/actions/events.py", "from events.forms import EventForm"),
        ("imports_go_down_the_levels", "events/actions/events.py", "from events import policy"),
        ("imports_go_down_the_levels", "events/emails.py", "from events.policy import may_cancel"),
        ("imports_go_down_the_levels", "events/forms.py", "from events.views import registrations"),
        ("imports_go_down_the_levels", "events/views/events.py", "from events.urls import urlpatterns"),
        (
            "imports_go_down_the_levels",
            "clair_portal/mail/models/outgoing.py",
            "from clair_portal.mail.tasks import sweep",
        ),
        ("modules_do_not_know_what_is_not_theirs", "events/models/events.py", "import logging"),
        ("modules_do_not_know_what_is_not_theirs", "events/models.py", "from clair_portal.mail import outbox"),
        ("modules_do_not_know_what_is_not_theirs", "events/actions/events.py", "from django.http import HttpRequest"),
        ("modules_do_not_know_what_is_not_theirs", "events/actions/events.py", "from django import forms"),
        ("modules_do_not_know_what_is_not_theirs", "events/emails.py", "from django.core.mail import send_mail"),
        ("algorithms_take_plain_data", "jet/allocation/solve.py", "from jet.models import Placement"),
        ("algorithms_take_plain_data", "jet/allocation/solve.py", "from django.db.models import F"),
        ("the_clock_is_read_only_above", "events/actions/events.py", "at = timezone.now()"),
        ("the_clock_is_read_only_above", "events/models.py", "at = datetime.datetime.now(UTC)"),
        ("the_clock_is_read_only_above", "events/forms.py", "today = date.today()"),
        ("the_clock_is_read_only_above", "events/models.py", "created_at = DateTimeField(auto_now_add=True)"),
        ("the_clock_is_read_only_above", "events/models.py", "created_at = DateTimeField(default=timezone.now)"),
        ("the_clock_is_read_only_above", "events/models.py", "q = Q(opens_at__lte=Now())"),
        ("only_workflow_writes_states", "events/actions/events.py", "event.state = 'published'"),
        ("only_workflow_writes_states", "events/actions/events.py", "rows.filter(pk=1).update(state='published')"),
        ("only_workflow_writes_states", "events/actions/events.py", "setattr(event, 'state', 'published')"),
        ("only_workflow_writes_states", "events/actions/events.py", "Event.objects.bulk_update(rows, ['state'])"),
        ("the_outer_world_writes_through_actions", "events/views/events.py", "event.save()"),
        ("the_outer_world_writes_through_actions", "events/tasks.py", "Event.objects.create(title_en='x')"),
        ("the_outer_world_writes_through_actions", "events/admin.py", "queryset.filter(pk=1).delete()"),
        ("the_outer_world_writes_through_actions", "events/forms.py", "Event.objects.bulk_create(rows)"),
        ("policies_and_messages_do_not_query", "events/policy.py", "def may(u, o): return o.tickets.exists()"),
        ("policies_and_messages_do_not_query", "events/emails.py", "rows = Event.objects"),
        ("views_fetch_through_visible_to", "events/views/events.py", "rows = Event.objects.filter(pk=1)"),
    ],
)
def test_a_planted_violation_is_found(rule, path, text, tmp_path):
    assert findings(getattr(levels, rule), tmp_path, {path: text}) == [f"{path}:1"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("events/models/events.py", "from events.policy import EVENTS_VIEW\nfrom events.models.tickets import Ticket"),
        (
            "events/policy.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from events.models import Event",
        ),
        (
            "events/actions/events.py",
            "from events import emails\nfrom clair_portal.mail import outbox\noutbox.put(m, at=at)",
        ),
        ("events/actions/events.py", "event = Event.objects.create(state='draft', created_at=at)"),
        ("events/admin.py", "from events.forms import EventForm\nnow = timezone.now()"),
        ("events/views/events.py", "rows = Event.objects.announced().filter(pk=1)"),
        ("clair_portal/backoffice/work.py", "at = timezone.now()"),
        ("events/views/events.py", "row = get_object_or_404(Event.objects.visible_to(user).published(), pk=1)"),
        ("events/views/events.py", "context.update(tone='open')"),
        ("clair_portal/workflow/moves.py", "rows.update(state=to)\nobj.state = to"),
        ("jet/allocation/solve.py", "from dataclasses import dataclass"),
        ("events/tasks.py", "at = timezone.now()\nregistrations.expire(at=at)"),
    ],
)
def test_what_is_allowed_is_not_found(path, text, tmp_path):
    assert [found for rule in levels.RULES for found in findings(rule, tmp_path, {path: text})] == []
