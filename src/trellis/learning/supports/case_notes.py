"""Confidential notes: writing them, reading them (which is recorded), and breaking the glass."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Person, Role, Tie
from trellis.core.community.selectors import schools_of
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation import ledger
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import clean_line
from trellis.core.foundation.input_parsing import clean_text as long_words

from . import access_notices
from .models import CaseNote, EmergencyAccess
from .permissions import is_counselor_of

MAX_LENGTH = 4000


def write_note(student: Person, kind: str, text: str, by: UUID) -> CaseNote:
    """Write a confidential note. The same words once more by the same person within a day are one note."""
    text = reject_immigration_status(long_words(text, MAX_LENGTH, _("This is empty. Write something first.")))
    with ledger.act("write a confidential note", by=by, about=student.pk):
        notes = CaseNote.objects.unscoped("keep one entry of the same words").filter(
            student=student,
            by=by,
            kind=kind,
            words=text,
            created__gt=timezone.now() - timedelta(days=1),
            deleted_at=None,
        )
        return notes.first() or CaseNote.objects.create(student=student, kind=kind, words=text, by_id=by)


def read_notes(viewer: Viewer, student: Person, opened: bool) -> list[CaseNote]:
    """The confidential notes that the viewer may read, the newest first. That they were read is in the ledger.

    `opened`: the page itself is shown; only then has a counselor read what others noticed.
    """
    with ledger.act("open confidential notes", by=viewer.person_id, about=student.pk):
        notes = CaseNote.objects.seen_by(viewer).filter(student=student)
        rows = list(notes.select_related("by").order_by("-created"))
        if opened and is_counselor_of(viewer, student):
            now = timezone.now()
            notes.filter(read_at=None).update(read_at=now, modified=now)
        return rows


def glass_open_until(viewer: Viewer, student: Person) -> datetime | None:
    """Until when the viewer's broken glass stays open; None while it is whole."""
    newest = _newest_open_glass(viewer, student)
    return newest.until if newest else None


def _newest_open_glass(viewer: Viewer, student: Person) -> EmergencyAccess | None:
    breaks = EmergencyAccess.objects.open_at(viewer.now).seen_by(viewer)
    return breaks.filter(person=viewer.person_id, student=student).order_by("-until").first()


def people_notified_of_open_glass(viewer: Viewer, student: Person) -> dict[str, list[Person]]:
    """Who was notified of the viewer's open glass: by "mail", and on their "pages" alone."""
    newest = _newest_open_glass(viewer, student)
    return access_notices.people_notified_of(newest) if newest else {"mail": [], "pages": []}


def break_glass(student: Person, why: str, by: Person, address: Callable[[], str]) -> EmergencyAccess:
    """Open a student's confidential notes for a day, with a reason. The counselors, or others above them, are notified.

    A mail that cannot be sent does not keep the notes shut: somebody may be in danger. A notice is on the page of
    whoever is notified, and `told_at` stays empty until somebody had mail.

    Raises ActionError for a reason that says nothing, and where nobody could be notified.
    """
    why = clean_line(why, 400)
    if not access_notices.is_meaningful_reason(why):
        raise ActionError(_("Write in one sentence why this cannot wait for the counselor."))
    reject_immigration_status(why)
    if not any(access_notices.people_to_notify(student, by)):
        raise ActionError(
            _(
                "No one at this school or in its network could be told, so the notes stay closed. Call "
                "the counselor."
            )
        )
    now = timezone.now()
    with ledger.act("open confidential notes in an emergency", by=by.pk, about=student.pk):
        breaks = EmergencyAccess.objects.open_at(now).unscoped(
            "keep one opening of confidential notes at a time"
        )
        breaks = breaks.filter(student=student, person=by)
        if existing := breaks.first():
            return existing
        glass_break = EmergencyAccess.objects.create(
            student=student, person=by, why=why, until=EmergencyAccess.hours_from(now)
        )
    access_notices.notify_of_opening(glass_break, student, by, address)
    if access_notices.people_notified_of(glass_break)["mail"]:
        EmergencyAccess.objects.unscoped("find who was notified").filter(pk=glass_break.pk).update(
            told_at=timezone.now()
        )
    return glass_break


def counselors_of(student: Person) -> list[Person]:
    """The people who counsel a student: directly, in a group, or at the school."""
    now, schools = timezone.now(), schools_of(student.pk)
    ties = Tie.objects.unscoped("find a student's counselors").filter(active_at(now))
    groups = ties.filter(person=student, role=Role.STUDENT, to_group__isnull=False).values("to_group")
    near = Q(to_person=student) | Q(to_group__in=groups) | Q(to_school__in=schools)
    counselor_ids = ties.filter(near, role=Role.COUNSELOR).values("person")
    people = Person.objects.unscoped("find a student's counselors").filter(
        pk__in=counselor_ids, deleted_at=None
    )
    return list(people.order_by("pk"))
