"""The portal's addresses, and the trial site beside them."""

from django.urls import path

from clair_portal.urls import urlpatterns as portal
from tests.backoffice.office import site

urlpatterns = [*portal, path("trial/", site.urls)]
