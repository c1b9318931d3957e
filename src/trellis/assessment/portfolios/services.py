"""What a student does: hand in a task, again after a revision, and choose work for a term's portfolio."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.assessment.evidence.models import Work
from trellis.core.community.models import Person, School, Term
from trellis.core.foundation import input_parsing, ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import clean_line
from trellis.core.foundation.revisions import check_unchanged, save_if_current
from trellis.design.blueprint.package.portfolio import Task as ModelTask
from trellis.learning.projects import sent_files

from .models import PortfolioEntry, Scorer, Task, TaskPart, TaskSubmission

MAX_ENTRIES = 30


@dataclass(frozen=True)
class SubmittedTask:
    """What a student hands in, as typed; and what an adult writes of their practice besides, for the scorers.

    practice: who chooses the scorers of an adult's piece; empty for a student's task.
    """

    title: str
    words: str = ""
    link: str = ""
    file: UploadedFile | None = None
    overview: str = ""
    reflection: str = ""
    practice: str = ""


def turn_in(
    student: Person,
    school: School,
    term: Term,
    model_task: ModelTask,
    key: UUID,
    sent: SubmittedTask,
    onto: Task | None = None,
) -> TaskSubmission:
    """Turn in a task: a title with words, a link or a file. The same id twice is once; each time stays as a submission.

    It goes to the task of the term, or the one before graduation; or to `onto`, a task that was begun in an earlier
    term. Until scorers are asked it may be handed in again, and once more after a revision was asked for. Raises
    ActionError for nothing at all, for what cannot be taken, while it is scored, and when every part has a level
    that is enough.
    """
    values = _clean_values(sent)
    upload = sent_files.accept_file(sent.file) if sent.file else None
    content = (str(student.pk), model_task.key, *values.values(), upload.digest if upload else "")
    fingerprint = hashlib.blake2b(repr(content).encode(), digest_size=16).hexdigest()
    with ledger.act("turn in a portfolio task", by=student.pk, about=student.pk, task=model_task.key):
        before = TaskSubmission.objects.unscoped("keep one submission").filter(pk=key).first()
        if before:
            if before.fingerprint != fingerprint:
                raise ActionError(_("This page was already used. Open it again and turn in your work there."))
            return before
        task = (
            _lock_earlier_task(onto, school)
            if onto
            else _lock_or_create_task(student, school, term, model_task, values["title"], sent.practice)
        )
        parts = _parts_to_score(task, model_task)
        submission = TaskSubmission(sourced_id=key, fingerprint=fingerprint, **values)
        submission.consented_at = timezone.now() if sent.practice else None
        _add_submission(task, submission, upload)
        _open_task_parts(task, submission, parts)
    return submission


def _clean_values(sent: SubmittedTask) -> dict[str, str]:
    """What was typed, as it is saved. Raises ActionError for nothing at all, and for what is too long."""
    title = clean_line(sent.title, 200, _("Enter a title: your question, or the name of your work."))
    words, link = input_parsing.clean_text(sent.words, 40_000), input_parsing.parse_url(sent.link)
    if not (words or link or sent.file):
        raise ActionError(_("Add text, a link or a file."), field="words")
    return {
        "title": title,
        "words": words,
        "link": link,
        "overview": input_parsing.clean_text(sent.overview, 8000),
        "reflection": input_parsing.clean_text(sent.reflection, 8000),
    }


def _add_submission(task: Task, submission: TaskSubmission, upload: sent_files.AcceptedFile | None) -> None:
    """Save a new submission with its file, as the newest of its task."""
    submission.task, submission.number = task, task.revision + 1
    if upload:
        submission.media_type, submission.name = upload.media_type, upload.name
        submission.file.save(upload.stored, upload.content, save=False)
    submission.save(force_insert=True)
    task.title, task.revision, task.turned_in_at = submission.title, submission.number, timezone.now()
    task.save()


def _lock_or_create_task(
    student: Person, school: School, term: Term, model_task: ModelTask, title: str, practice: str = ""
) -> Task:
    """The student's task of that key, held while it changes; made when there is none."""
    once = model_task.when == "graduation"
    tasks = (
        Task.objects.unscoped("write the student's own task")
        .select_for_update()
        .filter(student=student, key=model_task.key)
    )
    task = tasks.filter(once=True).first() if once else None
    if task is None:
        defaults = {"school": school, "once": once, "title": title, "practice": practice}
        task = tasks.get_or_create(student=student, key=model_task.key, term=term, defaults=defaults)[0]
        task.once = once  # a model may turn a task of a term into one before graduation
    if task.school_id != school.pk:  # they go to another school now, whose adults score it
        task.school = school
        if not tasks.filter(term=term).exists():
            task.term = term
    return task


