"""Deadlines that come near: when notice of an agreement is due, when it ends, and when a waiver must be renewed.

Each kind has lead times of its own: 30 days are too late for a state's waiver. A person is reminded once at each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from trellis.core.community.models import Person, Role
from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger
from trellis.core.foundation.formatting import format_date

from .duties import duty_label
from .models import AgreementDuty, DeadlineReminder, DistrictPolicy
from .selectors import visible_agreements

AGREEMENT_LEADS = (180, 90, 30)
DUTY_LEADS = (30, 7, 0)
LAST_LEAD = 30
REASON = "note that somebody was reminded"


@dataclass(frozen=True)
class Deadline:
    """A day by which something must be done, and the lead time that was reached: title, a sentence, and its page."""

    about_id: UUID
    day: date
    lead_days: int
    title: str
    sentence: str
    url_name: str
    url_id: UUID
    district_id: UUID | None


def lead_reached(leads: Iterable[int], day: date, today: date) -> int | None:
    """The last of these lead times that was reached; None before the first, and once the day is over."""
    left = (day - today).days
    reached = [lead for lead in leads if 0 <= left <= lead]
    return min(reached, default=None)


def policy_leads(policy: DistrictPolicy) -> tuple[int, ...]:
    """The lead times of a waiver: its own, half of it, and 30 days; none that is longer than its own."""
    leads = (policy.lead_days, policy.lead_days // 2, LAST_LEAD)
    return tuple(lead for lead in leads if lead <= policy.lead_days)


def near_deadlines(viewer: Viewer, today: date) -> list[Deadline]:
    """The deadlines that wait for the viewer, the next one first."""
    deadlines = [
        *_agreement_deadlines(viewer, today),
        *_policy_deadlines(viewer, today),
        *_duty_deadlines(viewer, today),
    ]
    return sorted(deadlines, key=lambda deadline: deadline.day)


def _agreement_deadlines(viewer: Viewer, today: date) -> Iterator[Deadline]:
    signed = visible_agreements(viewer).filter(_waits_for(viewer, "network"), status="signed")
    for agreement in signed:
        for day, sentence in (
            (agreement.notice_by, _("Decide whether to renew it. The last day to give notice is %(day)s.")),
            (agreement.ends, _("It ends %(day)s.")),
        ):
            lead = lead_reached(AGREEMENT_LEADS, day, today) if day else None
            if day and lead is not None:
                yield Deadline(
                    agreement.pk,
                    day,
                    lead,
                    agreement.title,
                    sentence % {"day": format_date(day)},
                    "partner-agreement",
                    agreement.pk,
                    agreement.district_id,
                )
                break  # the day to give notice comes before the end


def _policy_deadlines(viewer: Viewer, today: date) -> Iterator[Deadline]:
    granted = DistrictPolicy.objects.seen_by(viewer).filter(
        _waits_for(viewer, "district__network"), status=DistrictPolicy.Status.GRANTED, deleted_at=None
    )
    for policy in granted.exclude(ends=None).select_related("district").order_by("ends"):
        lead = lead_reached(policy_leads(policy), policy.ends, today) if policy.ends else None
        if policy.ends and lead is not None:
            yield Deadline(
                policy.pk,
                policy.ends,
                lead,
                _("Renew the waiver: %(topic)s") % {"topic": policy.get_topic_display()},
                _("It ends %(day)s.") % {"day": format_date(policy.ends)},
                "district-policies",
                policy.district_id,
                policy.district_id,
            )


def _duty_deadlines(viewer: Viewer, today: date) -> Iterator[Deadline]:
    """Open duties after an agreement, for who does them: the person named; else the staff of their side.

    One whose day is over goes on waiting, and is reminded of once: some are due on the very day of the end.
    """
    of_network = Q(side="network", agreement__network__in=viewer.to("network", Role.NETWORK_STAFF))
    of_partner = Q(side="partner", agreement__district__in=viewer.to("district", Role.LEADER)) | Q(
        side="partner", agreement__school__in=viewer.to("school", Role.LEADER)
    )
    waiting = Q(owner=viewer.person_id) | (Q(owner=None) & (of_network | of_partner))
    duties = AgreementDuty.objects.seen_by(viewer).filter(
        waiting, done_on=None, deleted_at=None, agreement__status="ended"
    )
    for duty in duties.select_related("agreement").order_by("due", "created"):
        lead = 0 if duty.due < today else lead_reached(DUTY_LEADS, duty.due, today)
        if lead is not None:
            yield Deadline(
                duty.pk,
                duty.due,
                lead,
                duty.agreement.title,
                _("%(duty)s. Due %(day)s.") % {"duty": duty_label(duty), "day": format_date(duty.due)},
                "partner-agreement",
                duty.agreement_id,
                duty.agreement.district_id,
            )


def _waits_for(viewer: Viewer, network: str) -> Q:
    """Who must act: the person responsible, the district's leaders, and the network's staff where nobody is named."""
    of_staff = Q(**{f"{network}__in": viewer.to("network", Role.NETWORK_STAFF)}, responsible=None)
    led = Q(district__in=viewer.to("district", Role.LEADER))
    return Q(responsible=viewer.person_id) | led | of_staff


def new_deadlines(viewer: Viewer, today: date) -> list[Deadline]:
    """The near deadlines of which the viewer was not reminded at this lead time."""
    reminded = set(DeadlineReminder.objects.seen_by(viewer).values_list("about_id", "deadline", "lead_days"))
    return [
        deadline
        for deadline in near_deadlines(viewer, today)
        if (deadline.about_id, deadline.day, deadline.lead_days) not in reminded
    ]


def note_reminder(person: Person, deadline: Deadline) -> None:
    """Note that a person was reminded; twice is once."""
    with ledger.act("remind of a deadline", about=deadline.about_id):
        DeadlineReminder.objects.unscoped(REASON).get_or_create(
            person=person,
            about_id=deadline.about_id,
            deadline=deadline.day,
            lead_days=deadline.lead_days,
        )
