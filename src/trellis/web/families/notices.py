"""Messages of the school to a family: sending, correcting and removing them. The ledger keeps what they said before."""

from __future__ import annotations

from datetime import timedelta
from typing import TypedDict
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation import input_parsing, ledger
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.languages import parse_language_tag
from trellis.core.foundation.revisions import EditConflict, FieldDifference, save_if_current

from .models import Notice

MAX_LENGTH = 4000


class NoticeValues(TypedDict):
    """The columns of a notice that its writer chooses."""

    words: str
    language: str
    vital: bool


def send_notice(student: Person, words: str, language: str, vital: bool, by: UUID) -> Notice:
    """Send a student's family a notice. The same words once more on one day, by the same person, are one notice."""
    values = {"student": student, **_clean_values(words, language, vital), "by_id": by}
    with ledger.act("message a family", by=by, about=student.pk, vital=vital):
        day = timezone.now() - timedelta(days=1)
        existing = Notice.objects.unscoped("keep one notice sent twice by the same page").filter(
            **values, created__gt=day, deleted_at=None
        )
        return existing.first() or Notice.objects.create(**values)


def correct_notice(
    notice: Notice, words: str, language: str, vital: bool, by: UUID, seen: int | None = None
) -> None:
    """Correct a message. The family sees the new words, and the day; the old words' translations stay with them.

    Changing only whether it is important is not shown as a correction. Raises EditConflict where somebody
    corrected it since `seen`, and ActionError where it was removed.
    """
    values = _clean_values(words, language, vital)
    with ledger.act("correct a message to a family", by=by, about=notice.student_id, notice=str(notice.pk)):
        now = _lock_notice(notice)
        if all(getattr(now, name) == value for name, value in values.items()):
            return
        labels = {"words": _("Messages to the family"), "language": _("Language"), "vital": _("important")}
        save_if_current(now, {**values, **_correction_fields(now, values)}, seen, labels)


def _correction_fields(now: Notice, values: NoticeValues) -> dict[str, object]:
    """The marks of a correction; none where the words stay."""
    if (now.words, now.language) == (values["words"], values["language"]):
        return {}
    earlier = now.earlier if now.words in now.earlier else [*now.earlier, now.words]
    return {"corrected_at": timezone.now(), "earlier": earlier}


def remove_notice(notice: Notice, by: UUID, seen: int | None = None) -> None:
    """Remove a message: the family's page no longer shows it. Again changes nothing.

    Raises EditConflict where somebody corrected it since `seen`.
    """
    about = notice.student_id
    with ledger.act("withdraw a message to a family", by=by, about=about, notice=str(notice.pk)):
        queryset = (
            Notice.objects.unscoped("remove a notice that the caller sent")
            .select_for_update()
            .filter(pk=notice.pk)
        )
        now = queryset.get()
        if now.deleted_at:
            return
        if seen is not None and now.revision != seen:
            title = _("Messages to the family")
            both = FieldDifference("words", title, now.words, _("removed"), typed=False)
            raise EditConflict([both], now.revision)
        moment = timezone.now()
        queryset.update(deleted_at=moment, revision=F("revision") + 1, modified=moment)


def find_removed_notice(student: Person, key: UUID) -> Notice | None:
    """Return the notice to this student's family that was removed; None where there is no such notice."""
    queryset = Notice.objects.unscoped("check whether a notice was removed").filter(student=student, pk=key)
    return queryset.exclude(deleted_at=None).first()


def _clean_values(words: str, language: str, vital: bool) -> NoticeValues:
    words = input_parsing.clean_text(words, MAX_LENGTH, _("Enter a message for the family."))
    reject_immigration_status(
        words, about_work=True
    )  # a school may say that it never asks; not what somebody is
    return {"words": words, "language": parse_language_tag(language), "vital": vital}


def _lock_notice(notice: Notice) -> Notice:
    """The row as it is now, held until the act is over. Raises ActionError where it was removed."""
    queryset = Notice.objects.unscoped("correct the notice that the caller may change").select_for_update()
    now = queryset.filter(pk=notice.pk, deleted_at=None).first()
    if now is None:
        raise ActionError(
            _("This was removed while you had it open. Copy your text before you leave this page.")
        )
    return now
