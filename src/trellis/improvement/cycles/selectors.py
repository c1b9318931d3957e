"""Reading aims and cycles: the lists of a school and a network, one aim, one cycle, one practical measure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from trellis.core.community.clock import zone_named
from trellis.core.community.models import Group, Network, Role, School
from trellis.core.community.viewer import Viewer

from .amounts import format_amount, is_rate, measure_title
from .copies import copies_of
from .gap_link import group_label
from .models import (
    Aim,
    AimMeasure,
    Cycle,
    CycleMeasure,
    DataPoint,
    Observation,
    Owned,
    PracticalMeasure,
    Prediction,
)
from .permissions import TEAM_KINDS, may_write, schools_of, writes_for_school, writes_for_team
from .registered import RegisteredFigure, registered_figures
from .study import MeasureStudy, study_measure
from .word_search import with_words

OWNER = ("network", "school", "school__network", "team", "team__school", "team__school__network")


def today_of(row: Owned) -> date:
    """Today where the row belongs."""
    place = row.place
    zone = place.time_zone if place else row.network.time_zone if row.network else "UTC"
    return timezone.localdate(timezone=zone_named(zone))


def of_school(school_id: UUID) -> Q:
    """Of a school, or of one of its teams."""
    return Q(school=school_id) | Q(team__school=school_id)


@dataclass(frozen=True)
class Lists:
    """What a school or a network works on. open_cycles: the one that is due first first; finished: the newest first."""

    aims: list[Aim]
    open_cycles: list[Cycle]
    finished: QuerySet[Cycle]
    measures: list[PracticalMeasure]


def lists(viewer: Viewer, rows: Q, decision: str, words: str = "", *, with_copies: bool = True) -> Lists:
    """The aims, cycles and measures that `rows` names. decision: only cycles that ended so; words: only cycles that
    have them; "" for all. with_copies: whether schools' copies of a network's measure are listed."""
    aims = Aim.objects.seen_by(viewer).filter(rows).select_related(*OWNER).order_by("status", "due", "pk")
    cycles = Cycle.objects.seen_by(viewer).filter(rows & with_words(words)).select_related(*OWNER)
    measures = PracticalMeasure.objects.seen_by(viewer).filter(rows).select_related(*OWNER)
    measures = measures if with_copies else measures.filter(same_as=None)
    finished = cycles.exclude(decision="").order_by("-decided_on", "-pk")
    return Lists(
        list(aims[:200]),
        list(cycles.filter(decision="").order_by("due", "pk")[:200]),
        finished.filter(decision=decision) if decision else finished,
        list(measures.order_by("title", "pk")[:200]),
    )


def in_network(network: Network) -> Q:
    """Of a network, its schools or their teams."""
    return Q(network=network) | Q(school__network=network) | Q(team__school__network=network)


def teams_to_write_for(viewer: Viewer, school: School) -> list[Group]:
    """The teams of a school whose cycles the viewer may write."""
    teams = Group.objects.seen_by(viewer).select_related("school")
    teams = teams.filter(school=school, kind__in=TEAM_KINDS, deleted_at=None)
    return [team for team in teams.order_by("title", "pk") if writes_for_team(viewer, team)]


def starts_at(viewer: Viewer, school: School) -> bool:
    """Whether the viewer starts anything at a school: for it, or for a team."""
    return writes_for_school(viewer, school.pk) or bool(teams_to_write_for(viewer, school))


def measures_of_owner(viewer: Viewer, row: Owned) -> QuerySet[PracticalMeasure]:
    """The practical measures that a cycle or an aim can look at: of its school or network."""
    place = row.place
    rows = of_school(place.pk) | Q(network=place.network_id) if place else Q(network=row.network_id)
    return PracticalMeasure.objects.seen_by(viewer).filter(rows).order_by("title", "pk")


def open_aims(viewer: Viewer, place: Network | School) -> QuerySet[Aim]:
    """The open aims that a cycle at a school, or of a network, can be for."""
    rows = (
        Q(network=place) if isinstance(place, Network) else of_school(place.pk) | Q(network=place.network_id)
    )
    aims = Aim.objects.seen_by(viewer).select_related(*OWNER).order_by("title", "pk")
    return aims.filter(rows, status=Aim.Status.OPEN)


@dataclass(frozen=True)
class AimPage:
    """One aim with its cycles and what is watched. progress: how far from the start to the target, in percent."""

    aim: Aim
    writes: bool
    today: date
    cycles: list[Cycle]
    watched: list[AimMeasure]
    figures: list[RegisteredFigure]
    group: str
    baseline: str
    comparison: str
    target: str
    measure: str

    @property
    def practical(self) -> list[AimMeasure]:
        return [row for row in self.watched if row.practical_id]

    @property
    def days_left(self) -> int:
        return (self.aim.due - self.today).days


def aim_page_or_404(viewer: Viewer, aim_id: UUID) -> AimPage:
    """One aim, for whoever sees it."""
    aim = get_object_or_404(Aim.objects.seen_by(viewer).select_related(*OWNER), pk=aim_id)
    watched = AimMeasure.objects.seen_by(viewer).filter(aim=aim, deleted_at=None)
    watched = list(watched.select_related("practical").order_by("kind", "created"))
    cycles = Cycle.objects.seen_by(viewer).filter(aim=aim).select_related(*OWNER).order_by("series", "number")
    share = is_rate(aim.measure)
    return AimPage(
        aim,
        may_write(viewer, aim),
        today_of(aim),
        list(cycles[:200]),
        watched,
        registered_figures(viewer, aim, watched),
        group_label(aim.group),
        format_amount(aim.baseline, share),
        format_amount(aim.comparison, share),
        format_amount(aim.target, share),
        measure_title(aim.measure),
    )


@dataclass(frozen=True)
class CyclePage:
    """One cycle. observations: None for who does not read them. series: the cycles before and after it."""

    cycle: Cycle
    writes: bool
    today: date
    begun: bool
    studies: list[MeasureStudy]
    predictions: list[Prediction]
    observations: list[Observation] | None
    series: list[Cycle]
    viewer: Viewer = field(repr=False)

    @property
    def step(self) -> str:
        """Where the cycle is: plan, do, study, act, or done."""
        if self.cycle.decision:
            return "done"
        if not self.begun:
            return "plan"
        if self.cycle.due <= self.today:
            return "act"
        return "study" if any(study.result for study in self.studies) else "do"

    @property
    def other_predictions(self) -> list[Prediction]:
        """Those about no measure of the cycle."""
        measured = {study.practical.pk for study in self.studies}
        return [each for each in self.predictions if each.practical_id not in measured]

    @property
    def following(self) -> Cycle | None:
        return next((each for each in self.series if each.number == self.cycle.number + 1), None)

    @property
    def day_number(self) -> int:
        return (self.today - self.cycle.starts).days + 1

    @property
    def day_count(self) -> int:
        return (self.cycle.due - self.cycle.starts).days + 1


def reads_observations(viewer: Viewer, cycle: Cycle) -> bool:
    """Whether the viewer reads what was observed: at the school, or for the network whose cycle it is."""
    if cycle.place is not None:
        return cycle.place.pk in schools_of(viewer)
    return cycle.network_id in viewer.to("network", Role.NETWORK_STAFF)


def cycle_page_or_404(viewer: Viewer, cycle_id: UUID) -> CyclePage:
    """One cycle, for whoever sees it. A constant number of queries."""
    cycles = Cycle.objects.seen_by(viewer).select_related(*OWNER, "aim", "driver", "started_by")
    cycle = get_object_or_404(cycles, pk=cycle_id)
    today = today_of(cycle)
    predictions = list(
        Prediction.objects.seen_by(viewer)
        .filter(cycle=cycle)
        .select_related("by", "practical")
        .order_by("created")
    )
    observations = None
    if reads_observations(viewer, cycle):
        rows = Observation.objects.seen_by(viewer).filter(cycle=cycle, deleted_at=None)
        observations = list(rows.select_related("by").order_by("-day", "-created"))
    return CyclePage(
        cycle,
        may_write(viewer, cycle),
        today,
        cycle.has_begun(today),
        _studies(viewer, cycle, predictions),
        predictions,
        observations,
        list(Cycle.objects.seen_by(viewer).filter(series=cycle.series).order_by("number")),
        viewer,
    )


def _studies(viewer: Viewer, cycle: Cycle, predictions: list[Prediction]) -> list[MeasureStudy]:
    rows = CycleMeasure.objects.seen_by(viewer).filter(cycle=cycle, deleted_at=None)
    rows = list(rows.select_related("practical", "frozen_by", "cycle").order_by("created"))
    numbers: dict[UUID, list[DataPoint]] = defaultdict(list)
    points = DataPoint.objects.seen_by(viewer).filter(
        measure__in=[row.practical_id for row in rows], deleted_at=None
    )
    for point in points.order_by("day"):
        numbers[point.measure_id].append(point)
    return [
        study_measure(
            row,
            numbers[row.practical_id],
            [each for each in predictions if each.practical_id == row.practical_id],
            cycle.change_on,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class MeasurePage:
    """One practical measure with its numbers, the newest first. enters: whether the viewer enters numbers."""

    measure: PracticalMeasure
    enters: bool
    writes: bool
    today: date
    points: list[DataPoint]
    cycles: list[Cycle]
    copies: list[PracticalMeasure] = field(default_factory=list)

    @property
    def amounts(self) -> list[tuple[DataPoint, str]]:
        return [(point, format_amount(point.amount, self.measure.is_share)) for point in self.points]


def measure_page_or_404(viewer: Viewer, measure_id: UUID) -> MeasurePage:
    """One practical measure, for whoever sees it. Who works at the school enters its numbers."""
    measures = PracticalMeasure.objects.seen_by(viewer).select_related(*OWNER)
    measure = get_object_or_404(measures, pk=measure_id)
    writes = may_write(viewer, measure)
    at_school = measure.place is not None and measure.place.pk in viewer.staff_schools
    points = DataPoint.objects.seen_by(viewer).filter(measure=measure, deleted_at=None)
    looked_at = CycleMeasure.objects.seen_by(viewer).filter(practical=measure, deleted_at=None)
    cycles = Cycle.objects.seen_by(viewer).filter(pk__in=looked_at.values("cycle"))
    return MeasurePage(
        measure,
        (writes or at_school) and not measure.is_live,
        writes,
        today_of(measure),
        list(points.select_related("by").order_by("-day")[:400]),
        list(cycles.order_by("starts", "pk")[:50]),
        copies_of(viewer, measure) if measure.network_id else [],
    )


def measure_by_id(measure_id: UUID) -> PracticalMeasure | None:
    """The measure that a link is about."""
    rows = PracticalMeasure.objects.unscoped("find the measure that a link opens").select_related(*OWNER)
    return rows.filter(pk=measure_id, deleted_at=None).first()
