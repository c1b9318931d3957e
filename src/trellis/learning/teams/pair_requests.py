"""Requests for two students: to be together, or apart."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Person, School
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current

from . import conflicts
from .models import PairRequest


def save_pair_request(
    school: School, student: Person, other_student: Person, kind: str, by: UUID, seen: int | None = None
) -> PairRequest:
    """Say that two should be together, or apart. A pair has one request: the newest.

    Raises EditConflict where somebody else saved another one since `seen` (ABSENT: the page showed none for the pair).
    """
    if kind not in PairRequest.Kind.values:
        raise ActionError(_("Choose whether they should be together or apart."))
    if student.pk == other_student.pk:
        raise ActionError(_("Choose two different students."))
    first, second = sorted((student, other_student), key=lambda person: person.pk)
    fields = {"kind": kind, "by_id": by, "deleted_at": None}
    with ledger.act("add a pair request", by=by, about=school.pk):
        pair_requests = PairRequest.objects.unscoped("keep one request about two students")
        pair_request, is_new = pair_requests.get_or_create(
            school=school, first=first, second=second, defaults=fields
        )
        if is_new:
            return pair_request
        if pair_request.deleted_at:  # nothing stands there that somebody could write over
            seen = None
        return save_if_current(pair_request, fields, seen, {"kind": conflicts.pair_name(pair_request)})


def remove_pair_request(pair_request: PairRequest, by: UUID, seen: int | None = None) -> None:
    """Remove a request. Raises EditConflict when somebody else changed it since `seen`."""
    with ledger.act("remove a pair request", by=by, about=pair_request.school_id):
        pair_requests = PairRequest.objects.unscoped("lock the request while it is changed").filter(
            pk=pair_request.pk, deleted_at=None
        )
        as_seen = pair_requests if seen is None else pair_requests.filter(revision=seen)
        now = timezone.now()
        if not as_seen.update(deleted_at=now, revision=F("revision") + 1, modified=now):
            for changed in pair_requests:
                raise conflicts.pair_request_conflict(changed)
