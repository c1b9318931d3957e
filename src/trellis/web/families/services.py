"""Contacts, replies, the family's link, and who opened a record. Messages to the family: `notices.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community import links
from trellis.core.community.household import update_person
from trellis.core.community.models import Link, Person, Role, Tie
from trellis.core.community.selectors import is_name_of_student
from trellis.core.community.viewer import active_at
from trellis.core.foundation import input_parsing, ledger
from trellis.core.foundation.content_guard import (
    reject_immigration_status,
    reject_immigration_status_from_family,
)
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.files import clean_photo_or_voice_note
from trellis.core.foundation.input_parsing import clean_line
from trellis.core.foundation.languages import parse_language_tag, supported_language

from .models import Contact, Notice, RecordAccess, Reply

LINK_PURPOSE = "family"
LINK_DAYS = 180
MAX_LENGTH = 4000


def record_contact(
    student: Person, day: date | None, how: str, language: str, interpreter: str, words: str, by: UUID
) -> Contact:
    """Write down that the school spoke with a family; the same once more is one contact. Raises ActionError for a
    child as interpreter, and for tomorrow."""
    if day is None or not date(2000, 1, 1) <= day <= timezone.localdate():
        raise ActionError(_("Choose the day you spoke. It cannot be after today."))
    if how not in Contact.How.values:
        raise ActionError(_("Choose how you spoke with them."))
    interpreter = reject_immigration_status(clean_line(interpreter, 120))
    if is_name_of_student(student.pk, interpreter):
        raise ActionError(_("A child cannot be the interpreter. Enter an adult’s name, or leave it blank."))
    fields = {
        "student": student,
        "date": day,
        "how": how,
        "language": parse_language_tag(language),
        "interpreter": interpreter,
        "words": reject_immigration_status(clean_line(words, 600)),
        "by_id": by,
    }
    with ledger.act("record contact with a family", by=by, about=student.pk):
        existing = (
            Contact.objects.unscoped("record an opening once in a short time")
            .filter(**fields, deleted_at=None)
            .first()
        )
        return existing or Contact.objects.create(**fields)


def issue_family_link(student: Person, guardian: Person, by: UUID) -> str:
    """Return the token of a family's page. A new one revokes this person's earlier ones."""
    if not _is_guardian_of(guardian, student):
        raise ActionError(_("%(name)s is not listed as family of this student.") % {"name": guardian.name})
    with ledger.act("give a family its link", by=by, about=student.pk):
        now = timezone.now()
        earlier_links = Link.objects.unscoped("end the earlier links of the family member").filter(
            purpose=LINK_PURPOSE, about_id=student.pk, person=guardian, revoked_at=None
        )
        earlier_links.update(revoked_at=now, modified=now)
        return links.issue_link(
            LINK_PURPOSE, student.pk, guardian, LINK_DAYS, by, supported_language(*student.home_languages)
        )


def resolve_family_link(token: str) -> Link:
    """The link behind a token, while its holder is family of the student. Raises ActionError in words."""
    link = links.resolve_link(LINK_PURPOSE, token)
    student = (
        Person.objects.unscoped("find the student that a family's link is about")
        .filter(pk=link.about_id)
        .first()
    )
    if student is None or link.person is None or not _is_guardian_of(link.person, student):
        raise links.LinkExpiredError(_("This link no longer works for you. Ask the school for help."))
    return link


def _is_guardian_of(guardian: Person, student: Person) -> bool:
    ties = Tie.objects.unscoped("check whether the person is the student's family").filter(
        active_at(timezone.now())
    )
    return ties.filter(person=guardian, role=Role.GUARDIAN, to_person=student).exists()


def save_reply(
    student: Person, by: Person, key: UUID, words: str, language: str, voice: UploadedFile | None
) -> Reply:
    """Save a family's reply, in words or by voice. The same key again is the same reply."""
    existing = Reply.objects.unscoped("keep one answer sent twice by the same page").filter(pk=key).first()
    if existing:
        _check_same_writer(existing, student, by)
        return existing
    words = reject_immigration_status_from_family(input_parsing.clean_text(words, MAX_LENGTH))
    if not words and voice is None:
        raise ActionError(_("Write a message or record your voice first."))
    reply = Reply(pk=key, student=student, by=by, words=words, language=language[:12])
    with ledger.act("reply to the school", by=by.pk, about=student.pk):
        if voice is not None:
            content, reply.media_type = clean_photo_or_voice_note(voice)
            reply.file.save(content.name or "note", content, save=False)
        reply.save(force_insert=True)
    return reply


@dataclass(frozen=True)
class QuickAnswer:
    """What a family answers with one press: a message of the school, or whether it comes to an event."""

    answer: str
    notice: Notice | None = None
    event: str = ""
    event_at: datetime | None = None
    words: str = ""


def save_answer(student: Person, by: Person, key: UUID, answer: QuickAnswer) -> Reply:
    """Save a family's one-press answer. The same key again is the same answer."""
    existing = Reply.objects.unscoped("keep one answer sent twice by the same page").filter(pk=key).first()
    if existing:
        _check_same_writer(existing, student, by)
        return existing
    with ledger.act("reply to the school", by=by.pk, about=student.pk, answer=answer.answer):
        return Reply.objects.create(
            pk=key,
            student=student,
            by=by,
            answer=answer.answer,
            notice=answer.notice,
            event=answer.event,
            event_at=answer.event_at,
            words=answer.words,
        )


def update_phone(student: Person, person: Person, key: UUID, phone: str) -> None:
    """Save a family member's new phone number, and tell the school: the next roster may still have the old one.

    Raises ActionError for a text without a number.
    """
    phone = clean_line(phone, 40)
    if not any(character.isdigit() for character in phone):
        raise ActionError(_("Enter a phone number like 401-555-0100."), field="phone")
    with ledger.act("change one's phone number", by=person.pk, about=person.pk):
        update_person(person, {"phone": phone})
        save_answer(student, person, key, QuickAnswer(Reply.Answer.PHONE, words=phone))


def _check_same_writer(reply: Reply, student: Person, by: Person) -> None:
    if (reply.student_id, reply.by_id) != (student.pk, by.pk):
        raise ActionError(_("This page did not load completely. Open it again."))


def remove_reply(reply: Reply, by: UUID) -> None:
    """Remove a family's reply while nobody at school has read it. Again changes nothing."""
    now = timezone.now()
    with ledger.act("withdraw an answer", by=by, about=reply.student_id):
        queryset = Reply.objects.unscoped("change an answer that the writer sent").filter(pk=reply.pk, by=by)
        if not queryset.filter(heard_at=None).update(deleted_at=now, modified=now):
            raise ActionError(_("The school has already read this. Send another message."))


def mark_reply_heard(reply: Reply, by: UUID) -> None:
    """Somebody at the school has read or heard an answer. Once."""
    now = timezone.now()
    with ledger.act("mark a family's reply read", by=by, about=reply.student_id):
        unread = Reply.objects.unscoped("mark an answer read only once").filter(pk=reply.pk, heard_at=None)
        unread.update(heard_at=now, heard_by=by, modified=now)


def record_access(student_id: UUID, person_id: UUID, page: str, day: date) -> None:
    """Record that somebody opened a page of a student's record on that day; once a day and page."""
    row = {"student_id": student_id, "person_id": person_id, "page": page[:40], "day": day}
    queryset = RecordAccess.objects.unscoped("list who viewed a record, for the family")
    if queryset.filter(**row).exists():
        return
    try:
        with ledger.act("open a record", by=person_id, about=student_id, page=page):
            queryset.create(**row)
    except IntegrityError:
        return  # opened twice in one moment
