"""Every mail of the portal on one page, in each language; not part of a real office's portal."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.decorators import method_decorator

from clair_portal.mail.preview import examples, gallery, preview
from clair_portal.pages.views import PUBLIC, Guarded, Page

# Mail programs need inline styles: a mail's document may use them and nothing else, and only our page may frame it.
MAIL_ONLY = {
    "Content-Security-Policy": "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
}


class WhereMailsAreMade(Guarded, abstract=True):
    """Not part of a real office's portal."""

    permission = PUBLIC

    def admit(self) -> None:
        if not (settings.DEBUG or settings.DEMONSTRATION) or self.kwargs["language"] not in dict(settings.LANGUAGES):
            raise Http404


@method_decorator(csp_update({"frame-src": [SELF]}), name="dispatch")
class MailGallery(WhereMailsAreMade, Page):
    """All mails in one language: subject, HTML as a mail program shows it, and the text."""

    permission = PUBLIC
    template_name = "mail_gallery.html"

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        shown = {"mails": gallery(self.kwargs["language"]), "languages": settings.LANGUAGES}
        return super().get_context_data(**shown, **facts)


class MailDocument(WhereMailsAreMade):
    """The HTML part of one mail, as the recipient's program gets it."""

    permission = PUBLIC

    def get(self, _: HttpRequest, **wanted: Any) -> HttpResponse:
        messages = examples()
        if wanted["number"] >= len(messages):
            raise Http404
        shown = preview(messages[wanted["number"]], wanted["language"])
        return HttpResponse(shown.words.html, headers=MAIL_ONLY)


urlpatterns = [
    path("<slug:language>/", MailGallery.as_view(), name="mail_gallery"),
    path("<slug:language>/<int:number>/", MailDocument.as_view(), name="mail_document"),
]
