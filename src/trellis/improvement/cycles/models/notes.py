"""What a team learned by shadowing a student or in an empathy interview, kept with consent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trellis.core.community.models import Person
from trellis.core.foundation.models import Revised

from .aims import Aim


class AimNote(Revised):
    """A note about one person's day or words, by role and never by name. consent_for: how far the person lets it go.

    withdrawn_at: when consent was taken back; the words are then permanently deleted, and that there was a note stays.
    """

    class Kind(models.TextChoices):
        SHADOWING = "shadowing", _("Shadowing a student")
        INTERVIEW = "interview", _("Empathy interview")

    class Role(models.TextChoices):
        STUDENT = "student", _("A student")
        FAMILY = "family", _("A family member")
        TEACHER = "teacher", _("A teacher or advisor")
        MENTOR = "mentor", _("A mentor or partner")
        OTHER = "other", pgettext_lazy("a person", "Someone else")

    class ConsentFor(models.TextChoices):
        TEAM = "team", _("The team that works on this aim")
        NETWORK = "network", _("Everyone who can read this aim")

    class ConsentHow(models.TextChoices):
        SPOKEN = "spoken", pgettext_lazy("consent", "Spoken")
        WRITTEN = "written", pgettext_lazy("consent", "In writing")

    sealed = ("prompt", "words", "theme")

    aim = models.ForeignKey(Aim, models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    role = models.CharField(max_length=7, choices=Role.choices)
    day = models.DateField()
    prompt = models.CharField(max_length=300, blank=True, default="")
    words = models.TextField(blank=True, default="")
    theme = models.CharField(max_length=120, blank=True, default="")
    consent_for = models.CharField(max_length=7, choices=ConsentFor.choices)
    consent_how = models.CharField(max_length=7, choices=ConsentHow.choices)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(Revised.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) & ~Q(words="")
                | Q(withdrawn_at__isnull=False, words="", prompt=""),
                name="aimnote_words_until_withdrawn",
            )
        ]
