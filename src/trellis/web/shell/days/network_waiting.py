"""What waits for a network's program staff: signatures, deadlines, schools that join, coaching, handovers, the model,
and events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.adults.coaching.caseload import LONG_PAUSE, network_coaching
from trellis.adults.joining.pipeline import read_pipeline
from trellis.adults.leadership.models import LeaderHandover
from trellis.adults.partnerships.reminders import near_deadlines
from trellis.adults.partnerships.selectors import waiting_for_signature
from trellis.adults.professional_learning.events.selectors import places_of
from trellis.adults.professional_learning.models import LearningEvent
from trellis.core.community.decisions import Decision
from trellis.core.community.models import District, Network
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_day, format_list
from trellis.design.blueprint.models import ChangeProposal
from trellis.improvement.cycles.decisions import cycle_decisions
from trellis.improvement.network_learning.decisions import belief_decisions
from trellis.learning.internships.apprenticeships.decisions import apprenticeship_decisions

AHEAD = timedelta(days=30)
SHOWN = 6


def network_waiting(viewer: Viewer, network: Network, today: date) -> list[Decision]:
    """Signatures and deadlines first, then schools on their way, the model, and events that come soon."""
    return [
        *_signatures(viewer),
        *_deadlines(viewer, network, today),
        *_slipped_steps(viewer, network),
        *_unvisited_schools(viewer, network, today),
        *_handovers(viewer, network),
        *apprenticeship_decisions(viewer),
        *cycle_decisions(viewer, today),
        *belief_decisions(viewer, today),
        *_proposals(viewer, network),
        *_events(viewer, network),
    ]


def _signatures(viewer: Viewer) -> Iterator[Decision]:
    for agreement in waiting_for_signature(viewer)[:SHOWN]:
        yield Decision(
            _("Sign: %(title)s") % {"title": agreement.title},
            agreement.get_kind_display(),
            reverse("partner-agreement", args=[agreement.pk]),
            _("Read and sign"),
        )


def _deadlines(viewer: Viewer, network: Network, today: date) -> Iterator[Decision]:
    """Each with the name of its district: several may have a waiver of one kind."""
    names = dict(District.objects.seen_by(viewer).filter(network=network).values_list("pk", "name"))
    for deadline in near_deadlines(viewer, today)[:SHOWN]:
        line = deadline.sentence
        if deadline.district_id in names:
            line = f"{names[deadline.district_id]} · {line}"
        url = reverse(deadline.url_name, args=[deadline.url_id])
        yield Decision(deadline.title, line, url, _("Open"))


def _slipped_steps(viewer: Viewer, network: Network) -> Iterator[Decision]:
    """Schools that join with a step whose day has passed: of each the first such step."""
    for line in read_pipeline(viewer, network).slipped[:SHOWN]:
        step, due = line.slipped[0], line.slipped[0].step.due
        yield Decision(
            line.joining.name,
            _("%(step)s, due %(day)s") % {"step": step.title, "day": format_day(due) if due else ""},
            reverse("joining-school", args=[line.joining.pk]),
            _("Open"),
        )


def _unvisited_schools(viewer: Viewer, network: Network, today: date) -> Iterator[Decision]:
    """Schools with a coach that nobody has visited for long, together."""
    rows = network_coaching(viewer, network, today).not_visited
    if rows:
        yield Decision(
            ngettext(
                "%(n)s school was not visited in the last %(days)s days",
                "%(n)s schools were not visited in the last %(days)s days",
                len(rows),
            )
            % {"n": len(rows), "days": LONG_PAUSE},
            format_list(row.school.name for row in rows[:SHOWN]),
            reverse("network-coaching", args=[network.pk]),
            _("Open"),
        )


def _handovers(viewer: Viewer, network: Network) -> Iterator[Decision]:
    """Schools that change hands, until everything is confirmed and access has moved."""
    rows = LeaderHandover.objects.seen_by(viewer).filter(school__network=network, deleted_at=None)
    rows = rows.exclude(status=LeaderHandover.Status.CLOSED).select_related("school").order_by("last_day")
    for handover in rows[:SHOWN]:
        yield Decision(
            _("Handover: %(school)s") % {"school": handover.school.name},
            _("Last day %(day)s") % {"day": format_day(handover.last_day)},
            reverse("leader-handover", args=[handover.pk]),
            _("Open"),
        )


def _proposals(viewer: Viewer, network: Network) -> Iterator[Decision]:
    rows = ChangeProposal.objects.seen_by(viewer).filter(network=network, status=ChangeProposal.Status.OPEN)
    count = rows.count()
    if count:
        yield Decision(
            ngettext("%(n)s change proposed for a model", "%(n)s changes proposed for your models", count)
            % {"n": count},
            _("Schools wrote why they made them."),
            reverse("models", args=[network.pk]),
            _("Read"),
        )


def _events(viewer: Viewer, network: Network) -> Iterator[Decision]:
    """Drafts that nobody can see yet, and events of the next month with people on the waiting list."""
    rows = LearningEvent.objects.seen_by(viewer).filter(
        network=network, deleted_at=None, starts__gt=viewer.now, starts__lt=viewer.now + AHEAD
    )
    events = list(rows.exclude(status=LearningEvent.Status.CANCELLED).order_by("starts")[:SHOWN])
    places = places_of(events)
    for event in events:
        day = format_day(event.starts.astimezone(event.zone).date())
        waiting = places[event.pk].waiting
        if event.status == LearningEvent.Status.DRAFT:
            line = _("A draft. It starts %(day)s.") % {"day": day}
        elif waiting:
            line = ngettext(
                "%(day)s: %(n)s person is on the waiting list.",
                "%(day)s: %(n)s people are on the waiting list.",
                waiting,
            ) % {"day": day, "n": waiting}
        else:
            continue
        yield Decision(event.title, line, reverse("edit-learning-event", args=[event.pk]), _("Manage"))
