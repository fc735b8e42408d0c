"""What can go wrong with an import as a whole, each as a sentence for whoever sent the file."""

from django.utils.translation import gettext_lazy as _

from clair_portal.workflow import DomainError


class FileExpired(DomainError):
    """The private file was removed before it was read."""

    message = _("The file is no longer kept. Upload it again.")


class ChangedMeanwhile(DomainError):
    """Somebody has changed, or entered, one of the rows since the check."""

    message = _(
        "Somebody has changed %(key)s since the file was checked. Nothing was taken over: upload the file again."
    )

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.facts = {"key": key}

    def __str__(self) -> str:
        return str(self.message) % self.facts


class Contradicted(DomainError):
    """The database refuses one of the rows because of what somebody else has written since the check."""

    message = _("The file contradicts what was entered since it was checked. Nothing was taken over: upload it again.")
