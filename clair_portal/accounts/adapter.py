"""How allauth meets the portal: languages, mails through the outbox, links from settings."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """The portal's rules on top of allauth's."""
