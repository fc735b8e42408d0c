"""What hangs on a case: its themes with their questions, the delegation, and what was written about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clair_portal.documents.models import PrivateFile
from clair_portal.workflow.constraints import one_line
from exchanges.models.cases import VisitCase


@dataclass(frozen=True)
class ToldTheme:
    """A theme in the words for one reader; `is_original` when some of them are still the authority's own."""

    title: str
    questions: str
    is_original: bool


class ThemeQuerySet(models.QuerySet["Theme"]):
    """The vocabulary of themes."""

    def in_order(self) -> ThemeQuerySet:
        return self.order_by("position", "pk")


class Theme(models.Model):
    """A theme of the visit with the concrete questions to the hosts, one a line."""

    case = models.ForeignKey(VisitCase, models.CASCADE, related_name="themes")
    title = models.CharField(_("theme"), max_length=160)
    questions = models.TextField(_("questions"), max_length=4000, blank=True)
    title_en = models.CharField(_("theme in English"), max_length=160, blank=True)
    questions_en = models.TextField(_("questions in English"), max_length=4000, blank=True)
    title_de = models.CharField(_("theme in German"), max_length=160, blank=True)
    questions_de = models.TextField(_("questions in German"), max_length=4000, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="theme_has_a_title"),
            one_line("title", name="theme_title_one_line"),
            one_line("title_en", name="theme_title_en_one_line"),
            one_line("title_de", name="theme_title_de_one_line"),
            models.UniqueConstraint(fields=["case", "title"], name="theme_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def told_in(self, language: str) -> ToldTheme:
        """The theme as the office has translated it into `language`; else in the authority's own words, marked so."""
        code = language[:2]
        title, questions = getattr(self, f"title_{code}", ""), getattr(self, f"questions_{code}", "")
        if title and (questions or not self.questions):
            return ToldTheme(title, questions, is_original=False)
        return ToldTheme(title or self.title, questions or self.questions, is_original=True)


class DelegateQuerySet(models.QuerySet["Delegate"]):
    """The vocabulary of delegations."""

    def by_precedence(self) -> DelegateQuerySet:
        return self.order_by("precedence", "pk")

    def heads(self) -> DelegateQuerySet:
        """Of each delegation the one who leads it, if named."""
        return self.filter(role=Delegate.Role.HEAD)


class Delegate(models.Model):
    """A member of the delegation, in order of precedence; not everybody has an entry of their own in the directory."""

    class Role(models.TextChoices):
        HEAD = "head", _("head of the party")
        MEMBER = "member", _("member")
        OFFICER = "officer", _("accompanying officer")

    case = models.ForeignKey(VisitCase, models.CASCADE, related_name="delegates")
    precedence = models.PositiveSmallIntegerField(_("precedence"), default=1)
    family = models.CharField(_("family name"), max_length=100)
    given = models.CharField(_("given name"), max_length=100, blank=True)
    family_kanji = models.CharField(_("family name in kanji"), max_length=50, blank=True)
    given_kanji = models.CharField(_("given name in kanji"), max_length=50, blank=True)
    kana = models.CharField(_("reading in katakana"), max_length=100, blank=True)
    title_ja = models.CharField(_("title in Japanese"), max_length=100, blank=True)
    title_en = models.CharField(_("title in English"), max_length=100, blank=True)
    role = models.CharField(_("role"), max_length=8, choices=Role.choices, default=Role.MEMBER)
    group = models.CharField(_("sub-group"), max_length=20, blank=True)
    diet = models.CharField(_("diet"), max_length=200, blank=True)
    access_needs = models.CharField(_("access needs"), max_length=200, blank=True)

    objects = DelegateQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of the delegation")
        verbose_name_plural = _("members of the delegation")
        constraints = [
            models.CheckConstraint(condition=~Q(family=""), name="delegate_has_a_name"),
            one_line("family", name="delegate_family_one_line"),
            one_line("given", name="delegate_given_one_line"),
            one_line("title_en", name="delegate_title_one_line"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(role="head"), name="delegation_has_one_head",
                violation_error_message=_("A delegation has one head."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.family} {self.given}".strip()


class CaseMessageQuerySet(models.QuerySet["CaseMessage"]):
    """The vocabulary of what is written about a case."""

    def readable(self, *, internal: bool) -> CaseMessageQuerySet:
        """What stands on the page: internal notes only for the office."""
        found = self if internal else self.filter(is_internal=False)
        return found.order_by("written_at", "pk")

    def visible_to(self, user: Any) -> CaseMessageQuerySet:
        """What belongs to cases this person may know of, internal notes aside."""
        return self.filter(case__in=VisitCase.objects.visible_to(user), is_internal=False)


class CaseMessage(models.Model):
    """A message between the parties of a case, or a note that only the office reads."""

    case = models.ForeignKey(VisitCase, models.CASCADE, related_name="messages")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written"))
    text = models.TextField(_("text"), max_length=4000)
    is_internal = models.BooleanField(_("internal note"), default=False)
    mailed_from = models.EmailField(_("mailed from"), blank=True)  # of a mail whose sender is not who was written to
    mail_id = models.CharField(max_length=250, blank=True, editable=False)
    original = models.OneToOneField(
        PrivateFile, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("the mail as it came")
    )

    objects = CaseMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="casemessage_says_something"),
            models.CheckConstraint(
                condition=Q(written_by__isnull=False) | Q(is_internal=True), name="casemessage_strangers_write_notes"
            ),
            models.UniqueConstraint(
                fields=["case", "mail_id"], condition=~Q(mail_id=""), name="casemessage_mailed_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
