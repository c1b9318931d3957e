"""The pages of a round: its days and rooms, who may come, and the times that were found."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from trellis.core.community import links
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Link, School
from trellis.core.community.selectors import term_on
from trellis.core.community.viewer import LEADING_ROLES
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import parse_days, parse_time, parse_whole_number
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.revisions import SHOWN_FIELD, posted_revision, shown_revision
from trellis.design.blueprint.selectors import package_for_school
from trellis.design.blueprint.wording import wording_of

from . import finding, rounds, selectors
from .models import Comer, Exhibition, Round
from .services import parse_name

DAY_FIELDS = 12  # fields for the days of a round


def _get_led_school_or_404(request: HttpRequest, school_id: UUID) -> School:
    if school_id not in request.viewer.to("school", *LEADING_ROLES):
        raise Http404
    return get_object_or_404(School.objects.seen_by(request.viewer), pk=school_id)


def _get_round_or_404(request: HttpRequest, round_id: UUID) -> Round:
    rows = Round.objects.seen_by(request.viewer).select_related("school", "term")
    return get_object_or_404(rows, pk=round_id)


@page_for(*LEADING_ROLES)
def school_rounds(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """The rounds of a school, and opening one for the term under way."""
    school = _get_led_school_or_404(request, school_id)
    words = wording_of(school.pk)
    if words.package is None or not words.has("exhibition"):
        raise Http404
    local_now = school_local_time(school, timezone.now())
    term = term_on(request.viewer, school, local_now.date())
    refused = ""
    if request.method == "POST":
        try:
            exhibition_round = _open_posted_round(request, school, term)
        except ActionError as error:
            refused = error.message
        else:
            return redirect("round", exhibition_round.pk)
    rows = Round.objects.seen_by(request.viewer).filter(school=school).select_related("term")
    kinds = {kind.key: kind for kind in words.package.exhibition.kinds}
    context = {
        "school": school,
        "words": words,
        "term": term,
        "kinds": kinds.values(),
        "rounds": [
            (
                exhibition_round,
                kinds[exhibition_round.kind].title
                if exhibition_round.kind in kinds
                else exhibition_round.kind,
            )
            for exhibition_round in rows.order_by("-created")
        ],
        "refused": refused,
        "sent": request.POST,
        "days": [*request.POST.getlist("days"), *[""] * DAY_FIELDS][:DAY_FIELDS],
    }
    return render(request, "exhibitions/rounds.html", context, status=422 if refused else 200)


def _open_posted_round(request: HttpRequest, school: School, term: Any) -> Round:
    post, kinds = request.POST, {kind.key for kind in package_for_school(school.pk).exhibition.kinds}
    if term is None or post.get("kind") not in kinds:
        raise ActionError(
            _("There is no active term, or your school’s model does not have this kind of exhibition.")
        )
    days = [day for text in post.getlist("days") for day in parse_days(text)]
    hours = parse_time(post.get("opens", "")), parse_time(post.get("closes", ""))
    minutes, buffer = parse_whole_number(post.get("minutes", "")), parse_whole_number(post.get("buffer", ""))
    if None in (*hours, minutes, buffer):
        raise ActionError(
            _("Enter the start and end times like 8:30 AM. Enter the minutes as whole numbers.")
        )
    rooms = post.get("rooms", "").splitlines()
    by, seen = request.viewer.person_id, posted_revision(request)
    return rounds.open_round(school, term, post["kind"], days, hours, rooms, minutes, buffer, by, seen)


@page_for(*LEADING_ROLES)
@never_cache
def round_page(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """One round: who has a time, who has none and why, and who has said when they can come."""
    return _render_round(request, _get_round_or_404(request, round_id))


def _render_round(
    request: HttpRequest, exhibition_round: Round, status: int = 200, **more: Any
) -> HttpResponse:
    zone = school_local_time(exhibition_round.school, timezone.now()).tzinfo
    placed = Exhibition.objects.seen_by(request.viewer).filter(
        request.viewer.students("student"),
        term=exhibition_round.term,
        kind=exhibition_round.kind,
        starts__isnull=False,
    )
    by_day: dict[date, list[Exhibition]] = defaultdict(list)
    for exhibition in placed.select_related("student").order_by("starts", "room"):
        by_day[exhibition.starts.astimezone(zone).date()].append(exhibition)
    comers = list(
        Comer.objects.seen_by(request.viewer)
        .filter(round=exhibition_round)
        .select_related("person")
        .order_by("created")
    )
    context = {
        "round": exhibition_round,
        "days": [date.fromisoformat(day) for day in exhibition_round.days],
        "words": wording_of(exhibition_round.school_id),
        "by_day": sorted(by_day.items()),
        "placed": sum(map(len, by_day.values())),
        "strangers": [comer for comer in comers if comer.part != "family"],
        "families": [comer for comer in comers if comer.part == "family"],
        "families_said": sum(comer.part == "family" and comer.said_at is not None for comer in comers),
        **more,
    }
    with timezone.override(zone):
        return render(request, "exhibitions/round.html", context, status=status)


def _link_builder(request: HttpRequest) -> Any:
    return lambda token: request.build_absolute_uri(reverse("hours", args=[token]))


@page_for(*LEADING_ROLES)
def invite_visitors(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Ask somebody from outside, or an interpreter, when they can come; or all the families."""
    exhibition_round = _get_round_or_404(request, round_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    post, by = request.POST, request.viewer.person_id
    if post.get("part") == "family":
        mailed = rounds.invite_families(
            exhibition_round, package_for_school(exhibition_round.school_id), by, _link_builder(request)
        )
        message = ngettext(
            "%(n)d family member was emailed.", "%(n)d family members were emailed.", mailed
        ) % {"n": mailed}
        messages.success(request, message)
        return redirect("round", exhibition_round.pk)
    try:
        comer, link = rounds.invite_visitor(
            exhibition_round,
            post.get("part", ""),
            post.get("name", ""),
            post.get("email", "").strip(),
            post.get("language", "").strip()[:12],
            by,
            _link_builder(request),
            _revision_shown_for(request, exhibition_round),
        )
    except ActionError as error:
        return _render_round(request, exhibition_round, 422, refused=error.message)
    return _render_round(request, exhibition_round, asked=comer, link=link)


def _revision_shown_for(request: HttpRequest, exhibition_round: Round) -> int | None:
    """The revision at which the page listed whom the form names."""
    comers = Comer.objects.seen_by(request.viewer).filter(
        round=exhibition_round, part=request.POST.get("part", "")
    )
    comer = comers.filter(person=None, name=parse_name(request.POST.get("name", ""))).first()
    return shown_revision(request, SHOWN_FIELD, comer and comer.pk)


@page_for(*LEADING_ROLES)
def find_times(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Look for times for everybody in the round."""
    exhibition_round = _get_round_or_404(request, round_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        finding.start_finding_times(
            exhibition_round, package_for_school(exhibition_round.school_id), request.viewer.person_id
        )
    except ActionError as error:
        messages.error(request, error.message)
    return redirect("round", exhibition_round.pk)


@page_for(public=True)
@never_cache
def visitor_hours(request: HttpRequest, token: str) -> HttpResponse:
    """When somebody can come: one line a day, by a link that needs no account."""
    with links.activate_link_locale(request, token):
        try:
            link = links.resolve_link(rounds.HOURS_LINK_PURPOSE, token)
        except ActionError as error:
            return links.render_link_error(request, error, "exhibitions/hours.html")
        return _visitor_hours_page(request, link)


def _visitor_hours_page(request: HttpRequest, link: Link) -> HttpResponse:
    comer = selectors.get_visitor_by_link(link)
    exhibition_round, refused, done = comer.round, "", False
    if request.method == "POST":
        sent_hours = {
            day: (request.POST.get(f"from-{day}", ""), request.POST.get(f"to-{day}", ""))
            for day in exhibition_round.days
        }
        try:
            rounds.save_hours(comer, sent_hours, exhibition_round.days, posted_revision(request))
            comer = selectors.get_visitor_by_link(link)
            done = True
        except ActionError as error:
            refused = error.message
    rows = [(day, date.fromisoformat(day), *comer.hours.get(day, ("", ""))) for day in exhibition_round.days]
    seen = (
        request.POST["revision"] if refused and "revision" in request.POST else f"{comer.pk}:{comer.revision}"
    )
    context = {
        "comer": comer,
        "round": exhibition_round,
        "rows": rows,
        "refused": refused,
        "done": done,
        "seen": seen,
    }
    return render(request, "exhibitions/hours.html", context, status=422 if refused else 200)
