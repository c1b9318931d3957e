"""Running a project: questions on the board, the day's agenda, work that is turned in, and feedback on it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation import ledger
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import parse_url
from trellis.core.foundation.languages import ui_language
from trellis.core.foundation.registry import Registry
from trellis.core.foundation.revisions import close_or_save, create_or_save_if_current

from . import sent_files
from .models import Agenda, Feedback, Member, NeedToKnow, Project, Step, StepDone, StepSubmission

MAX_OPEN_QUESTIONS = 200


def ask_question(project: Project, words: str, by: Person) -> NeedToKnow:
    """Put a question on the board. The same words that are open there already stay once."""
    words = " ".join(words.replace("\x00", "").split())
    if not words:
        raise ActionError(_("What do you need to know?"))
    if len(words) > 300:
        raise ActionError(_("A question can have up to 300 characters. Split it into two questions."))
    with ledger.act("post a question", by=by.pk, about=project.pk):
        open_questions = NeedToKnow.objects.unscoped("keep one question of the same words").filter(
            project=project, deleted_at=None, closed_at=None
        )
        if open_questions.count() >= MAX_OPEN_QUESTIONS:
            raise ActionError(_("The board is full. Close some questions first."))
        return open_questions.filter(words__iexact=words).first() or NeedToKnow.objects.create(
            project=project, words=words, by=by
        )


def close_question(know: NeedToKnow, answer: str, by: Person, seen: int | None = None) -> None:
    """Close a question with what was found out. Raises ActionError without an answer, EditConflict where it was
    closed with another one that was not seen."""
    answer = " ".join(answer.replace("\x00", "").split())
    if not answer or len(answer) > 600:
        raise ActionError(_("Enter what you found out, in up to 600 characters."))
    with ledger.act("close a question", by=by.pk, about=know.pk):
        closed = {"answer": answer, "closed_at": timezone.now(), "closed_by": by}
        close_or_save(know, {"closed_at": None}, closed, seen, {"answer": _("What did you find out?")})


def plan_day(project: Project, day: date, text: str, by: UUID, seen: int | None = None) -> Agenda:
    """Write the agenda of a day, a line each. Raises ActionError outside the project and for too much, EditConflict
    when somebody wrote it since `seen`."""
    lines = [" ".join(line.split())[:200] for line in text.replace("\x00", "").splitlines() if line.strip()]
    if not project.runs_on(day):
        raise ActionError(_("This day is not within the project dates."))
    if len(lines) > 30:
        raise ActionError(_("An agenda can have up to 30 lines. Please shorten it."))
    with ledger.act("plan a day", by=by, about=project.pk):
        key, labels = {"project": project, "date": day}, {"lines": _("Agenda (one item per line)")}
        return create_or_save_if_current(Agenda, key, {"lines": lines}, seen, labels)


def turn_in(
    step: Step,
    member: Member,
    key: UUID,
    words: str = "",
    link: str = "",
    file: UploadedFile | None = None,
    shared: bool = False,
) -> StepSubmission:
    """Turn in work for a step: words, a link, or a file, photo or voice note. The same id twice is once.

    It may come after the due date, which is not noted. Raises ActionError for nothing at all, for an invalid
    link, for a file that cannot be taken, and for an id that was used for something else.
    """
    words = words.replace("\x00", "").replace("\r\n", "\n").strip()
    if not (words or link.strip() or file):
        raise ActionError(_("Add text, a link or a file."))
    if len(words) > 20_000:
        raise ActionError(_("You can enter up to 20,000 characters here. For more, add a file."))
    link = parse_url(link)
    stored_file = sent_files.accept_file(file) if file else None
    contents = (str(step.pk), str(member.pk), words, link, stored_file.digest if stored_file else "")
    mark = hashlib.blake2b(repr(contents).encode(), digest_size=16).hexdigest()
    with ledger.act("turn in work", by=member.student_id, about=step.pk):
        sent_before = StepSubmission.objects.unscoped("keep one piece sent twice by the same page")
        if existing := sent_before.filter(pk=key).first():
            return _check_same_piece(existing, mark)
        piece = StepSubmission(
            sourced_id=key, step=step, member=member, words=words, link=link, fingerprint=mark, shared=shared
        )
        if stored_file:
            piece.media_type, piece.name = stored_file.media_type, stored_file.name
            piece.file.save(stored_file.stored, stored_file.content, save=False)
        piece.save(force_insert=True)
        _mark_turned_in(step, member)
    return piece


def _mark_turned_in(step: Step, member: Member) -> None:
    """Note that a step is turned in; or, once it was returned, that it is turned in again."""
    now = timezone.now()
    rows = StepDone.objects.unscoped("turn a step in only once").filter(step=step, member=member)
    if not rows.get_or_create(step=step, member=member, defaults={"at": now})[1]:
        rows.filter(returned_at__gte=F("at")).update(at=now, modified=now)


def _check_same_piece(existing: StepSubmission, mark: str) -> StepSubmission:
    if existing.fingerprint != mark:
        raise ActionError(_("This page was already used. Open it again and turn in your work there."))
    return existing


SCORE_CHECKS: Registry[str, Callable[[StepSubmission], bool]] = Registry(
    "scored work", "checks whether someone has scored a piece of project work"
)


def may_withdraw_piece(piece: StepSubmission) -> bool:
    """Whether the student may still withdraw it: nobody has returned it or scored the work since."""
    returned = StepDone.objects.unscoped("check whether the work was returned").filter(
        step=piece.step_id, member=piece.member_id, returned_at__gte=piece.created
    )
    return not returned.exists() and not any(is_scored(piece) for is_scored in SCORE_CHECKS.values())


def withdraw_piece(piece: StepSubmission, by: UUID) -> None:
    """Take back what was turned in. The step is open again when nothing else was turned in for it.

    Raises ActionError once somebody has returned or scored it. Again changes nothing.
    """
    with ledger.act("unsubmit work", by=by, about=piece.pk):
        if not may_withdraw_piece(piece):
            raise ActionError(_("This has already been scored. Turn in a new version instead."))
        now = timezone.now()
        pieces = StepSubmission.objects.unscoped("lock the student's work while it is scored").filter(
            member=piece.member_id, step=piece.step_id, deleted_at=None
        )
        pieces.filter(pk=piece.pk).update(deleted_at=now, modified=now)
        done = StepDone.objects.unscoped("unsubmit the student's own work").filter(
            step=piece.step_id, member=piece.member_id
        )
        last = pieces.aggregate(Max("created"))["created__max"]
        if last is None:
            done.delete()
        else:
            done.filter(returned_at__gte=last).update(at=last, modified=now)


def give_feedback(piece: StepSubmission, words: str, row: str, by: Person) -> Feedback:
    """Give feedback on a piece: kind, specific, helpful. Raises ActionError for no words and for one's own piece."""
    words = " ".join(words.replace("\x00", "").split())
    if not words or len(words) > 1200:
        raise ActionError(_("Write something specific and helpful, in up to 1200 characters."))
    if piece.member.student_id == by.pk:
        raise ActionError(_("Feedback has to come from someone else. You cannot comment on your own work."))
    with ledger.act("give feedback", by=by.pk, about=piece.pk):
        reject_immigration_status(words, about_work=True)
        same = Feedback.objects.unscoped("keep one comment of the same words").filter(
            piece=piece, by=by, words=words, row=row[:80], deleted_at=None
        )
        return same.first() or Feedback.objects.create(
            piece=piece, by=by, words=words, row=row[:80], language=ui_language()
        )
