"""Duties after the end of an agreement: laying them out, reading them, and noting that one is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current

from .end_duties import END_DUTIES, duties_of
from .models import AgreementDuty, PartnerAgreement
from .permissions import may_complete_duty
from .selectors import in_force

REASON = "lay out what is left to do after an agreement; it names no student"


@dataclass(frozen=True)
class DutyLine:
    """A duty as its page shows it. may_complete: the viewer's side does it, and it is open."""

    duty: AgreementDuty
    label: str
    source: str
    is_late: bool
    may_complete: bool


def lay_out_duties(agreement: PartnerAgreement, ended: date) -> None:
    """Add what an agreement that ended on a day leaves to do. Done again, it adds nothing."""
    stays = _data_stays(agreement, ended)
    AgreementDuty.objects.bulk_create(
        (
            AgreementDuty(
                agreement=agreement,
                key=duty.key,
                side=duty.side,
                due=duty.due_on(agreement, ended),
                owner_id=agreement.responsible_id if duty.side == "network" else None,
                revision=1,
            )
            for duty in duties_of(agreement, stays)
        ),
        ignore_conflicts=True,
    )


def _data_stays(agreement: PartnerAgreement, ended: date) -> bool:
    """Whether another agreement on data with the same district or school goes on: then no data are deleted now."""
    if not agreement.covers_data:
        return False
    kinds = PartnerAgreement.Kind
    others = PartnerAgreement.objects.unscoped(REASON).filter(
        in_force(ended + timedelta(days=1)),
        network=agreement.network_id,
        district=agreement.district_id,
        school=agreement.school_id,
        kind__in=(agreement.kind, kinds.BOTH, kinds.DATA),
    )
    return others.exclude(pk=agreement.pk).exists()


def duty_lines(viewer: Viewer, agreement: PartnerAgreement, today: date) -> list[DutyLine]:
    """The duties of an agreement, what is due next first, and what is done last."""
    has_ended = agreement.status == PartnerAgreement.Status.ENDED
    rows = AgreementDuty.objects.seen_by(viewer).filter(agreement=agreement, deleted_at=None)
    duties = rows.select_related("agreement", "owner", "done_by").order_by("due", "created", "pk")
    lines = [
        DutyLine(
            duty,
            duty_label(duty),
            str(END_DUTIES[duty.key].source) if duty.key in END_DUTIES else "",
            duty.done_on is None and duty.due < today,
            has_ended and duty.done_on is None and may_complete_duty(viewer, duty),
        )
        for duty in duties
    ]
    return sorted(lines, key=lambda line: line.duty.done_on is not None)


def duty_label(duty: AgreementDuty) -> str:
    """What a duty is, in the reader's language."""
    kind = END_DUTIES.get(duty.key)
    return str(kind.label) if kind else duty.key


def save_duty(duty: AgreementDuty, values: Mapping[str, object], seen: int | None, by: UUID) -> None:
    """Change the day of a duty and who does it. Raises EditConflict when somebody wrote it since `seen`."""
    labels = {"due": _("Due"), "owner": _("Person responsible")}
    with ledger.act("save a duty after an agreement", by=by, about=duty.agreement_id):
        save_if_current(duty, values, seen, labels)


def complete_duty(duty: AgreementDuty, done_on: date, evidence: str, by: UUID) -> None:
    """Note that a duty is done, and what shows it; the first note stays. Raises ActionError for a day to come."""
    if done_on > timezone.localdate():
        raise ActionError(
            _("This day has not come yet. Enter the day on which it was done."), field="done_on"
        )
    with ledger.act("complete a duty after an agreement", by=by, about=duty.agreement_id):
        rows = AgreementDuty.objects.unscoped(REASON).filter(pk=duty.pk, done_on=None)
        rows.update(
            done_on=done_on,
            done_by=by,
            evidence=evidence,
            revision=F("revision") + 1,
            modified=timezone.now(),
        )


def reopen_duty(duty: AgreementDuty, by: UUID) -> None:
    """Open a duty again that was noted as done by mistake. An open one stays as it is."""
    with ledger.act("reopen a duty after an agreement", by=by, about=duty.agreement_id):
        rows = AgreementDuty.objects.unscoped(REASON).filter(pk=duty.pk).exclude(done_on=None)
        rows.update(
            done_on=None, done_by=None, evidence="", revision=F("revision") + 1, modified=timezone.now()
        )
