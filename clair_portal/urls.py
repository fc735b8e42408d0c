"""Every address of the portal."""

from django.contrib import admin
from django.urls import include, path

from clair_portal.account_pages import PrivacyNotice
from clair_portal.health import Health, Ready
from clair_portal.home import Home

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("privacy/", PrivacyNotice.as_view(), name="privacy"),
    path("events/", include("events.urls")),
    path("jet/", include("jet.urls")),
    path("visits/", include("exchanges.urls")),
    path("mail/gallery/", include("clair_portal.mail_gallery")),
    path("jobs/", include("clair_portal.document_urls")),
    path("imports/", include("clair_portal.import_urls")),
    path("account/", include("clair_portal.account_pages")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("healthz", Health.as_view(), name="healthz"),
    path("readyz", Ready.as_view(), name="readyz"),
    path("", include("clair_portal.pages.urls")),
]

handler400 = "clair_portal.pages.errors.bad_request"
handler403 = "clair_portal.pages.errors.permission_denied"
handler404 = "clair_portal.pages.errors.page_not_found"
handler500 = "clair_portal.pages.errors.server_error"
