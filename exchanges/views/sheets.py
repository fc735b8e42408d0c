"""The request as an Excel workbook: download, upload, look at the changes, say yes."""

import uuid
from http import HTTPStatus
from typing import Any, ClassVar, cast

from django.core import signing
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clair_portal import spreadsheets
from clair_portal.directory.models import Organisation
from clair_portal.directory.visibility import reach
from clair_portal.pages.forms import refuse
from clair_portal.pages.views import FormPage, Guarded, signed_in
from clair_portal.spreadsheets import Unreadable
from clair_portal.workflow import DomainError
from exchanges.actions import sheets
from exchanges.forms.cases import CaseForm
from exchanges.forms.sheets import TakeOverForm, UploadForm
from exchanges.models import VisitCase
from exchanges.policy import CASES_ASK
from exchanges.sheets.checking import Checked, check_file, check_sent
from exchanges.sheets.template import Template, file_name
from exchanges.views.cases import AboutCase, address

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SALT = "exchanges.sheets"
Sent = dict[str, Any]
VALID = 2 * 60 * 60  # seconds between the changes shown and the yes


class ChangesLost(DomainError):
    """What was signed is too old, or somebody else's, or of another request."""

    message = _("The changes shown have expired. Please upload the file again.")


class OfARequest(Guarded, abstract=True):
    """A request that is there, or one that is to become a draft."""

    permission = CASES_ASK

    @cached_property
    def authorities(self) -> list[Organisation]:
        """On whose behalf this person may ask."""
        own = reach(self.request.user, CASES_ASK).organisations
        return list(Organisation.objects.visible_to(self.request.user).filter(pk__in=own).by_name("ja"))

    @property
    def case(self) -> VisitCase:
        return VisitCase()

    def salt(self) -> str:
        """Whoever signed it, and for which request, is the only one for whom it counts."""
        return f"{SALT}.{signed_in(self.request).pk}.{self.kwargs.get('number', 'new')}"


class OfACase(AboutCase, OfARequest, abstract=True):
    """A request that is there."""

    @property
    def case(self) -> VisitCase:
        return cast("VisitCase", self.object)


class Workbook(OfARequest):
    """The workbook to fill in, empty but for the authority."""

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        content = Template(CaseForm(instance=self.case, authorities=self.authorities)).written()
        answer = HttpResponse(content, content_type=XLSX)
        named = content_disposition_header(as_attachment=True, filename=file_name(self.case))
        answer["Content-Disposition"] = named or "attachment"
        return answer


class CaseWorkbook(OfACase, Workbook):
    """The workbook of a request, filled in as far as it is known."""

    permission = CASES_ASK


class Upload(OfARequest, FormPage):
    """Takes the file, and shows what is wrong with it or what it would change. Nothing is written yet."""

    permission = CASES_ASK
    form_class = UploadForm
    template_name = "exchanges/excel.html"
    changes_template: ClassVar[str] = "exchanges/excel_changes.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.case, **facts)

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            book = spreadsheets.read(form.cleaned_data["file"].read())
        except Unreadable as error:
            refuse(form, error)
            return self.form_invalid(form)
        checked = check_file(book, self.case, self.authorities)
        if checked.faults:
            return self._faulty(checked)
        return self._changing(checked)

    def _faulty(self, checked: Checked) -> HttpResponse:
        faults = checked.listed(get_language() or "en-gb")
        context = self.get_context_data(form=self.form_class(), faults=faults, how_many=len(checked.faults))
        return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def _changing(self, checked: Checked) -> HttpResponse:
        case = self.case
        sent = {"key": str(uuid.uuid4()), "seen": sheets.mark_of(case) if case.pk else "", **checked.sent}
        payload = signing.dumps(sent, salt=self.salt(), compress=True)
        self.template_name = self.changes_template
        context = self.get_context_data(
            form=TakeOverForm(initial={"payload": payload}), changes=checked.changes, is_marked=checked.is_marked
        )
        return self.render_to_response(context)


class CaseUpload(OfACase, Upload):
    """The filled-in workbook of a request that is there."""

    permission = CASES_ASK


class TakeOver(OfARequest, FormPage):
    """Yes: the changes that were shown are made, all of them or none."""

    permission = CASES_ASK
    http_method_names = ("post", "options")
    form_class = TakeOverForm
    template_name = "exchanges/excel.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.case, **facts)

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """A refusal leads back to the upload, where one begins again."""
        refusal = next((error for errors in form.errors.values() for error in errors), ChangesLost.message)
        context = self.get_context_data(form=UploadForm(), refusal=refusal)
        return self.render_to_response(context, status=HTTPStatus.CONFLICT)

    def perform(self, form: TakeOverForm) -> str:
        sent = self._signed(form.cleaned_data["payload"])
        key, seen = uuid.UUID(sent["key"]), sent["seen"]
        return address(self.take(sent, key, seen))

    def take(self, sent: Sent, key: uuid.UUID, _seen: str) -> VisitCase:
        """A new draft; the doubled yes finds the one of its twin."""
        kept = VisitCase.objects.visible_to(self.request.user).filter(uuid=key).first()
        if kept:
            return kept
        checked = self.checked(sent, VisitCase(uuid=key))
        return sheets.begin(checked.form.instance, checked.contents, by=signed_in(self.request), at=timezone.now())

    def checked(self, sent: Sent, case: VisitCase) -> Checked:
        """Once more through the forms: an authority or a choice may have gone meanwhile."""
        checked = check_sent(sent, case, self.authorities)
        if checked.faults:
            raise ChangesLost
        return checked

    def _signed(self, payload: str) -> Sent:
        try:
            sent: Sent = signing.loads(payload, salt=self.salt(), max_age=VALID)
        except signing.BadSignature as error:
            raise ChangesLost from error
        return sent


class TakeOverCase(OfACase, TakeOver):
    """The changes of a request that is there."""

    permission = CASES_ASK

    def take(self, sent: Sent, _key: uuid.UUID, seen: str) -> VisitCase:
        checked = self.checked(sent, self.case)
        return sheets.take_over(self.case, checked.contents, seen=seen, by=signed_in(self.request), at=timezone.now())
