"""What a coach shares of a visit with the school's leaders: a snapshot of what was agreed and looked at, never the
notes."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from trellis.core.community.models import Person, Role, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation import ledger

from .models import CoachVisit, VisitCommitment, VisitSummary
from .named_people import reject_names

REASON = "share a visit of the caller"
Body = dict[str, object]
"""JSON, as the model describes it."""


def make_body(words: str, focus: list[tuple[str, str]], commitments: list[VisitCommitment]) -> Body:
    """The snapshot. focus: each row's title and level in words, "" for none."""
    return {
        "words": words,
        "focus": [{"title": title, "level": level} for title, level in focus],
        "commitments": [
            {"text": each.text, "owner": each.owner_name, "due": each.due.isoformat()} for each in commitments
        ],
    }


def share_summary(visit: CoachVisit, body: Body, by: UUID) -> VisitSummary:
    """Share a summary. Where the last one says the same, it stays the last."""
    reject_names(str(body["words"]), visit.school_id, "words")
    with ledger.act("share a visit", by=by, about=visit.pk):
        rows = VisitSummary.objects.unscoped(REASON).filter(visit=visit)
        last = rows.order_by("-version").first()
        if last is not None and last.body == body:
            return last
        version = last.version + 1 if last else 1
        return VisitSummary.objects.create(visit=visit, version=version, body=body, shared_by_id=by)


def mark_read(summary: VisitSummary, by: UUID) -> None:
    """Note who of the school's leaders read it first, and when."""
    with ledger.act("read a shared visit", by=by, about=summary.pk):
        rows = VisitSummary.objects.unscoped(REASON).filter(pk=summary.pk, read_at=None)
        rows.update(read_at=timezone.now(), read_by=by, modified=timezone.now())


def last_summary(viewer: Viewer, visit: CoachVisit) -> VisitSummary | None:
    """The newest summary of a visit."""
    rows = VisitSummary.objects.seen_by(viewer).filter(visit=visit, deleted_at=None)
    return rows.select_related("read_by").order_by("-version").first()


def unread_summaries(viewer: Viewer) -> list[VisitSummary]:
    """Summaries of schools that the viewer leads which no leader has read, the newest of each visit."""
    rows = VisitSummary.objects.seen_by(viewer).filter(
        visit__school__in=viewer.to("school", Role.LEADER), deleted_at=None
    )
    newest = {row.visit_id: row for row in rows.select_related("visit__school").order_by("version")}
    return [row for row in newest.values() if row.read_at is None]


def leaders_of(school_id: UUID) -> list[Person]:
    """Who leads a school now: whom a summary is shared with."""
    reason = "name the leaders of a school to its coach"
    ties = Tie.objects.unscoped(reason).filter(
        active_at(timezone.now()), to_school=school_id, role=Role.LEADER
    )
    people = Person.objects.unscoped(reason).filter(pk__in=ties.values("person"), deleted_at=None)
    return sorted(people, key=lambda person: (person.family_name, person.name, person.pk))
