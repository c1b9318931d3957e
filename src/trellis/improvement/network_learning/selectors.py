"""Reading what a network learns: its page, and one roll-out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from trellis.core.community.clock import zone_named
from trellis.core.community.models import Network, Role, School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.improvement.cycles.amounts import format_amount, is_rate, measure_title
from trellis.improvement.cycles.copies import copies_of
from trellis.improvement.cycles.gap_link import group_label
from trellis.improvement.cycles.models import Aim, Cycle, PracticalMeasure
from trellis.improvement.cycles.permissions import schools_of
from trellis.improvement.cycles.registered import figure_now
from trellis.improvement.cycles.selectors import OWNER, in_network
from trellis.improvement.opportunity.selectors import network_gap_table

from .models import Belief, RollOut, RollOutSchool
from .moved import Moved, read_moved
from .permissions import reads_results, writes_for_network
from .roll_out_results import RollOutResult, roll_out_result
from .roll_out_table import lay_out, starts_of

MOST = 200
WAITING = 6
TRIED = {
    Cycle.Decision.ADOPT.value: pgettext_lazy("cycles", "Adopted"),
    Cycle.Decision.ADAPT.value: pgettext_lazy("cycles", "Adapted"),
    Cycle.Decision.ABANDON.value: pgettext_lazy("cycles", "Abandoned"),
    Cycle.Decision.SCALE.value: pgettext_lazy("cycles", "Scaled up"),
}
"""What became of what was tried."""
_DUE_BELIEFS = PreparedQuery(Belief, lambda rows: rows.order_by("look_again_on", "pk")[:WAITING])


def today_of(network: Network) -> date:
    """Today where the network works."""
    return timezone.localdate(timezone=zone_named(network.time_zone))


@dataclass(frozen=True)
class AimLine:
    """An open aim of the network. now: "" where no number may be shown to the viewer."""

    aim: Aim
    measure: str
    group: str
    baseline: str
    now: str
    target: str
    days_left: int


@dataclass(frozen=True)
class RollOutLine:
    """A roll-out with how many schools have started, and how many have a day still to come."""

    roll_out: RollOut
    started: int
    planned: int


@dataclass(frozen=True)
class LearningPage:
    """What a network learns, as far as the viewer sees it. tried: each decision, and how many cycles ended so."""

    network: Network
    writes: bool
    today: date
    aims: list[AimLine]
    cycles: list[Cycle]
    tried: list[tuple[str, int]]
    moved: Moved
    beliefs: list[Belief]
    dropped: list[Belief]
    roll_outs: list[RollOutLine]


def learning_page(viewer: Viewer, network: Network) -> LearningPage:
    """Everything on the network's learning page."""
    today = today_of(network)
    aims = _aim_lines(viewer, network, today)
    cycles = Cycle.objects.seen_by(viewer).filter(in_network(network)).select_related(*OWNER)
    beliefs = list(
        Belief.objects.seen_by(viewer).filter(network=network).order_by("look_again_on", "pk")[:MOST]
    )
    return LearningPage(
        network,
        writes_for_network(viewer, network.pk),
        today,
        aims,
        list(cycles.filter(decision="").order_by("due", "pk")[:MOST]),
        _tried(cycles),
        read_moved(viewer, network, {line.aim.measure for line in aims if line.aim.measure}),
        [belief for belief in beliefs if belief.status != Belief.Status.DROPPED],
        [belief for belief in beliefs if belief.status == Belief.Status.DROPPED],
        _roll_out_lines(viewer, network, today),
    )


def _aim_lines(viewer: Viewer, network: Network, today: date) -> list[AimLine]:
    rows = Aim.objects.seen_by(viewer).filter(network=network, status=Aim.Status.OPEN)
    aims = list(rows.select_related(*OWNER).order_by("due", "pk")[:MOST])
    table = network_gap_table(viewer, network.pk) if aims else None
    return [
        AimLine(
            aim,
            measure_title(aim.measure),
            group_label(aim.group),
            format_amount(aim.baseline, is_rate(aim.measure)),
            figure_now(table, aim.measure, aim.group) if aim.measure else "",
            format_amount(aim.target, is_rate(aim.measure)),
            (aim.due - today).days,
        )
        for aim in aims
    ]


