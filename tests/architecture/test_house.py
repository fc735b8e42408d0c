"""The house rules that stand in the syntax tree."""

import pytest

from tests.architecture import house
from tests.architecture.planting import findings
from tests.architecture.tree import CHECKOUT

INLINE = "def f() -> None:\n    import a\n\n\n"


@pytest.mark.parametrize("rule", house.RULES)
def test_the_portal_keeps(rule):
    assert list(rule(CHECKOUT)) == []


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        ("texts_are_found_for_translation", "events/forms.py", "from django.utils.translation import gettext as say"),
        ("there_are_no_signals", "events/apps.py", "from django.dispatch import receiver"),
        ("there_are_no_signals", "events/apps.py", "from django.db.models.signals import post_save"),
        ("there_are_no_signals", "events/apps.py", "from allauth.account import signals"),
        ("models_override_nothing", "events/models/events.py", "class E(Model):\n    def save(self): ..."),
        ("models_override_nothing", "events/models.py", "class E(Model):\n    def clean(self): ..."),
        ("models_override_nothing", "events/forms.py", "class F(Form):\n    def save(self): ..."),
        ("models_have_no_default_order", "events/models.py", "class E(Model):\n class Meta:\n  ordering = ['pk']"),
        ("there_are_no_generic_foreign_keys", "events/models.py",
         "from django.contrib.contenttypes.fields import GenericRelation"),
        ("properties_do_not_touch_the_database", "events/models.py", "@property\ndef n(self): return self.t.count()"),
        ("properties_do_not_touch_the_database", "events/models.py", "@cached_property\ndef n(self): return E.objects"),
        ("markup_is_declared_safe_in_few_places", "events/views.py", "x = mark_safe('<b>')"),
        ("markup_is_declared_safe_in_few_places", "events/views.py", "x = safestring.SafeString('<b>')"),
        ("forms_name_their_fields", "events/forms.py", "class F(ModelForm):\n class Meta:\n  fields = '__all__'"),
        ("forms_name_their_fields", "events/forms.py", "class F(ModelForm):\n class Meta:\n  exclude = ['a']"),
        ("orders_do_not_come_from_the_request", "events/views.py", "rows.order_by(request.GET['sort'])"),
        ("orders_do_not_come_from_the_request", "events/views.py", "rows.order_by(self.request.GET.get('sort'), 'pk')"),
        ("sql_is_written_by_the_orm", "events/models.py", "E.objects.raw('select 1')"),
        ("sql_is_written_by_the_orm", "events/models.py", "rows.extra(where=['1=1'])"),
        ("sql_is_written_by_the_orm", "events/models.py", "x = RawSQL('1', [])"),
        ("sql_is_written_by_the_orm", "events/models.py", "with connection.cursor() as cursor: ..."),
        ("markup_is_declared_safe_in_few_places", "events/views.py", "rows = map(mark_safe, rows)"),
        ("posts_carry_their_token", "events/views.py", "from django.views.decorators.csrf import csrf_exempt"),
        ("modules_say_what_they_hold", "events/views.py", "import os"),
        ("names_are_not_vague", "events/utils.py", '"""Many things."""'),
        ("names_are_not_vague", "events/helpers/text.py", '"""Many things."""'),
        ("migrations_have_a_name", "events/migrations/0002_auto_20270101_1200.py", ""),
        ("migrations_have_a_name", "events/migrations/0002_event_colour.py", ""),
    ],
)  # fmt: skip
def test_a_planted_violation_is_found(rule, path, text, tmp_path):
    assert [found.partition(":")[0] for found in findings(getattr(house, rule), tmp_path, {path: text})] == [path]


def test_a_fourth_inline_import_is_found(tmp_path):
    assert findings(house.imports_stand_at_the_top, tmp_path, {"events/a.py": INLINE * 3}) == []
    found = findings(house.imports_stand_at_the_top, tmp_path, {"events/a.py": INLINE * 4})
    assert found == ["events/a.py:2", "events/a.py:6", "events/a.py:10", "events/a.py:14"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "events/models.py",
            '"""Events."""\nclass E(Model):\n class Meta:\n  constraints = []\n def clean_name(self): ...',
        ),
        ("events/models.py", '"""Events."""\nclass Q(QuerySet):\n def by_date(self): return self.order_by("at", "pk")'),
        ("events/models.py", '"""Events."""\n@property\ndef is_open(self): return self.state == "open"'),
        (
            "events/forms.py",
            '"""Forms."""\nclass F(ModelForm):\n class Meta:\n  fields = ["title_en"]\n def clean(self): ...',
        ),
        ("events/views.py", '"""Pages."""\nrows = rows.order_by(*ORDERS[form.cleaned_data["sort"]])'),
        ("events/migrations/0001_initial.py", ""),
        ("events/tags.py", '"""Tags."""\ndef tag(text: str) -> SafeString: return format_html("<b>{}</b>", text)'),
        ("events/views.py", '"""Pages."""\n@cached_property\ndef event(self): return Event.objects.first()'),
        ("events/migrations/__init__.py", ""),
    ],
)
def test_what_is_allowed_is_not_found(path, text, tmp_path):
    assert [found for rule in house.RULES for found in findings(rule, tmp_path, {path: text})] == []


@pytest.mark.xdist_group("heavy")
def test_tests_of_one_group_are_shared_out_together(request: pytest.FixtureRequest) -> None:
    """xdist finds a test's group in its name; a pytest too new for it would drop the group silently."""
    shared_out = request.config.getoption("loadgroup", default=False)
    assert not shared_out or request.node.nodeid.endswith("@heavy")
