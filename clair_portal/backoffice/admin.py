"""What the kernel's own packages show on the staff site; found by Django's autodiscovery."""

from clair_portal.backoffice.registrations import accounts, directory, mail

__all__ = ["accounts", "directory", "mail"]
