"""The office's letters of thanks: the list of a case, each letter's text and page, and sending them."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from clair_portal.pages.views import ActionPage, FormPage, ObjectPage, OneObject, signed_in
from exchanges.actions import thanks
from exchanges.afterwards import letters
from exchanges.forms.afterwards import LetterForm
from exchanges.models import Survey, ThankYou, VisitCase
from exchanges.models.thanks import AFTERWARDS, ThankYouQuerySet
from exchanges.policy import CASES_STEER
from exchanges.views.cases import AboutCase


def of_case(case: VisitCase) -> str:
    return reverse("exchanges:thanks", args=[case.number])


class Thanks(AboutCase, ObjectPage):
    """Every host that received the delegation, with the state of its letter."""

    permission = CASES_STEER
    template_name = "exchanges/thanks.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        case, now = self.object, timezone.now()
        rows = letters.of_case(case, now)
        unsent = [row for row in rows if row.letter and not row.letter.is_sent and row.can_be_mailed]
        return super().get_context_data(
            case=case,
            rows=rows,
            is_over=case.state in AFTERWARDS,
            missing=sum(row.letter is None for row in rows),
            to_send=len(unsent),
            open_surveys=sum(
                one.is_open(now) for one in Survey.objects.visible_to(self.request.user).filter(case=case)
            ),
            **facts,
        )


class DraftThanks(AboutCase, ActionPage):
    """Write the first text of all letters that are missing."""

    permission = CASES_STEER
    template_name = "exchanges/thanks_draft.html"

    def done(self) -> str | None:
        return None if self.missing or self.object.state not in AFTERWARDS else of_case(self.object)

    @property
    def missing(self) -> list[letters.Thanked]:
        return [row for row in letters.of_case(self.object, timezone.now()) if row.letter is None]

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.object, rows=self.missing, **facts)

    def perform(self) -> str:
        texts = {row.first.pk: letters.first_text(row.meetings) for row in self.missing}
        thanks.draft_all(self.object, texts, by=signed_in(self.request), at=timezone.now())
        return of_case(self.object)


class SendAllThanks(AboutCase, ActionPage):
    """Send every letter that is written."""

    permission = CASES_STEER
    template_name = "exchanges/thanks_send.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        rows = letters.of_case(self.object, timezone.now())
        unsent = [row for row in rows if row.letter and not row.letter.is_sent and row.can_be_mailed]
        return super().get_context_data(case=self.object, rows=unsent, **facts)

    def perform(self) -> str:
        thanks.send_all(self.object, by=signed_in(self.request), at=timezone.now())
        return of_case(self.object)


class OneLetter(OneObject, abstract=True):
    """A letter stands below the number of its case."""

    permission = CASES_STEER
    model = ThankYou
    lookup = "uuid"

    def visible(self) -> ThankYouQuerySet:
        return cast("ThankYouQuerySet", super().visible()).for_pages().filter(case__number=self.kwargs["number"])


class WriteThanks(OneLetter, FormPage):
    """The text of one letter."""

    permission = CASES_STEER
    form_class = LetterForm
    template_name = "exchanges/thanks_write.html"

    def get_initial(self) -> dict[str, Any]:
        letter = self.object
        return {"language": letter.language, "text": letter.text, "seen_version": letter.version}

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.object.case, letter=self.object, **facts)

    def perform(self, form: LetterForm) -> str:
        letter, typed = self.object, form.cleaned_data
        letter.version = typed["seen_version"]
        by, at = signed_in(self.request), timezone.now()
        thanks.edit(letter, language=typed["language"], text=typed["text"], by=by, at=at)
        return of_case(letter.case)


class SendThanks(OneLetter, ActionPage):
    """One letter leaves; the second click finds it sent."""

    permission = CASES_STEER
    template_name = "exchanges/thanks_send.html"

    def done(self) -> str | None:
        return of_case(self.object.case) if self.object.is_sent else None

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.object.case, letter=self.object, **facts)

    def perform(self) -> str:
        return of_case(thanks.send(self.object, by=signed_in(self.request), at=timezone.now()).case)


class ThanksPdf(OneLetter):
    """The letter on paper."""

    permission = CASES_STEER

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        answer = HttpResponse(letters.pdf(self.object), content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="{letters.filename(self.object)}"'
        answer["Cache-Control"] = "private, no-store"
        return answer