def _lock_earlier_task(task: Task, school: School) -> Task:
    """A task of an earlier term, held while it changes."""
    locked_task = Task.objects.unscoped("write the student's own task").select_for_update().get(pk=task.pk)
    locked_task.school = school  # they may go to another school now, whose adults score it
    return locked_task


def newest_task_part(task_parts: list[TaskPart], part: str) -> TaskPart | None:
    """The newest task part of a part."""
    return max(
        (task_part for task_part in task_parts if task_part.part == part),
        key=lambda task_part: task_part.created,
        default=None,
    )


def _parts_to_score(task: Task, model_task: ModelTask) -> list[str]:
    """The parts that a new submission is scored on. Raises ActionError while scorers have it, and when nothing is left
    to do."""
    task_parts = list(
        TaskPart.objects.unscoped("write the student's own task").filter(task=task, deleted_at=None)
    )
    unsettled = [task_part for task_part in task_parts if task_part.settled_at is None]
    seats = Scorer.objects.unscoped("were scorers asked")
    if seats.filter(task_part__in=unsettled, deleted_at=None).exists():
        raise ActionError(
            _("Your work is being scored now. You can turn it in again after you get your levels.")
        )
    parts: list[str] = [
        part
        for part in model_task.parts
        if not ((task_part := newest_task_part(task_parts, part)) and task_part.passed)
    ]
    if model_task.parts and not parts:
        raise ActionError(_("Every part already has a passing level. You do not need to turn it in again."))
    return parts


def _open_task_parts(task: Task, submission: TaskSubmission, parts: list[str]) -> None:
    unsettled = TaskPart.objects.unsettled().unscoped("write the student's own task").filter(task=task)
    for part in parts:
        if not unsettled.filter(part=part).update(submission=submission, modified=timezone.now()):
            TaskPart.objects.create(task=task, submission=submission, part=part)


def may_turn_in(task_parts: list[TaskPart], model_task: ModelTask, has_scorers: bool) -> bool:
    """Whether a task may be handed in now, for its page: the verb asks for itself."""
    passed = all(
        (task_part := newest_task_part(task_parts, part)) and task_part.passed for part in model_task.parts
    )
    return not has_scorers and not passed


def choose_work(student: Person, term: Term, work: Work, why: str, seen: int | None = None) -> PortfolioEntry:
    """Put a piece of one's own work into a term's portfolio, and say why. Again puts the words right.

    Raises ActionError for somebody else's work, without a reason, and for more than thirty; EditConflict where
    another reason stands that was not seen (`seen` ABSENT).
    """
    why = clean_line(why, 1200, _("Write why you chose it."))
    if work.student_id != student.pk:
        raise ActionError(_("Choose one of your own pieces of work."))
    with ledger.act("add work to the portfolio", by=student.pk, about=work.pk):
        entries = PortfolioEntry.objects.unscoped("read the student's own portfolio").filter(
            student=student, term=term
        )
        last = entries.aggregate(last=Max("position"))["last"]
        if entries.count() >= MAX_ENTRIES and not entries.filter(work=work).exists():
            raise ActionError(_("A portfolio can have up to 30 pieces. Remove one first."))
        first = {"why": why, "position": (last or 0) + 1, "revision": 1}
        entry, created = entries.get_or_create(student=student, term=term, work=work, defaults=first)
        if created or entry.why == why:
            return entry
        return save_if_current(entry, {"why": why}, seen, {"why": _("Why did you choose it?")})


def move_to_top(entry: PortfolioEntry) -> None:
    """Let an entry come before the others."""
    with ledger.act("reorder a portfolio", by=entry.student_id, about=entry.pk):
        entries = PortfolioEntry.objects.unscoped("read the student's own portfolio")
        others = entries.filter(student=entry.student_id, term=entry.term_id).exclude(pk=entry.pk)
        ordered = [entry, *others.order_by("position", "created")]
        for place, other in enumerate(ordered, start=1):
            entries.filter(pk=other.pk).update(position=place, modified=timezone.now())


def remove_entry(entry: PortfolioEntry) -> None:
    """Take an entry out of a portfolio; the work itself stays."""
    with ledger.act("remove work from the portfolio", by=entry.student_id, about=entry.pk):
        entry.delete()


def set_defense(
    task: Task, at: datetime | None, room: str, by: UUID, shown: Mapping[str, object] | None = None
) -> None:
    """Say when and where the oral part is held. shown: what the page showed; another day or room that somebody wrote
    meanwhile is a EditConflict."""
    room = clean_line(room, 60)
    with ledger.act("set the day of a defense", by=by, about=task.pk):
        rows = Task.objects.unscoped("lock the portfolio task").select_for_update().filter(pk=task.pk)
        values = {"defense_at": at, "room": room}
        if shown is not None:
            labels = {"defense_at": _("Date and time"), "room": _("Room")}
            check_unchanged(rows.get(), shown, values, labels)
        rows.update(**values, modified=timezone.now())