def _tried(cycles: QuerySet[Cycle]) -> list[tuple[str, int]]:
    counts = Counter(cycles.exclude(decision="").order_by().values_list("decision", flat=True))
    return [(str(TRIED[value]), counts[value]) for value in Cycle.Decision.values if counts[value]]


def _roll_out_lines(viewer: Viewer, network: Network, today: date) -> list[RollOutLine]:
    """The newest first. How many schools start is a sum that every reader may see."""
    rows = RollOut.objects.seen_by(viewer).filter(network=network).order_by("-created")
    roll_outs = list(rows.select_related("network", "practical")[:MOST])
    days: dict[UUID, list[date]] = {roll_out.pk: [] for roll_out in roll_outs}
    starts = RollOutSchool.objects.unscoped("count the schools of roll-outs that the viewer sees").filter(
        roll_out__in=roll_outs, deleted_at=None, school__deleted_at=None
    )
    for key, day in starts.values_list("roll_out_id", "starts"):
        days[key].append(day)
    return [
        RollOutLine(
            roll_out,
            sum(day <= today for day in days[roll_out.pk]),
            sum(day > today for day in days[roll_out.pk]),
        )
        for roll_out in roll_outs
    ]


@dataclass(frozen=True)
class RollOutPage:
    """One roll-out. schools: those whose start the viewer sees, by day and name. result: None for who does not read it.
    not_yet: how many schools of the network have no day. counting: how many count the practical measure. to_count: its
    copies at the viewer's schools.
    """

    roll_out: RollOut
    writes: bool
    today: date
    measure: str
    schools: list[RollOutSchool]
    started: int
    planned: int
    not_yet: int
    result: RollOutResult | None
    counting: int
    to_count: list[PracticalMeasure]


def roll_out_page_or_404(viewer: Viewer, roll_out_id: UUID) -> RollOutPage:
    """One roll-out, for whoever sees it."""
    rows = RollOut.objects.seen_by(viewer).select_related("network", "practical")
    roll_out = get_object_or_404(rows, pk=roll_out_id)
    today, writes = today_of(roll_out.network), writes_for_network(viewer, roll_out.network_id)
    days = list(starts_of(roll_out).values())
    schools = RollOutSchool.objects.seen_by(viewer).filter(roll_out=roll_out, school__deleted_at=None)
    result = None
    if reads_results(viewer, roll_out.network_id):
        result = roll_out_result(lay_out(roll_out), by_lot=roll_out.by_lot, sees_all_schools=writes)
    return RollOutPage(
        roll_out,
        writes,
        today,
        roll_out.practical.title if roll_out.practical else measure_title(roll_out.measure),
        list(schools.select_related("school").order_by("starts", "school__name", "pk")),
        sum(day <= today for day in days),
        sum(day > today for day in days),
        _school_count(roll_out) - len(days),
        result,
        _counting(roll_out),
        _copies_at_schools(viewer, roll_out),
    )


def _school_count(roll_out: RollOut) -> int:
    schools = School.objects.unscoped("count the schools of a network that the viewer sees")
    return schools.filter(network=roll_out.network_id, deleted_at=None).count()


def _copies_at_schools(viewer: Viewer, roll_out: RollOut) -> list[PracticalMeasure]:
    if roll_out.practical is None:
        return []
    schools = schools_of(viewer)
    return [copy for copy in copies_of(viewer, roll_out.practical) if copy.school_id in schools]


def _counting(roll_out: RollOut) -> int:
    """How many schools have a copy of the practical measure."""
    if roll_out.practical is None:
        return 0
    copies = PracticalMeasure.objects.unscoped("count the schools that count along")
    return copies.filter(same_as=roll_out.practical, deleted_at=None).count()


def schools_to_choose(viewer: Viewer, network: Network) -> QuerySet[School]:
    """The schools of a network that its program staff choose from."""
    return School.objects.seen_by(viewer).filter(network=network, deleted_at=None).order_by("name", "pk")


def beliefs_to_look_at(viewer: Viewer, today: date) -> list[Belief]:
    """Beliefs of the viewer's network whose day to look again has come, the oldest day first."""
    networks = viewer.to("network", Role.NETWORK_STAFF)
    if not networks:
        return []
    believed = ~Q(status=Belief.Status.DROPPED.value)
    return _DUE_BELIEFS.seen_by(viewer, believed, network__in=networks, look_again_on__lte=today)
