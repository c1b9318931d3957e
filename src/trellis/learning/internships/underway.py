"""A placement under way: its days change, it ends, its mentor says how it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community import tie_endings
from trellis.core.community.clock import at_school
from trellis.core.community.models import Person, Role, Tie
from trellis.core.community.selectors import school_of
from trellis.core.foundation import ledger
from trellis.core.foundation.refusal import Refusal
from trellis.core.foundation.revisions import save_if_current
from trellis.design.blueprint.package.world import Question

from .models import MentorAnswer, Placement
from .terms import TERMS, labels_of_terms

QUARTER = timedelta(days=75)
SETTLED = timedelta(days=21)  # into a placement before its mentor is asked how it goes
ANSWERS = ("yes", "partly", "not-yet")


def change(
    placement: Placement,
    terms: Mapping[str, Any],
    worries: Callable[[Placement], Iterable[object]],
    looked: bool,
    by: UUID,
    seen: int | None = None,
) -> Placement:
    """Change the days and hours of a placement. Raises Conflict when somebody changed them since `seen`.

    Raises Refusal for one that is over, and when the change gives something to look at and nobody says that
    they have.
    """
    with ledger.act("change the days of a placement", by=by, about=placement.pk, looked=looked):
        placements = Placement.objects.unscoped("one change at a time").select_related("site", "student")
        fresh = placements.get(pk=placement.pk)
        if fresh.ends and fresh.ends < at_school(school_of(fresh.student_id), timezone.now()).date():
            raise Refusal(_("This placement is over. Its days cannot be changed."))
        if all(getattr(fresh, name) == terms[name] for name in TERMS):
            return fresh
        for name in TERMS:
            setattr(fresh, name, terms[name])
        if not looked and list(worries(fresh)):
            raise Refusal(
                _(
                    "Something below needs your attention. Check the box to confirm that you looked into it, "
                    "then save again."
                )
            )
        return save_if_current(placement, {name: terms[name] for name in TERMS}, seen, labels_of_terms())


def finish(placement: Placement, last: date, today: date, by: UUID) -> Placement:
    """End a placement with its last day. The mentor's tie to the student ends with it, once that day is over.

    Raises Refusal for a day before the first, and for a last day after today: change the days for that.
    """
    if not placement.starts <= last <= today:
        raise Refusal(_("Choose a last day between the first day and today."))
    now = timezone.now()
    with ledger.act("end a placement", by=by, about=placement.pk):
        fresh = Placement.objects.unscoped("ends once").get(pk=placement.pk)
        fresh.ends = last
        fresh.save()
        if fresh.mentor_id and not _mentors_elsewhere(fresh, today):
            ties = Tie.objects.unscoped("the tie ends with the placement").filter(
                person=fresh.mentor_id, role=Role.MENTOR, to_person=fresh.student_id, ends=None
            )
            tie_endings.end(ties, now)
    return fresh


def _mentors_elsewhere(ended: Placement, today: date) -> bool:
    others = Placement.objects.unscoped("whether the tie still has a reason").filter(
        student=ended.student_id, mentor=ended.mentor_id, deleted_at=None
    )
    return others.exclude(pk=ended.pk).exclude(ends__lt=today).exists()


def due(placement: Placement, questions: Iterable[Question], today: date) -> list[Question]:
    """Questions that the mentor is asked now: three weeks in, and then once a quarter."""
    if today < placement.starts + SETTLED:
        return []
    since = timezone.now() - QUARTER
    answered = MentorAnswer.objects.unscoped("asks once a quarter").filter(
        placement=placement, created__gt=since, deleted_at=None
    )
    return [] if answered.exists() else list(questions)


def known_answers(answers: Mapping[str, str], questions: Iterable[Question]) -> dict[str, str]:
    """By question, the answers that are one of those there are."""
    return {
        question.key: answers[question.key] for question in questions if answers.get(question.key) in ANSWERS
    }


def answer(
    placement: Placement, answers: Mapping[str, str], questions: Iterable[Question], by: Person | None
) -> MentorAnswer | None:
    """Keep what the mentor answered; None when no question was. To be called inside the act it belongs to."""
    valid_answers = known_answers(answers, questions)
    return (
        MentorAnswer.objects.create(placement=placement, by=by, answers=valid_answers)
        if valid_answers
        else None
    )
