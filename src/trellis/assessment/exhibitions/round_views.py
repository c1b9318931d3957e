"""The pages of a round: its days and rooms, who may come, and the times that were found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, tzinfo
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community import links
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Link, School
from trellis.core.community.selectors import term_on
from trellis.core.community.viewer import LEADING_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of

from . import attendee_changes, rounds, selectors
from .models import Attendee, Exhibition, Round
from .round_forms import INVITATION_FORMS, FindTimesForm, HoursForm, RoundForm, SchoolTerm, VisitorForm
from .rubric import exhibition_rules

ROUNDS_ON_A_PAGE = 24
MANY_TIMES = 50
"""From more times than this on, the page of a round shows one day."""


def _get_led_school_or_404(request: Request, school_id: UUID) -> School:
    if school_id not in request.viewer.to("school", *LEADING_ROLES):
        raise Http404
    return get_object_or_404(School.objects.seen_by(request.viewer), pk=school_id)


def _get_round_or_404(request: Request, round_id: UUID) -> Round:
    rows = Round.objects.seen_by(request.viewer).select_related("school", "term")
    return get_object_or_404(rows, pk=round_id)


@page_for(*LEADING_ROLES)
def school_rounds(request: Request, school_id: UUID) -> HttpResponse:
    """The rounds of a school, and opening one for the term under way."""
    school = _get_led_school_or_404(request, school_id)
    words = wording_of(school.pk)
    if words.package is None or not words.has("exhibition"):
        raise Http404
    local_now = school_local_time(school, timezone.now())
    term = term_on(request.viewer, school, local_now.date())
    kinds = {kind.key: kind for kind in exhibition_rules(words.package).kinds}
    actions = PageActions(request, (RoundForm,), SchoolTerm(school, term, list(kinds.values())))
    if actions.done:
        return redirect("exhibition-round", actions.form(RoundForm).round.pk)
    rows = Round.objects.seen_by(request.viewer).filter(school=school).select_related("term")
    page = Paginator(rows.order_by("-created"), ROUNDS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "school": school,
        "words": words,
        "term": term,
        "rounds": [
            (
                exhibition_round,
                kinds[exhibition_round.kind].title
                if exhibition_round.kind in kinds
                else exhibition_round.kind,
            )
            for exhibition_round in page
        ],
        "page": page,
        "actions": actions,
        "form": actions.forms[""],
    }
    return render(request, "exhibitions/rounds.html", context, status=actions.status)


@page_for(*LEADING_ROLES)
@never_cache
def round_page(request: Request, round_id: UUID) -> HttpResponse:
    """One round: who has a time, who has none and why, and who has said when they can come."""
    return _render_round(request, _get_round_or_404(request, round_id))


def _render_round(
    request: Request, exhibition_round: Round, actions: PageActions | None = None, **more: object
) -> HttpResponse:
    """The page of a round. actions: those of the form that was sent."""
    sent = actions.sent if actions else None
    zone = school_local_time(exhibition_round.school, timezone.now()).tzinfo
    by_day = _exhibitions_by_day(request, exhibition_round, zone)
    placed_ids = [exhibition.pk for exhibitions in by_day.values() for exhibition in exhibitions]
    one_day = _day_to_show(request, by_day) if len(placed_ids) > MANY_TIMES else None
    rows = Attendee.objects.seen_by(request.viewer).filter(round=exhibition_round)
    attendees = list(rows.select_related("person").order_by("created"))
    families = [attendee for attendee in attendees if attendee.part == "family"]
    visitors = [attendee for attendee in attendees if attendee.part != "family"]
    visitor_form = sent if isinstance(sent, VisitorForm) else None
    context = {
        "round": exhibition_round,
        "days": [date.fromisoformat(day) for day in exhibition_round.days],
        "words": wording_of(exhibition_round.school_id),
        "placed_days": sorted(by_day) if one_day else [],
        "by_day": sorted(by_day.items()) if one_day is None else [(one_day, by_day[one_day])],
        "placed": len(placed_ids),
        "with_outside": selectors.exhibitions_with_outside_adults(
            request.viewer, placed_ids, exhibition_round
        ),
        "visitors": visitors,
        "removed": attendee_changes.removed_attendees(exhibition_round),
        "families": families,
        "families_answered": sum(attendee.answered_at is not None for attendee in families),
        "actions": actions,
        "visitor_form": visitor_form or VisitorForm(request=request, subject=exhibition_round),
        **more,
    }
    with timezone.override(zone):
        return render(request, "exhibitions/round.html", context, status=actions.status if actions else 200)


def _exhibitions_by_day(
    request: Request, exhibition_round: Round, zone: tzinfo | None
) -> dict[date, list[Exhibition]]:
    """The round's exhibitions that have a time, by the school's day."""
    placed = Exhibition.objects.seen_by(request.viewer).filter(
        request.viewer.students("student"),
        term=exhibition_round.term,
        kind=exhibition_round.kind,
        starts__isnull=False,
    )
    by_day: dict[date, list[Exhibition]] = defaultdict(list)
    for exhibition in placed.select_related("student").order_by("starts", "room"):
        if exhibition.starts:
            by_day[exhibition.starts.astimezone(zone).date()].append(exhibition)
    return by_day


def _day_to_show(request: Request, by_day: Mapping[date, Sequence[Exhibition]]) -> date:
    """The day that the address asks for, or the first."""
    days = {day.isoformat(): day for day in sorted(by_day)}
    return days.get(request.GET.get("day", ""), next(iter(days.values())))


@page_for(*LEADING_ROLES)
def invite_visitors(request: Request, round_id: UUID) -> HttpResponse:
    """Ask somebody from outside, or an interpreter, when they can come; or all the families."""
    exhibition_round = _get_round_or_404(request, round_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    actions = PageActions(request, INVITATION_FORMS, exhibition_round)
    form = actions.form(VisitorForm)
    if not actions.done:
        return _render_round(request, exhibition_round, actions)
    if form.is_bound:
        return _render_round(request, exhibition_round, actions, link=form.link)
    return redirect("exhibition-round", exhibition_round.pk)


@page_for(*LEADING_ROLES)
def find_times(request: Request, round_id: UUID) -> HttpResponse:
    """Look for times for everybody in the round."""
    exhibition_round = _get_round_or_404(request, round_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    actions = PageActions(request, (FindTimesForm,), exhibition_round)
    if actions.done:
        return redirect("exhibition-round", exhibition_round.pk)
    return _render_round(request, exhibition_round, actions)


@page_for(public=True)
@never_cache
def visitor_hours(request: Request, token: str) -> HttpResponse:
    """When somebody can come: one line a day, by a link that needs no account."""
    with links.activate_link_locale(request, token):
        try:
            link = links.resolve_link(rounds.HOURS_LINK_PURPOSE, token)
        except ActionError as error:
            return links.render_link_error(request, error, "exhibitions/hours.html")
        return _visitor_hours_page(request, link)


def _visitor_hours_page(request: Request, link: Link) -> HttpResponse:
    visitor = selectors.get_visitor_by_link(link)
    actions = PageActions(request, (HoursForm,), visitor)
    form = actions.forms[""]
    if actions.done:
        visitor = selectors.get_visitor_by_link(link)
        form = HoursForm(request=request, subject=visitor)
    context = {"attendee": visitor, "round": visitor.round, "actions": actions, "form": form}
    return render(request, "exhibitions/hours.html", context, status=actions.status)
