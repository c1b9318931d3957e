"""What leaders and counselors are told: what waits for them, counted. No student is named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import ngettext

from trellis.core.community.decisions import counselor_decisions
from trellis.core.community.models import Role, School
from trellis.core.community.viewer import Viewer
from trellis.design.blueprint.wording import wording_of
from trellis.learning.supports.selectors import caseload_of
from trellis.web.shell.days.decisions import decisions

from ..registry import DigestItem, page_link


def open_decisions(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Decisions that wait for the viewer as a leader or a counselor: told along with what is new, or once a week."""
    schools = School.objects.seen_by(viewer).filter(pk__in=viewer.to("school", Role.LEADER))
    today = timezone.localdate(viewer.now)
    count = sum(len(decisions(viewer, school, wording_of(school.pk), today)) for school in schools)
    if Role.COUNSELOR in viewer.roles:
        count += len(counselor_decisions(viewer, today))
    if count:
        text = ngettext("%(n)d decision is waiting for you", "%(n)d decisions are waiting for you", count) % {
            "n": count
        }
        yield DigestItem(text, page_link("today"), is_new=False)


def due_needs(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """What a counselor has to follow up today: a reason for an email each day until it is done."""
    count = caseload_of(viewer, timezone.localdate(viewer.now)).due_count
    if count:
        text = ngettext(
            "%(n)d item needs your attention today", "%(n)d items need your attention today", count
        ) % {"n": count}
        yield DigestItem(text, page_link("supports"))
