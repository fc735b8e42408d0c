"""Makes `admin.site` the portal's own staff site."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    """Stands in INSTALLED_APPS instead of `django.contrib.admin`."""

    default_site = "clair_portal.backoffice.site.PortalAdminSite"
