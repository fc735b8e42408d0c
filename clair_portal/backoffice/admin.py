"""What the kernel's own packages show on the staff site; found by Django's autodiscovery."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group

from clair_portal.backoffice.registrations import accounts, directory, documents, mail

# These tables are kept by allauth and Django; the portal's own registrations show what staff need of them.
for model in (Group, EmailAddress, Authenticator):
    if admin.site.is_registered(model):
        admin.site.unregister(model)

__all__ = ["accounts", "directory", "documents", "mail"]
