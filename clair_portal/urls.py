"""Every address of the portal."""

from django.contrib import admin
from django.urls import include, path

from clair_portal.health import Health, Ready
from clair_portal.home import Home

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("events/", include("events.urls")),
    path("mail/gallery/", include("clair_portal.mail_gallery")),
    path("jobs/", include("clair_portal.document_urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("healthz", Health.as_view(), name="healthz"),
    path("readyz", Ready.as_view(), name="readyz"),
    path("", include("clair_portal.pages.urls")),
]
