"""What people say of an event: each once, to be changed; read by organizers without names and never one by one."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger, revisions
from trellis.core.foundation.content_guard import reject_immigration_status

from ..models import EventFeedback, LearningEvent, SignUp

FEWEST, FEWEST_OF_SMALL, SMALL_EVENT = 5, 3, 10
"""How many answers an organizer waits for; fewer where the event had fewer than ten seats taken."""


def save_feedback(
    sign_up: SignUp, values: dict[str, str], by: UUID, seen: int | None, labels: dict[str, str]
) -> None:
    for text in (values["useful"], values["change"]):
        reject_immigration_status(text, about_work=True)
    with ledger.act("give feedback on an event", by=by, about=sign_up.event_id):
        revisions.create_or_save_if_current(EventFeedback, {"sign_up": sign_up}, values, seen, labels)


@dataclass(frozen=True)
class FeedbackSummary:
    """What organizers read. needed: how many answers are still missing before they read any; then the rest is empty.

    uses: how many chose each answer. useful, change: what people wrote, in an order that says nothing about who.
    """

    answers: int
    seats: int
    needed: int
    uses: list[tuple[str, int]]
    useful: list[str]
    change: list[str]


def feedback_summary(viewer: Viewer, event: LearningEvent) -> FeedbackSummary:
    """The feedback on an event as its organizer may read it."""
    rows = list(EventFeedback.objects.seen_by(viewer).filter(sign_up__event=event, deleted_at=None))
    seats = SignUp.objects.seen_by(viewer).seated().filter(event=event).count()
    fewest = FEWEST_OF_SMALL if seats < SMALL_EVENT else FEWEST
    if len(rows) < fewest:
        return FeedbackSummary(len(rows), seats, fewest - len(rows), [], [], [])
    counts = Counter(row.use for row in rows)
    return FeedbackSummary(
        answers=len(rows),
        seats=seats,
        needed=0,
        uses=[(str(label), counts[value]) for value, label in EventFeedback.Use.choices],
        useful=_shuffled(rows, "useful"),
        change=_shuffled(rows, "change"),
    )


def _shuffled(rows: list[EventFeedback], name: str) -> list[str]:
    """What people wrote in one field, in an order of its own that stays the same: not that of time or of names, and not
    that of the other field."""

    def place(row: EventFeedback) -> bytes:
        return hashlib.blake2b(f"{name}:{row.pk}".encode(), digest_size=8).digest()

    return [getattr(row, name) for row in sorted(rows, key=place) if getattr(row, name)]
