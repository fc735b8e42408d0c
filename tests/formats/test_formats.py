"""Days and times as each of the three languages writes them: nobody at the office says "6:58 p.m."."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin.utils import display_for_value
from django.template import Context, Template
from django.utils import formats
from django.utils.translation import override

AT = datetime(2027, 2, 4, 18, 58, tzinfo=UTC)  # winter: London's clock shows the same
NAMES = ("DATE_FORMAT", "TIME_FORMAT", "DATETIME_FORMAT", "SHORT_DATE_FORMAT", "SHORT_DATETIME_FORMAT")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en-gb", ["4 Feb 2027", "18:58", "4 Feb 2027, 18:58", "04/02/2027", "04/02/2027, 18:58"]),
        ("ja", ["2027年2月4日", "18:58", "2027年2月4日18:58", "2027/02/04", "2027/02/04 18:58"]),
        ("de", ["4. Februar 2027", "18:58", "4. Februar 2027 18:58", "04.02.2027", "04.02.2027 18:58"]),
    ],
)
def test_every_way_of_writing_a_moment(language, said):
    with override(language):
        assert [formats.date_format(AT, name) for name in NAMES] == said


def test_a_morning_and_midnight_have_two_digits_each():
    with override("en-gb"):
        said = [formats.time_format(AT.replace(hour=hour, minute=5)) for hour in (0, 9, 12)]
    assert said == ["00:05", "09:05", "12:05"]


def test_a_field_that_is_only_read_on_the_staff_site_shows_the_office_s_clock():
    with override("en-gb"):
        assert display_for_value(AT, "–") == "4 Feb 2027, 18:58"


def test_a_template_writes_the_same():
    with override("en-gb"):
        assert Template("{{ at }} | {{ at|time }}").render(Context({"at": AT})) == "4 Feb 2027, 18:58 | 18:58"


def test_what_django_says_well_stays_django_s():
    with override("en-gb"):
        assert (formats.get_format("FIRST_DAY_OF_WEEK"), formats.get_format("DATE_INPUT_FORMATS")[0]) == (1, "%d/%m/%Y")
