"""Browsers of the people who work on a round."""

from django.test import Client

from clair_portal.accounts.models import User


def browser(user: User) -> Client:
    """Signed in as this person."""
    client = Client()
    client.force_login(user)
    return client
