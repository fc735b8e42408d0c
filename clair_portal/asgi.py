"""The entry point for an asynchronous server; the portal itself is measured under WSGI."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clair_portal.settings")
application = get_asgi_application()
