"""A placement under way: its schedule changes, it ends, its mentor answers how it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community import tie_endings
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Person, Role, Tie
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current
from trellis.design.blueprint.package.internships_and_exhibitions import MentorQuestion

from .models import MentorAnswer, Placement
from .places import school_of_placement
from .terms import TERM_FIELDS, term_labels

ASK_INTERVAL = timedelta(days=75)
SETTLING_PERIOD = timedelta(days=21)  # into a placement before its mentor is asked how it goes
ANSWER_CHOICES = ("yes", "partly", "not-yet")


def change_terms(
    placement: Placement,
    terms: Mapping[str, object],
    worries: Callable[[Placement], Iterable[object]],
    looked: bool,
    by: UUID,
    seen: int | None = None,
) -> None:
    """Change the days and hours of a placement. Raises EditConflict when somebody changed them since `seen`.

    Raises ActionError for one that is over, and when the change gives something to check and nobody says that they
    did.
    """
    with ledger.act("change the days of a placement", by=by, about=placement.pk, looked=looked):
        placements = Placement.objects.unscoped("lock the row while it is changed").select_related(
            "site", "host_school", "student"
        )
        fresh = placements.get(pk=placement.pk)
        if not fresh.is_current(school_local_time(school_of_placement(fresh), timezone.now()).date()):
            raise ActionError(_("This placement is over. Its days cannot be changed."))
        if all(getattr(fresh, name) == terms[name] for name in TERM_FIELDS):
            return
        for name in TERM_FIELDS:
            setattr(fresh, name, terms[name])
        if not looked and list(worries(fresh)):
            raise ActionError(
                _(
                    "Something below needs your attention. Check the box to confirm that you looked into it, "
                    "then save again."
                )
            )
        save_if_current(placement, {name: terms[name] for name in TERM_FIELDS}, seen, term_labels())


def end_placement(placement: Placement, last: date, today: date, by: UUID) -> Placement:
    """End a placement with its last day. The mentor's tie to the student ends with it, once that day is over.

    Raises ActionError for a day before the first, and for a last day after today: change the days for that.
    """
    if not placement.starts <= last <= today:
        raise ActionError(_("Choose a last day between the first day and today."))
    now = timezone.now()
    with ledger.act("end a placement", by=by, about=placement.pk):
        fresh = Placement.objects.unscoped("end it only once").get(pk=placement.pk)
        fresh.ends = last
        fresh.save()
        if fresh.mentor_id and not _has_other_placement(fresh, today):
            ties = Tie.objects.unscoped("end the mentor's tie with the placement").filter(
                person=fresh.mentor_id, role=Role.MENTOR, to_person=fresh.student_id, ends=None
            )
            tie_endings.end_ties(ties, now)
    return fresh


def _has_other_placement(ended: Placement, today: date) -> bool:
    others = Placement.objects.current(today).unscoped("check whether the mentor's tie still has a reason")
    return others.filter(student=ended.student_id, mentor=ended.mentor_id).exclude(pk=ended.pk).exists()


def questions_due(
    placement: Placement, questions: Iterable[MentorQuestion], today: date
) -> list[MentorQuestion]:
    """Questions that the mentor is asked now: three weeks in, and then once a quarter."""
    if today < placement.starts + SETTLING_PERIOD:
        return []
    since = timezone.now() - ASK_INTERVAL
    answered = MentorAnswer.objects.unscoped("send the mentor's questions only once a quarter").filter(
        placement=placement, created__gt=since, deleted_at=None
    )
    return [] if answered.exists() else list(questions)


def clean_answers(answers: Mapping[str, str], questions: Iterable[MentorQuestion]) -> dict[str, str]:
    """Return the answers, by question, that are among the choices."""
    return {
        question.key: answers[question.key]
        for question in questions
        if answers.get(question.key) in ANSWER_CHOICES
    }


def save_answers(
    placement: Placement, answers: Mapping[str, str], questions: Iterable[MentorQuestion], by: Person | None
) -> MentorAnswer | None:
    """Save the mentor's answers; return None if there are none. Call it inside the act that it belongs to."""
    valid_answers = clean_answers(answers, questions)
    return (
        MentorAnswer.objects.create(placement=placement, by=by, answers=valid_answers)
        if valid_answers
        else None
    )
