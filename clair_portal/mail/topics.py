"""What a mail is about: the topics that people can stop one by one, and the one they cannot."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """Service mails answer something a person did here; all others can be unsubscribed."""

    SERVICE = "service", _("About your own registrations and account")
    CHAPTER_NEWS = "chapter_news", _("News from your chapter")
    JLGC_NEWS = "jlgc_news", _("News from the Japan Local Government Centre")
    JOBS = "jobs", _("Jobs and careers")
    SURVEYS = "surveys", _("Surveys")


def can_be_stopped(topic: str) -> bool:
    """Whether a person may unsubscribe from this topic."""
    return topic != Topic.SERVICE
