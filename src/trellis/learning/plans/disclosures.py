"""What mentors were shown of a plan: its goals, by a link."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.disclosures import Disclosure
from trellis.core.community.models import Link, Person
from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.core.foundation.query_forms import IdsOf

from .models import PlanVersion
from .signing import GOALS_LINK_PURPOSE

_LINKS = PreparedQuery(Link, lambda links: links.select_related("person"))
REASON = "list what was shared outside the school, for the family"


def disclosures_to_mentors(student: Person) -> Iterator[Disclosure]:
    """Yield each mentor who was given a link to the goals."""
    versions = IdsOf(PlanVersion, "pk", Q(plan__student=student), reason=REASON)
    links = _LINKS.unscoped(REASON, purpose=GOALS_LINK_PURPOSE, about_id__in=versions, person__isnull=False)
    for link in links:
        yield Disclosure(timezone.localdate(link.created), link.person.name, _("goals of the learning plan"))
