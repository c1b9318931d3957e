"""Adding and changing strengths, needs, what the school does, and what a class can do."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation import ledger
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import clean_line
from trellis.core.foundation.revisions import close_or_save, save_if_current

from .models import Area, ClassroomSupport, Need, Service, Strength
from .referral_withdrawal import mark_referral_withdrawn, open_referrals

REMOVABLE_MODELS = {
    "strength": (Strength, "student"),
    "class": (ClassroomSupport, "student"),
    "service": (Service, "need__student"),
}
DEFAULT_FOLLOW_UP_DAYS = 7
"""Days after which a new need is looked at again, where nobody chose a day."""
MAX_FOLLOW_UP_DAYS = 120


def clean_support_line(text: str, most: int, empty: str = "") -> str:
    """Return a line about support, cleaned: short, and without a word about immigration status."""
    return reject_immigration_status(clean_line(text, most, empty))


def add_strength(student: Person, words: str, by: UUID) -> Strength:
    """Say what a student can build on. The same words once more are one strength."""
    words = clean_support_line(words, 240, _("Enter the strength in one sentence."))
    with ledger.act("add a strength", by=by, about=student.pk):
        strengths = Strength.objects.unscoped("keep one strength of the same words").filter(
            student=student, words=words, deleted_at=None
        )
        return strengths.first() or Strength.objects.create(student=student, words=words, by_id=by)


def open_need(
    student: Person, area: str, words: str, between: bool, review_on: date | None, by: UUID
) -> Need:
    """Open a need. The same open need once more is one. Raises ActionError without words or an area."""
    if area not in Area.values:
        raise ActionError(_("Choose an area."))
    words = clean_support_line(words, 600, _("Enter what the student needs."))
    today = timezone.localdate()
    follow_up_day = _check_follow_up_day(review_on or today + timedelta(days=DEFAULT_FOLLOW_UP_DAYS))
    with ledger.act("open a need", by=by, about=student.pk):
        needs = Need.objects.open().unscoped("keep one open need of the same words")
        needs = needs.filter(student=student, area=area, words=words)
        existing = needs.first()
        if existing and between and not existing.between:
            needs.filter(pk=existing.pk).update(between=True, modified=timezone.now())
            _withdraw_referrals(existing, by)
        return existing or Need.objects.create(
            student=student,
            area=area,
            words=words,
            between=between,
            opened_at=today,
            review_on=follow_up_day,
            by_id=by,
        )


def _check_follow_up_day(day: date | None) -> date:
    today = timezone.localdate()
    if day is None or not today <= day <= today + timedelta(days=MAX_FOLLOW_UP_DAYS):
        raise ActionError(_("Choose a follow-up date within four months."))
    return day


def plan_need(need: Need, plan: str, review_on: date | None, by: UUID, seen: int | None = None) -> None:
    """Say what is done about a need, and when it is looked at again. Raises EditConflict when it changed since
    `seen`."""
    values = {"plan": clean_support_line(plan, 600), "review_on": _check_follow_up_day(review_on)}
    labels = {"plan": _("What we are doing about it"), "review_on": _("Follow up on")}
    with ledger.act("plan for a need", by=by, about=need.pk):
        open_needs = Need.objects.open().unscoped("check that the need is still open")
        if not open_needs.filter(pk=need.pk).exists():
            raise ActionError(_("This need has already been met."))
        save_if_current(need, values, seen, labels)


def mark_need_met(need: Need, how: str, by: UUID, seen: int | None = None) -> None:
    """Mark a need met. The same words again change nothing; other words raise EditConflict."""
    how = clean_support_line(how, 300, _("Write in a few words how the need was met."))
    with ledger.act("mark a need met", by=by, about=need.pk):
        _withdraw_referrals(need, by)
        met = {"met_at": timezone.localdate(), "how_met": how}
        still_open = {"met_at": None, "deleted_at": None}
        close_or_save(need, still_open, met, seen, {"how_met": _("How it was met, in a few words")})


def _withdraw_referrals(need: Need, by: UUID) -> None:
    """Withdraw the open referrals of a need that is met."""
    for referral in open_referrals().filter(need=need):
        mark_referral_withdrawn(referral, by)


def reopen_need(need: Need, by: UUID) -> None:
    """Reopen a need that was marked met; its follow-up is within a week."""
    follow_up_day = timezone.localdate() + timedelta(days=DEFAULT_FOLLOW_UP_DAYS)
    with ledger.act("reopen a need", by=by, about=need.pk):
        needs = (
            Need.objects.unscoped("reopen the need").filter(pk=need.pk, deleted_at=None).exclude(met_at=None)
        )
        needs.update(met_at=None, how_met="", review_on=follow_up_day, modified=timezone.now())


def add_service(
    need: Need, words: str, giver: Person | None, starts: date | None, ends: date | None, by: UUID
) -> Service:
    """Say what the school does: who gives it, from when until when. The same once more is one."""
    words = clean_support_line(words, 240, _("Enter what the school does, and how often."))
    starts = starts or timezone.localdate()
    if not 2000 <= starts.year <= 2100 or (ends and not starts <= ends <= starts + timedelta(days=400)):
        raise ActionError(_("Choose a last day within a year, or leave it blank."))
    values = {"need": need, "words": words, "giver": giver, "starts": starts, "ends": ends}
    with ledger.act("add a service", by=by, about=need.pk):
        services = Service.objects.unscoped("keep one entry of the same words").filter(
            **values, deleted_at=None
        )
        return services.first() or Service.objects.create(**values)


def add_class_support(student: Person, words: str, until: date | None, by: UUID) -> ClassroomSupport:
    """Add a sentence on what everybody who teaches the student can do in class. It never says why."""
    words = clean_support_line(words, 240, _("Enter what to do in class, in one sentence."))
    if until and not timezone.localdate() <= until <= timezone.localdate() + timedelta(days=400):
        raise ActionError(_("Choose a last day within a year, or leave it blank."))
    with ledger.act("add a classroom support", by=by, about=student.pk):
        rows = ClassroomSupport.objects.unscoped("keep one classroom support of the same words").filter(
            student=student, words=words, deleted_at=None
        )
        existing = rows.first()
        if existing and existing.until != until:
            rows.filter(pk=existing.pk).update(until=until, modified=timezone.now())
        return existing or ClassroomSupport.objects.create(
            student=student, words=words, until=until, by_id=by
        )


def remove_support(kind: str, student: Person, key: UUID, by: UUID) -> bool:
    """Take a strength, a sentence for class or a service of a student away; again changes nothing. False where there
    never was one."""
    model, path = REMOVABLE_MODELS[kind]
    rows = model.objects.unscoped("mark the row deleted").filter(pk=key, **{path: student})
    if not rows.exists():
        return False
    with ledger.act("remove a row", by=by, about=key, what=kind):
        rows.filter(deleted_at=None).update(deleted_at=timezone.now(), modified=timezone.now())
    return True
