"""What mentors were shown of a plan: its goals, by a link."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.disclosures import Disclosure
from trellis.core.community.models import Link, Person

from .models import PlanVersion
from .signing import GOALS_LINK_PURPOSE

REASON = "list what was shared outside the school, for the family"


def disclosures_to_mentors(student: Person) -> Iterator[Disclosure]:
    """Yield each mentor who was given a link to the goals."""
    versions = PlanVersion.objects.unscoped(REASON).filter(plan__student=student)
    links = Link.objects.unscoped(REASON).filter(
        purpose=GOALS_LINK_PURPOSE, about_id__in=versions.values("pk"), person__isnull=False
    )
    for link in links.select_related("person"):
        yield Disclosure(timezone.localdate(link.created), link.person.name, _("goals of the learning plan"))
