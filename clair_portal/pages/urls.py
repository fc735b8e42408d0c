"""The portal's own small pages. The root includes them at the top of the site."""

from django.urls import path

from clair_portal.pages.views import site

urlpatterns = [
    path("language/", site.SetLanguage.as_view(), name="set_language"),
    path("accessibility/", site.Accessibility.as_view(), name="accessibility"),
    path("gallery/", site.Gallery.as_view(), name="gallery"),
    path("robots.txt", site.Robots.as_view(), name="robots"),
    path(".well-known/security.txt", site.SecurityContact.as_view(), name="security_contact"),
    path("favicon.ico", site.Favicon.as_view(), name="favicon"),
]
