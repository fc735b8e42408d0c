"""The one thing a page itself writes: the language somebody chose."""

from django.db import transaction

from clair_portal.accounts.models import User
from clair_portal.directory.models import Person


@transaction.atomic
def choose_language(user: User, *, language: str) -> User:
    """From now on pages and mails speak this language to `user`."""
    User.objects.filter(pk=user.pk).update(language=language)
    Person.objects.filter(user=user).update(language=language)
    user.language = language
    return user
