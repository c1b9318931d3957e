"""What an organization can do for a school: the kinds of help that supports know, internships and panels besides."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.learning.supports.models import Area


class ExtraKind(models.TextChoices):
    INTERNSHIPS = "internships", _("internships")
    PANELS = "panels", _("exhibition panels")


SERVICE_KINDS = [*ExtraKind.choices, *Area.choices]
_LABELS = dict(SERVICE_KINDS)


def service_labels(keys: Iterable[str]) -> list[str]:
    """What services are called, in the order of the list."""
    chosen = set(keys)
    return [str(label) for key, label in SERVICE_KINDS if key in chosen]
