"""What people type after a visit: the letter, the survey, what has come of it."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from clair_portal.pages.forms import PortalForm
from exchanges.actions.surveys import Answer
from exchanges.models import FollowUp
from exchanges.models.surveys import LEAST, MOST

LANGUAGES = (("en-gb", _("English")), ("de", _("German")), ("ja", _("Japanese")))
MARKS = {1: _("1: not useful"), 3: _("3: fair"), 5: _("5: very useful")}
SOME_LINES = forms.Textarea({"rows": 4})


class LetterForm(PortalForm):
    """The text of a letter, and the language that the mail and the paper around it are in."""

    language = forms.ChoiceField(label=_("Language of the letter"), choices=LANGUAGES)
    text = forms.CharField(
        label=_("Text of the letter"), max_length=6000, widget=forms.Textarea({"rows": 18}),
        help_text=_("An empty line begins a new paragraph. Date, address and signature are added on the paper."),
    )  # fmt: skip
    seen_version = forms.IntegerField(widget=forms.HiddenInput)


class SurveyForm(PortalForm):
    """Four questions; the answer can be changed until the survey closes."""

    usefulness = forms.TypedChoiceField(
        label=_("How useful was the visit to you?"), widget=forms.RadioSelect, coerce=int,
        choices=[(mark, MARKS.get(mark, str(mark))) for mark in range(LEAST, MOST + 1)],
    )  # fmt: skip
    again = forms.TypedChoiceField(
        label=_("Would you do it again?"), widget=forms.RadioSelect, coerce="yes".__eq__,
        choices=(("yes", _("Yes")), ("no", _("No"))),
    )  # fmt: skip
    better = forms.CharField(label=_("What should we do better?"), max_length=4000, required=False, widget=SOME_LINES)
    may_publish = forms.BooleanField(label=_("You may publish our answer"), required=False)
    questions: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.questions.items():
            self.fields[name].label = label

    def given(self) -> Answer:
        return Answer(**{name: self.cleaned_data[name] for name in ("usefulness", "again", "better", "may_publish")})


class HostSurveyForm(SurveyForm):
    """The same of a host."""

    questions: ClassVar[dict[str, Any]] = {
        "usefulness": _("How useful was the meeting to you?"),
        "again": _("Would you receive a delegation from Japan again?"),
    }


class AuthoritySurveyForm(SurveyForm):
    """The same of an authority."""

    questions: ClassVar[dict[str, Any]] = {
        "again": _("Would you ask the office for support again?"),
    }


class FollowUpForm(PortalForm):
    """What has come of a visit."""

    outcome = forms.ChoiceField(
        label=_("What has come of the visit?"), widget=forms.RadioSelect, choices=FollowUp.Outcome.choices
    )
    words = forms.CharField(
        label=_("In a few sentences"), max_length=2000, required=False, widget=SOME_LINES,
        help_text=_("For example what was decided, with whom, and whether the office can help further."),
    )  # fmt: skip
    seen_version = forms.IntegerField(widget=forms.HiddenInput)
