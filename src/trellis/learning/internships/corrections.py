"""What a mentor sent is theirs to correct or remove: a note until the school has read it, answers at any time.

The ledger keeps the earlier words. Only the mentor changes them, so that answers carry no revision; a note has
one, for the school reads it meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation import input_parsing, ledger
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current
from trellis.design.blueprint.package.internships_and_exhibitions import MentorQuestion

from .active_placements import clean_answers
from .models import Concern, MentorAnswer, Placement

REASON = "find what a mentor sent, to correct it"
MAX_LENGTH = 1000


def unread_notes(placement: Placement, mentor: Person | None, since: datetime | None = None) -> list[Concern]:
    """The mentor's notes (since a moment) that nobody at school has read yet, the oldest first."""
    if mentor is None:
        return []
    concerns = Concern.objects.unread().unscoped(REASON).filter(placement=placement, raised_by=mentor)
    concerns = concerns.filter(created__gte=since) if since else concerns
    return list(concerns.order_by("created"))


def latest_answers(placement: Placement, mentor: Person | None, since: datetime) -> MentorAnswer | None:
    """What the mentor answered since a moment."""
    if mentor is None:
        return None
    mentor_answers = MentorAnswer.objects.unscoped(REASON).filter(
        placement=placement, by=mentor, deleted_at=None
    )
    return mentor_answers.filter(created__gte=since).order_by("-created").first()


def own_notes(placement: Placement, mentor: Person | None) -> QuerySet[Concern]:
    """The mentor's notes, also those that were read or removed."""
    notes = Concern.objects.unscoped(REASON)
    return notes.filter(placement=placement, raised_by=mentor) if mentor else notes.none()


def correct_note(note: Concern, words: str, by: Person, seen: int | None) -> None:
    """Change the words of a note. Raises ActionError once the school has read it, EditConflict where it was
    corrected since `seen`."""
    words = input_parsing.clean_text(words, MAX_LENGTH, _("This is empty. Write one sentence."))
    reject_immigration_status(words)
    with ledger.act("correct a note to the school", by=by.pk, about=note.placement_id):
        _check_unread(note)
        save_if_current(note, {"words": words}, seen, {"words": _("Tell the school about a concern")})


def remove_note(note: Concern, by: Person) -> None:
    """Remove a note that nobody at school has read yet. Doing it again changes nothing."""
    now = timezone.now()
    with ledger.act("withdraw a note to the school", by=by.pk, about=note.placement_id):
        concerns = Concern.objects.unscoped(REASON).filter(pk=note.pk)
        if concerns.unread().update(deleted_at=now, modified=now):
            return
        if concerns.filter(deleted_at=None).exists():
            raise ActionError(_already_read_message())


def _check_unread(note: Concern) -> None:
    current = Concern.objects.unscoped(REASON).select_for_update().get(pk=note.pk)
    if current.heard_at:
        raise ActionError(_already_read_message())
    if current.deleted_at:
        raise ActionError(
            _("This was removed while you had it open. Copy your text before you leave this page.")
        )


def _already_read_message() -> str:
    return _("The school has read this already. Call the school to add to it.")


def correct_answers(
    mentor_answer: MentorAnswer, answers: Mapping[str, str], questions: Iterable[MentorQuestion], by: Person
) -> None:
    """Change what the mentor answered; a question without a new answer keeps the earlier one."""
    with ledger.act("correct answers about an internship", by=by.pk, about=mentor_answer.placement_id):
        mentor_answers = MentorAnswer.objects.unscoped(REASON).filter(pk=mentor_answer.pk, deleted_at=None)
        mentor_answers.update(
            answers={**mentor_answer.answers, **clean_answers(answers, questions)}, modified=timezone.now()
        )


def remove_answers(mentor_answer: MentorAnswer, by: Person) -> None:
    """Remove what the mentor answered: the questions come again with the next link."""
    now = timezone.now()
    with ledger.act("withdraw answers about an internship", by=by.pk, about=mentor_answer.placement_id):
        mentor_answers = MentorAnswer.objects.unscoped(REASON).filter(pk=mentor_answer.pk, deleted_at=None)
        mentor_answers.update(deleted_at=now, modified=now)
