"""What an organization promises a school: writing it down, confirming it, noting what was delivered."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import clean_line
from trellis.core.foundation.revisions import save_if_current

from .models import PartnerPromise, Relationship

REASON = "write what an organization promised a school"
MAX_PROMISES = 12


def add_promise(
    relationship: Relationship, school_year: int, words: str, unit: str, amount: int, by: UUID
) -> PartnerPromise:
    """Write down a promise for a school year; the same one again is one. Raises ActionError for too many."""
    words = clean_line(words, 240, _("Enter what was promised."))
    with ledger.act("add a promise", by=by, about=relationship.pk):
        Relationship.objects.unscoped(REASON).select_for_update().get(pk=relationship.pk)
        rows = PartnerPromise.objects.unscoped(REASON).filter(
            relationship=relationship, school_year=school_year, deleted_at=None
        )
        same = rows.filter(words=words, unit=unit, amount=amount).first()
        if same:
            return same
        if rows.count() >= MAX_PROMISES:
            raise ActionError(_("There are 12 promises already. Remove one first."))
        return PartnerPromise.objects.create(
            relationship=relationship, school_year=school_year, words=words, unit=unit, amount=amount
        )


def note_delivered(promise: PartnerPromise, amount: int, by: UUID, seen: int | None) -> PartnerPromise:
    """Note how much was delivered by now. Raises EditConflict where somebody noted another number since `seen`."""
    with ledger.act("note what was delivered", by=by, about=promise.pk):
        return save_if_current(promise, {"noted": amount}, seen, {"noted": _("Delivered")})


def remove_promise(promise: PartnerPromise, by: UUID) -> None:
    """Remove a promise that was written down by mistake."""
    now = timezone.now()
    with ledger.act("remove a promise", by=by, about=promise.pk):
        rows = PartnerPromise.objects.unscoped(REASON).filter(pk=promise.pk, deleted_at=None)
        rows.update(deleted_at=now, modified=now)


def confirm_promises(relationship: Relationship, school_year: int, shown: set[UUID]) -> int:
    """The organization confirms the promises that its page showed, each once. Return how many it had not confirmed.

    One that was changed or added meanwhile is not among them.
    """
    now = timezone.now()
    with ledger.act("confirm promises", about=relationship.pk):
        rows = PartnerPromise.objects.unscoped("confirm the promises that an organization was shown")
        fresh = rows.filter(
            relationship=relationship,
            school_year=school_year,
            pk__in=shown,
            confirmed_at=None,
            deleted_at=None,
        )
        return fresh.update(confirmed_at=now, modified=now, revision=F("revision") + 1)
