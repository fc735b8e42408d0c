"""Forms are calm about whatever is typed: each refusal is a sentence at its field, and what was typed is kept."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.utils import translation
from lxml import html

from clair_portal.pages.fields import WallTimeField, ZoneField
from clair_portal.pages.forms import PortalForm, refuse
from clair_portal.workflow import DomainError


class MeetingForm(PortalForm):
    title = forms.CharField(label="Title", help_text="As printed.")
    text = forms.CharField(label="Text", widget=forms.Textarea, required=False)
    code = forms.CharField(label="Code", max_length=4, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, required=False)
    zone = ZoneField(label="Zone")
    starts_at = WallTimeField(label="Begins")
    ends_at = WallTimeField(label="Ends", required=False)


def meeting(**typed: str) -> MeetingForm:
    facts = {"title": "Talk", "zone": "Europe/London", "starts_at_date": "2027-02-16", "starts_at_time": "14:00"}
    return MeetingForm({**facts, **typed})


@pytest.mark.parametrize(
    ("field", "typed", "codes"),
    [
        ("title", "Subject\r\nBcc: robin@example.org", ["one_line"]),
        ("title", "a\nb", ["one_line"]),
        ("title", "a\tb", ["one_line"]),
        ("title", "a\x1bb", ["one_line"]),
        ("title", "a\u2028b", ["one_line"]),
        ("title", "a\x00b", ["no_nul"]),
        ("title", "a\ud800b", ["no_nul"]),
        ("title", "x" * 201, ["max_length"]),
        ("title", "", ["required"]),
        ("text", "a\x00b", ["no_nul"]),
        ("text", "a\ud800b", ["no_nul"]),
        ("text", "x" * 10_001, ["max_length"]),
        ("text", "x" * 10_000_000, ["max_length"]),
        ("code", "12345", ["max_length"]),
        ("zone", "Europe/Atlantis", ["invalid_choice"]),
        ("zone", "../../etc/passwd", ["invalid_choice"]),
        ("starts_at_date", "2027-02-30", ["invalid"]),
        ("starts_at_time", "25:00", ["invalid"]),
        ("starts_at_fold", "7", ["invalid_choice"]),
    ],
)
def test_what_is_refused_and_where(field, typed, codes) -> None:
    form = meeting(**{field: typed})
    name = "starts_at" if field.startswith("starts_at") else field
    assert {key: [error.code for error in found] for key, found in form.errors.as_data().items()} == {name: codes}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", "福祉の現場視察 （英国）"),
        ("title", "Zoë’s 🎌 <b>evening</b>"),
        ("title", "x" * 200),
        ("text", "two\nlines\tand a tab"),
        ("text", "x" * 10_000),
    ],
)
def test_what_is_welcome(field, typed) -> None:
    form = meeting(**{field: typed})
    assert form.errors == {}
    assert form.cleaned_data[field] == typed


def test_a_wall_time_becomes_a_moment_in_the_zone_of_the_form() -> None:
    form = meeting(zone="Europe/Berlin")
    assert form.is_valid()
    assert form.cleaned_data["starts_at"].astimezone(UTC) == datetime(2027, 2, 16, 13, tzinfo=UTC)
    assert form.cleaned_data["ends_at"] is None


@pytest.mark.parametrize("missing", ["starts_at_date", "starts_at_time"])
def test_half_a_time_is_none(missing) -> None:
    assert meeting(**{missing: ""}).errors == {"starts_at": ["Give both the date and the time."]}


def test_midnight_is_a_time_too() -> None:
    form = meeting(starts_at_time="00:00")
    assert form.is_valid()
    assert form.cleaned_data["starts_at"] == datetime(2027, 2, 16, tzinfo=UTC)


def test_a_skipped_time_is_refused_in_a_sentence_and_kept() -> None:
    form = meeting(starts_at_date="2027-03-28", starts_at_time="01:30")
    assert form.errors == {
        "starts_at": [
            "This time does not exist: the clocks go forward over it that night. Choose an earlier or later time."
        ]
    }
    assert _values(form, "starts_at_date", "starts_at_time") == ["2027-03-28", "01:30"]
    assert _drawn(form).xpath("//input[@type='radio'][@name='starts_at_fold']") == []


def test_a_doubled_time_is_asked_about_with_the_names_of_both() -> None:
    form = meeting(starts_at_date="2026-10-25", starts_at_time="01:30")
    with translation.override("en-gb"):
        assert list(form.errors) == ["starts_at"]
        asked = _drawn(form).xpath("//label[input[@name='starts_at_fold']]")
    assert [" ".join(label.text_content().split()) for label in asked] == [
        "the first, 01:30 BST",
        "the second, 01:30 GMT",
    ]


@pytest.mark.parametrize(("fold", "hour"), [("0", 0), ("1", 1)])
def test_the_answer_about_a_doubled_time_counts_and_is_kept(fold, hour) -> None:
    form = meeting(starts_at_date="2026-10-25", starts_at_time="01:30", starts_at_fold=fold, title="")
    assert form.errors == {"title": ["This field is required."]}
    assert form.cleaned_data["starts_at"].astimezone(UTC) == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    assert _drawn(form).xpath("//input[@name='starts_at_fold'][@checked]/@value") == [fold]


def test_without_a_zone_only_the_zone_is_complained_of() -> None:
    form = meeting(zone="")
    assert list(form.errors) == ["zone"]
    assert "starts_at" not in form.cleaned_data


@pytest.mark.parametrize("hour", [0, 1])
def test_a_stored_moment_is_shown_as_its_wall_time(hour) -> None:
    at = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    form = MeetingForm(initial={"zone": "Europe/London", "starts_at": at})
    assert _values(form, "starts_at_date", "starts_at_time") == ["2026-10-25", "01:30"]
    assert _drawn(form).xpath("//input[@name='starts_at_fold'][@checked]/@value") == [str(hour)]


def test_one_form_asking_does_not_make_the_next_one_ask() -> None:
    meeting(starts_at_date="2026-10-25", starts_at_time="01:30").is_valid()
    assert _drawn(MeetingForm()).xpath("//input[@name='starts_at_fold']") == []


def test_errors_stand_at_the_field_and_in_a_list_that_links_to_it() -> None:
    page = _drawn(meeting(title=""))
    control = page.get_element_by_id("id_title")
    assert control.get("aria-invalid") == "true"
    assert control.get("aria-describedby") == "id_title_helptext id_title_error"
    assert page.get_element_by_id("id_title_error").text_content().strip() == "This field is required."
    assert page.get_element_by_id("id_title_helptext").text_content() == "As printed."
    assert page.xpath("//div[@class='errors'][@role='alert'][@autofocus]//a/@href") == ["#id_title"]


def test_a_group_is_linked_by_its_frame_and_described_by_its_error() -> None:
    page = _drawn(meeting(starts_at_time=""))
    frame = page.get_element_by_id("id_starts_at_field")
    assert (frame.tag, frame.get("aria-describedby")) == ("fieldset", "id_starts_at_error")
    assert page.xpath("//div[@class='errors']//a/@href") == ["#id_starts_at_field"]


def test_optional_is_said_in_words_and_only_there() -> None:
    labels = _drawn(MeetingForm()).xpath("//*[self::label or self::legend][span[@class='optional']]")
    assert [" ".join(label.text_content().split()) for label in labels] == [
        "Text (optional)",
        "Code (optional)",
        "Kind (optional)",
        "Ends (optional)",
    ]


def test_what_was_typed_is_kept_and_harmless() -> None:
    page = _drawn(meeting(title="<script>alert(1)</script>", zone=""))
    assert page.get_element_by_id("id_title").get("value") == "<script>alert(1)</script>"
    assert page.xpath("//script") == []


def test_the_longest_length_is_told_to_the_browser() -> None:
    page = _drawn(MeetingForm())
    found = {name: page.get_element_by_id(f"id_{name}").get("maxlength") for name in ("title", "text", "code")}
    assert found == {"title": "200", "text": "10000", "code": "4"}


class Taken(DomainError):
    message = "Taken."
    field = "title"


class Elsewhere(Taken):
    field = "no_such_field"


class Nowhere(DomainError):
    message = "Closed."


@pytest.mark.parametrize(
    ("error", "shown"),
    [(Taken(), {"title": ["Taken."]}), (Elsewhere(), {"__all__": ["Taken."]}), (Nowhere(), {"__all__": ["Closed."]})],
)
def test_a_refusal_is_shown_at_its_place(error, shown) -> None:
    form = meeting()
    assert form.is_valid()
    refuse(form, error)
    assert form.errors == shown


def _drawn(form: forms.BaseForm) -> html.HtmlElement:
    return html.fromstring(f"<form>{form}</form>")


def _values(form: forms.BaseForm, *names: str) -> list[str]:
    page = _drawn(form)
    return [page.xpath(f"//input[@name='{name}']/@value")[0] for name in names]
