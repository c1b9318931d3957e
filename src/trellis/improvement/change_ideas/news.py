"""News of change ideas: one that fits an open aim of the reader's school, and answers to what was proposed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from trellis.core.community.models import Role
from trellis.core.community.viewer import Viewer
from trellis.design.blueprint.models import ChangeProposal
from trellis.improvement.cycles.models import Aim
from trellis.improvement.cycles.permissions import schools_of
from trellis.improvement.cycles.selectors import of_school

from .models import ADOPTED, ChangeIdea, IdeaTest
from .proposals import READ_BY_ALL

WEEK = timedelta(days=7)
SHOWN = 20


def week_before(today: date) -> tuple[date, date]:
    """Monday of last week, and of this week: what is told comes in weeks, however often it is asked for."""
    monday = today - timedelta(days=today.weekday())
    return monday - WEEK, monday


def ideas_for_aims(viewer: Viewer, since: datetime, until: datetime) -> list[ChangeIdea]:
    """Ideas for the measure or the students of an open aim at the viewer's schools, with a test that another school
    shared between two moments."""
    schools = schools_of(viewer)
    if not schools:
        return []
    shared = IdeaTest.objects.seen_by(viewer).filter(shared_at__gte=since, shared_at__lt=until)
    ideas = ChangeIdea.objects.seen_by(viewer).filter(
        pk__in=shared.exclude(school__in=schools).values("idea")
    )
    ideas = list(ideas.order_by("-created", "-pk")[:SHOWN])
    if not ideas:
        return []
    aims = Aim.objects.seen_by(viewer).filter(status=Aim.Status.OPEN)
    pairs = [
        pair for school in schools for pair in aims.filter(of_school(school)).values_list("measure", "group")
    ]
    measures, groups = {measure for measure, _ in pairs} - {""}, {group for _, group in pairs} - {""}
    return [idea for idea in ideas if idea.measure in measures or idea.group in groups]


def answered_proposals(viewer: Viewer, since: datetime) -> list[tuple[ChangeProposal, ChangeIdea]]:
    """Proposals that the network answered since, from ideas that a school adopted which the viewer leads."""
    schools = viewer.to("school", Role.LEADER)
    if not schools:
        return []
    answered = ChangeProposal.objects.unscoped(READ_BY_ALL).filter(
        source__isnull=False, modified__gt=since, network__in=viewer.home_networks
    )
    answered = list(answered.exclude(status=ChangeProposal.Status.OPEN).order_by("modified")[:SHOWN])
    adopted = IdeaTest.objects.seen_by(viewer).filter(
        school__in=schools, decision__in=ADOPTED, idea__in=[row.source for row in answered]
    )
    ideas = {test.idea_id: test.idea for test in adopted.select_related("idea")}
    return [(row, ideas[row.source]) for row in answered if row.source in ideas]


def at_midnight(day: date) -> datetime:
    """The first moment of a day in the time zone in force."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
