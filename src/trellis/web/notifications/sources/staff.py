"""What advisors and teachers are told: counts, with the page on which each thing is done. No student is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import ngettext

from trellis.assessment.evidence.scoring_queue import works_to_score
from trellis.assessment.exhibitions.models import Exhibition
from trellis.assessment.portfolios.desk import own_pending_seats
from trellis.assessment.portfolios.practice_desk import pending_practice_seats, practice_desk
from trellis.assessment.portfolios.scorer_requests import mark_scorers_notified
from trellis.core.community.models import Role, School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.models import Act
from trellis.learning.internships.models import Concern, InternshipDay
from trellis.web.families.models import Reply

from ..registry import DigestItem, page_link

PANEL_ANSWERS = {"accept a panel": True, "decline a panel": False}
"""What the ledger calls a panelist's answers, and whether they are coming."""


def _own_students(viewer: Viewer, path: str) -> Q:
    """An advisor's advisees; for a teacher who advises nobody, the students of their classes."""
    return viewer.through(Role.ADVISOR if Role.ADVISOR in viewer.roles else Role.TEACHER, path)


def unread_concerns(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Mentors' notes that nobody at school has read."""
    unread = Concern.objects.unread().seen_by(viewer).filter(_own_students(viewer, "placement__student"))
    created = list(unread.values_list("created", flat=True))
    if created:
        text = ngettext(
            "A mentor has shared a concern", "%(n)d mentors have shared concerns", len(created)
        ) % {"n": len(created)}
        yield DigestItem(text, page_link("today"), max(created) > since)


def unread_replies(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Answers of families that nobody at school has read or heard."""
    unread = Reply.objects.seen_by(viewer).filter(
        _own_students(viewer, "student"), heard_at=None, deleted_at=None
    )
    families = dict(unread.order_by("created").values_list("student", "created"))
    if families:
        text = ngettext("A family has replied", "%(n)d families have replied", len(families))
        yield DigestItem(text % {"n": len(families)}, page_link("today"), max(families.values()) > since)


def work_to_score(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Work that was turned in and waits for the viewer."""
    moments = list(works_to_score(viewer).values_list("at", flat=True))
    if moments:
        text = ngettext("%(n)s piece of work to score", "%(n)s pieces of work to score", len(moments))
        yield DigestItem(text % {"n": len(moments)}, page_link("to-score"), max(moments) > since)


def portfolio_work(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Parts of portfolios that the viewer was asked to score or discuss; new is what no email has told them of."""
    for school in School.objects.seen_by(viewer).filter(pk__in=viewer.staff_schools).order_by("name"):
        seats = [seat for seat, _wants in own_pending_seats(viewer, school)]
        if not seats:
            continue
        text = ngettext(
            "%(n)d part of a portfolio to score or discuss",
            "%(n)d parts of portfolios to score or discuss",
            len(seats),
        )
        yield DigestItem(
            text % {"n": len(seats)},
            page_link("portfolio-desk", school.pk),
            any(seat.notified_at is None for seat in seats),
            partial(mark_scorers_notified, seats),
        )


def practice_work(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Colleagues' pieces of practice that the viewer was asked to score or discuss."""
    seats = [seat for seat, _wants in pending_practice_seats(viewer)]
    if seats:
        text = ngettext(
            "%(n)d piece of a colleague’s practice to score or discuss",
            "%(n)d pieces of colleagues’ practice to score or discuss",
            len(seats),
        )
        yield DigestItem(
            text % {"n": len(seats)},
            page_link("practice"),
            any(seat.notified_at is None for seat in seats),
            partial(mark_scorers_notified, seats),
        )


def practice_to_assign(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Colleagues' pieces that wait until the viewer chooses who scores them."""
    if not (viewer.to("school", Role.LEADER) or viewer.to("network", Role.NETWORK_STAFF)):
        return
    desk = practice_desk(viewer)
    waiting = [part.task_part.submission.created for part in [*desk.waiting, *desk.third]]
    if waiting:
        text = ngettext(
            "%(n)d piece of a colleague’s practice needs scorers",
            "%(n)d pieces of colleagues’ practice need scorers",
            len(waiting),
        )
        yield DigestItem(text % {"n": len(waiting)}, page_link("practice-scorers"), max(waiting) > since)


def panel_answers(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """How many panelists have said since then whether they are coming, for one's own students' exhibitions."""
    exhibitions = Exhibition.objects.seen_by(viewer).filter(
        viewer.through(Role.ADVISOR, "student"), held_at=None, deleted_at=None
    )
    answers = Act.objects.unscoped("count what panelists answered").filter(
        verb__in=PANEL_ANSWERS, at__gt=since, about_id__in=exhibitions.values("pk")
    )
    last: dict[tuple[UUID | None, UUID | None], str] = {}
    for act, person, exhibition, verb in answers.order_by("at").values_list(
        "pk", "person_id", "about_id", "verb"
    ):
        last[person or act, exhibition] = verb
    counts = Counter(PANEL_ANSWERS[verb] for verb in last.values())
    coming = ngettext("%(n)d panelist is coming", "%(n)d panelists are coming", counts[True])
    declined = ngettext("%(n)d panelist can’t come", "%(n)d panelists can’t come", counts[False])
    for text, count in ((coming, counts[True]), (declined, counts[False])):
        if count:
            yield DigestItem(text % {"n": count}, page_link("today"))


def unconfirmed_days(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Days of one's advisees that their mentors have not confirmed: told along with what is new."""
    days = InternshipDay.objects.awaiting_confirmation().seen_by(viewer)
    past_days = days.filter(
        viewer.through(Role.ADVISOR, "placement__student"), date__lt=timezone.localdate(viewer.now)
    )
    count = past_days.count()
    if count:
        text = ngettext("%(n)s day awaiting confirmation", "%(n)s days awaiting confirmation", count)
        yield DigestItem(text % {"n": count}, page_link("today"), is_new=False)
