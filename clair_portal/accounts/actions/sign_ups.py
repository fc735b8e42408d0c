"""From sign-up to a confirmed account: the person is linked when the address is proved, never before."""

from datetime import datetime
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError

from clair_portal.accounts.actions import consents
from clair_portal.accounts.models import Consent, User
from clair_portal.directory.actions import people
from clair_portal.directory.models import Person


@transaction.atomic
def begin(user: User, *, family: str, given: str, language: str, read_in: str, at: datetime) -> User:
    """Save a new user with a provisional person, whose address counts as unproved.

    `read_in` is the language of the privacy notice that they agreed to.
    """
    user.language = language
    user.person = people.create(by=None, at=at, family=family, given=given, email=user.email, language=language)
    user.save()
    consents.give(user, Consent.Purpose.PRIVACY_NOTICE, language=read_in, at=at)
    return user


@transaction.atomic
def confirm(user: User, *, keep_password: bool, at: datetime) -> User:
    """The user has proved to own the address: the account counts, and the person known under it is theirs.

    A password that somebody typed at sign-up, without ever proving the address, is dropped when the mailbox's
    owner comes in another way: otherwise a stranger could sign up first and wait.
    """
    User.objects.select_for_update().get(pk=user.pk)
    user.refresh_from_db()  # allauth holds several copies of one user; the first to arrive here confirms
    if user.confirmed_at is not None:
        return user
    known = Person.objects.with_address(user.email).filter(user__isnull=True).select_for_update(of=["self"]).first()
    if known is None:
        _prove(user, at)
    else:
        _take_over(user, known, at)
    if not keep_password:
        user.set_unusable_password()
    user.confirmed_at = at
    user.save(update_fields=["person", "password", "confirmed_at"])
    return user


@transaction.atomic
def follow(user: User, *, at: datetime) -> User:
    """The user's proved main address has changed: the person's follows."""
    user.refresh_from_db()
    _prove(user, at)
    return user


@transaction.atomic
def admit(
    email: str, *, family: str, given: str = "", language: str = "en-gb", password: str | None = None, at: datetime
) -> User:
    """An account whose address needs no more proof: set up by the office, on the command line, for demonstrations.

    Whoever sets it up vouches that its owner has agreed to the privacy notice.
    """
    user = User(email=email.lower())
    user.set_password(password)
    begin(user, family=family, given=given, language=language, read_in=language, at=at)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return confirm(user, keep_password=True, at=at)


@transaction.atomic
def rehearse(*, at: datetime) -> None:
    """Sign nobody up and take all of it back, so that a known address costs as much work as a new one.

    Each rehearsal has an address of its own: two at once must not wait for each other.
    """
    user = User(email=f"{uuid4()}@rehearsal.invalid")
    user.set_password("as long as a real one")
    with transaction.atomic():
        begin(user, family="Rehearsal", given="", language=user.language, read_in=user.language, at=at)
        EmailAddress.objects.create(user=user, email=user.email, primary=True)
        transaction.set_rollback(True)


@transaction.atomic
def forget_unconfirmed(*, before: datetime) -> int:
    """Delete sign-ups that nobody confirmed, with their provisional people; says how many."""
    users = User.objects.filter(confirmed_at=None, last_login=None, joined_at__lt=before, role_assignments=None)
    forgotten = list(users.select_related("person"))
    for user in forgotten:
        user.delete()
        _drop(user.person)
    return len(forgotten)


def _prove(user: User, at: datetime) -> None:
    """The person's address is the user's; proved, unless the directory already has it proved for somebody else.

    Then it stays unproved, and the two people show up as duplicates for the staff to merge.
    """
    person = user.person
    if person is not None:
        is_others = Person.objects.with_address(user.email).exclude(pk=person.pk).exists()
        proof = None if is_others else at
        people.edit(person, by=user, at=at, version=person.version, email=user.email, email_verified_at=proof)


def _take_over(user: User, known: Person, at: datetime) -> None:
    provisional, user.person = user.person, known
    user.save(update_fields=["person"])
    people.edit(known, by=user, at=at, version=known.version, language=user.language)
    _drop(provisional)


def _drop(provisional: Person | None) -> None:
    """Delete a provisional person, unless something already hangs on it: then staff merge it."""
    if provisional is None:
        return
    try:
        with transaction.atomic():
            provisional.delete()
    except (ProtectedError, RestrictedError):
        return
