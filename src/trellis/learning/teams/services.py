"""What a team does when it meets: notes, commitments and follow-ups on students."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Group, Person
from trellis.core.foundation import input_parsing, ledger
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current
from trellis.learning.projects.text_merge import merge_texts

from .models import Commitment, Meeting, StudentDiscussion

SECTIONS = ("planning", "curriculum", "words")
MAX_LENGTH = 6000
MAX_DAYS_AWAY = timedelta(days=400)


class MergeConflict(ActionError):
    """The text conflicts with what somebody else wrote meanwhile; the page shows both."""


def _clean_text(text: str, most: int, empty: str = "") -> str:
    """A text of the team's own work, in which immigration may be a subject and nobody's status."""
    return reject_immigration_status(input_parsing.clean_text(text, most, empty), about_work=True)


def _clean_line(text: str, most: int, empty: str = "") -> str:
    return reject_immigration_status(input_parsing.clean_line(text, most, empty), about_work=True)


def _check_day(day: date | None, sentence: str, field: str) -> date:
    """A day of the school years around today. Raises ActionError with that sentence for another, or none."""
    today = timezone.localdate()
    if day is None or not today - MAX_DAYS_AWAY <= day <= today + MAX_DAYS_AWAY:
        raise ActionError(sentence, field)
    return day


def open_meeting(group: Group, day: date | None, by: UUID) -> Meeting:
    """Open the meeting of a day; the same day again is the same meeting."""
    day = _check_day(day, _("Choose the meeting date."), "day")
    with ledger.act("open a team meeting", by=by, about=group.pk, day=day.isoformat()):
        meetings = Meeting.objects.unscoped("keep one meeting of a team a day")
        meeting, is_new = meetings.get_or_create(group=group, day=day)
        if not is_new and meeting.deleted_at:
            meetings.filter(pk=meeting.pk).update(deleted_at=None, modified=timezone.now())
        return meeting


def write_notes(
    meeting: Meeting, sent: Mapping[str, str], seen: Mapping[str, str], revision: int, by: UUID
) -> Meeting:
    """Save what was written in a meeting, by section.

    `seen` is the text when the writer began, at that revision. What others wrote meanwhile is merged in.
    Raises ActionError, and saves nothing, where the two conflict or a text is too long.
    """
    texts = {key: _clean_text(sent[key], MAX_LENGTH) for key in SECTIONS if key in sent}
    with ledger.act("edit meeting notes", by=by, about=meeting.pk):
        meetings = Meeting.objects.unscoped("lock the row while it is written")
        current = meetings.select_for_update().get(pk=meeting.pk)
        if not 0 <= revision <= current.revision:
            raise ActionError(_("This page did not load completely. Open it again."))
        before = {key: getattr(current, key) for key in texts}
        if revision < current.revision:
            texts = {
                key: _merge_or_raise(_clean_text(seen.get(key, ""), MAX_LENGTH), before[key], text)
                for key, text in texts.items()
            }
        if texts != before:
            # the revision stands in the condition too: SQLite has no lock on a row
            changed = meetings.filter(pk=current.pk, revision=current.revision).update(
                **texts, revision=current.revision + 1, modified=timezone.now()
            )
            if not changed:
                raise MergeConflict(_conflict_message())
        return meetings.get(pk=current.pk)


def _conflict_message() -> str:
    return _("Someone else edited this while you had it open. Your text is below, next to theirs.")


def _merge_or_raise(seen: str, now: str, sent: str) -> str:
    text = merge_texts(seen, now, sent)
    if text is None or len(text) > MAX_LENGTH:
        raise MergeConflict(_conflict_message())
    return text


def add_commitment(
    meeting: Meeting, words: str, who: Person | None, due: date | None, by: UUID
) -> Commitment:
    """Add a commitment. The same one again, while it is open, is the same one."""
    fields = {"words": _clean_line(words, 300, _("Enter what will be done.")), "who": who}
    if due is not None:
        due = _check_day(due, _("Choose a date within a year, or leave it blank."), "due")
    with ledger.act("add a commitment", by=by, about=meeting.pk):
        commitments = Commitment.objects.open().unscoped("keep one commitment of the same words")
        existing = commitments.filter(meeting=meeting, due=due, **fields).first()
        return existing or Commitment.objects.create(
            group_id=meeting.group_id, meeting=meeting, due=due, **fields
        )


def complete_commitment(commitment: Commitment, by: UUID) -> None:
    """Mark a commitment done. Doing it again changes nothing."""
    with ledger.act("complete a commitment", by=by, about=commitment.pk):
        commitments = Commitment.objects.open().unscoped("mark a commitment done only once")
        commitments.filter(pk=commitment.pk).update(done_at=timezone.now(), modified=timezone.now())


def add_follow_up(
    meeting: Meeting,
    student: Person,
    words: str,
    review_on: date | None,
    by: UUID,
    seen: int | None = None,
) -> StudentDiscussion:
    """Say what the team will do in class for a student, and when it looks again.

    In the same meeting it is corrected. An open follow-up of an earlier meeting is closed by it. Raises EditConflict
    where this meeting said something else of the student that was not seen (`seen` is its revision, ABSENT for none).
    """
    fields = {
        "words": reject_immigration_status(_clean_text(words, 600, _("Enter what you will do in class."))),
        "review_on": _check_day(review_on, _("Choose a follow-up date."), "review_on"),
    }
    if fields["review_on"] < meeting.day:
        raise ActionError(_("Choose a follow-up date that is after the meeting."), "review_on")
    now = timezone.now()
    with ledger.act("discuss a student", by=by, about=student.pk):
        follow_ups = StudentDiscussion.objects.open().unscoped(
            "find the open talk about the student in the team"
        )
        follow_ups = follow_ups.filter(meeting__group=meeting.group_id, student=student)
        follow_ups.exclude(meeting=meeting).update(closed_at=now, modified=now)
        existing = follow_ups.filter(meeting=meeting).first()
        if existing is None:
            return StudentDiscussion.objects.create(meeting=meeting, student=student, **fields)
        labels = {"words": _("What we will do in class"), "review_on": _("Follow up on")}
        return save_if_current(existing, fields, seen, labels)


def close_follow_up(follow_up: StudentDiscussion, by: UUID) -> None:
    """Close a follow-up. Doing it again changes nothing."""
    with ledger.act("close a student discussion", by=by, about=follow_up.student_id):
        follow_ups = StudentDiscussion.objects.open().unscoped("close a student talk only once")
        follow_ups.filter(pk=follow_up.pk).update(closed_at=timezone.now(), modified=timezone.now())
