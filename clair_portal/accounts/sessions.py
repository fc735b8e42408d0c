"""The session engine that `settings.SESSION_ENGINE` names."""

from clair_portal.accounts.models.sessions import SessionStore

__all__ = ["SessionStore"]
