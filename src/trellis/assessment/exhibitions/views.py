"""Pages of an exhibition: planning it, the panel's link, reading on the rubric, and what was agreed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Person, Role, School
from trellis.core.community.selectors import get_student_or_404, school_of, term_on
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import parse_moment
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.revisions import SHOWN_FIELD, posted_revision, shown_revision
from trellis.design.blueprint.selectors import outcomes_of
from trellis.design.blueprint.wording import Wording

from . import judging, permissions, selectors, services
from .models import Exhibition, Panelist, Remark
from .request_params import get_school_and_wording_or_404, posted_panel_levels, protocol_of
from .rubric import ExhibitionProtocol, rows_far_apart
from .seats import count_filled_seats

PAGE_ROLES = (Role.STUDENT, Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER, Role.GUARDIAN)


@page_for(*PAGE_ROLES)
def student_exhibitions(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """A student's exhibitions; an adult who works with the student plans the next one here."""
    viewer = request.viewer
    student = get_student_or_404(viewer, student_id)
    school, words = get_school_and_wording_or_404(student)
    leads = permissions.may_manage_exhibition(viewer, student)
    if request.method == "POST":
        if not leads:
            raise Http404
        return _plan_exhibition(request, student, school, words)
    kinds = {kind.key: kind.title for kind in words.package.exhibition.kinds}
    exhibitions = [
        (exhibition, kinds.get(exhibition.kind, exhibition.kind))
        for exhibition in selectors.exhibitions_of(viewer, student)
    ]
    context = {"student": student, "words": words, "exhibitions": exhibitions, "leads": leads}
    with timezone.override(school_local_time(school, timezone.now()).tzinfo):
        return render(request, "exhibitions/of_student.html", context | {"kinds": kinds})


def _plan_exhibition(request: HttpRequest, student: Person, school: School, words: Wording) -> HttpResponse:
    kinds = {kind.key: kind for kind in words.package.exhibition.kinds}
    kind = kinds.get(request.POST.get("kind", ""))
    term = term_on(request.viewer, school, school_local_time(school, timezone.now()).date())
    if kind is None or term is None:
        messages.error(
            request,
            _("There is no active term, or your school’s model does not have this kind of exhibition."),
        )
        return redirect("exhibitions-of", student.pk)
    exhibition = services.plan_exhibition(student, term, kind.key, kind.minutes, request.viewer.person_id)
    return redirect("exhibition", exhibition.pk)


@page_for(*PAGE_ROLES)
@never_cache
@require_safe
def exhibition(request: HttpRequest, exhibition_id: UUID) -> HttpResponse:
    """One exhibition: when and where, its panel, one's own reading, and what was agreed."""
    exhibition = selectors.get_exhibition_or_404(request.viewer, exhibition_id)
    return _render_exhibition(request, exhibition)


def _render_exhibition(
    request: HttpRequest, exhibition: Exhibition, status: int = 200, **more: Any
) -> HttpResponse:
    viewer = request.viewer
    school, words = get_school_and_wording_or_404(exhibition.student)
    how = protocol_of(words, exhibition)
    panel = selectors.panel_of(viewer, exhibition)
    mine = next((seat for seat in panel if seat.person_id == viewer.person_id), None)
    agreed = selectors.agreed_by_row(viewer, exhibition)
    context = _scores_context(exhibition, how, mine) | {
        "exhibition": exhibition,
        "student": exhibition.student,
        "words": words,
        "how": how,
        "panel": panel,
        "mine": mine,
        "time": services.is_scoring_open(exhibition),
        "seats": count_filled_seats(how.kind, [seat.part for seat in panel]),
        "agreed": [(row, agreed[row.key]) for row in how.rows if row.key in agreed],
        "remarks": selectors.remarks_by_kind(viewer, exhibition),
        "leads": permissions.may_manage_exhibition(viewer, exhibition.student),
        "likely": [
            (part, person)
            for part, person in selectors.likely_panelists(viewer, exhibition.student)
            if person.pk not in {seat.person_id for seat in panel}
        ],
        "parts": [(key, label) for key, label in Panelist.Part.choices if key != Panelist.Part.STUDENT],
        "kinds_of_remark": Remark.Kind.choices,
        **more,
    }
    with timezone.override(school_local_time(school, timezone.now()).tzinfo):
        return render(request, "exhibitions/exhibition.html", context, status=status)


def _scores_context(exhibition: Exhibition, how: ExhibitionProtocol, mine: Panelist | None) -> dict[str, Any]:
    """What was read: one's own at once, the others' once everybody who came has read."""
    read = judging.scores_by_seat(exhibition)
    waits = [seat for seat, levels in read.items() if len(levels) < len(how.rows)]
    context = {
        "own_levels": read.get(mine, {}) if mine else {},
        "waits": waits,
        "together": [],
        "readers": [],
    }
    if not read or waits:
        return context
    apart = rows_far_apart(how, read.values())
    rows = [(row, [levels[row.key] for levels in read.values()], apart.get(row.key)) for row in how.rows]
    return context | {"together": rows, "readers": list(read)}


def _get_managed_exhibition_or_404(request: HttpRequest, exhibition_id: UUID) -> Exhibition:
    """The exhibition, for an adult who works with the student; else 404."""
    exhibition = selectors.get_exhibition_or_404(request.viewer, exhibition_id)
    if not permissions.may_manage_exhibition(request.viewer, exhibition.student):
        raise Http404
    return exhibition


@page_for(*SCHOOL_ROLES)
def set_time(request: HttpRequest, exhibition_id: UUID) -> HttpResponse:
    """When, where, and the packet."""
    exhibition = _get_managed_exhibition_or_404(request, exhibition_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    zone = school_local_time(school_of(exhibition.student_id), timezone.now()).tzinfo
    try:
        starts = parse_moment(request.POST.get("starts", ""), zone)
        services.set_time(
            exhibition,
            starts,
            request.POST.get("room", ""),
            request.POST.get("packet", ""),
            request.viewer.person_id,
            posted_revision(request),
        )
    except ActionError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Saved."))
    return redirect("exhibition", exhibition.pk)


@page_for(*SCHOOL_ROLES)
def invite_panelist(request: HttpRequest, exhibition_id: UUID) -> HttpResponse:
    """Ask somebody onto the panel: a person around the student, or anybody with a name and an address."""
    exhibition = _get_managed_exhibition_or_404(request, exhibition_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    post, person = request.POST, None
    if post.get("person"):
        around = {
            str(person.pk): person
            for _part, person in selectors.likely_panelists(request.viewer, exhibition.student)
        }
        person = around.get(post["person"])

    existing = selectors.find_seat(
        request.viewer, exhibition, person, services.parse_name(post.get("name", ""))
    )

    def address(token: str) -> str:
        return request.build_absolute_uri(reverse("panel", args=[token]))

    try:
        seat, link = services.invite_panelist(
            exhibition,
            post.get("part", ""),
            post.get("name", ""),
            post.get("email", ""),
            person,
            request.viewer.person_id,
            address,
            shown_revision(request, SHOWN_FIELD, existing and existing.pk),
        )
    except ActionError as error:
        return _render_exhibition(request, exhibition, 422, refused=error.message)
    return _render_exhibition(request, exhibition, asked=seat, link=link)


@page_for(*SCHOOL_ROLES)
def remove_panelist(request: HttpRequest, seat_id: UUID) -> HttpResponse:
    """Take somebody off the panel."""
    seats = Panelist.objects.seen_by(request.viewer).filter(request.viewer.in_care("exhibition__student"))
    seat = get_object_or_404(seats, pk=seat_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        services.remove_panelist(seat, request.viewer.person_id)
    except ActionError as error:
        messages.error(request, error.message)
    return redirect("exhibition", seat.exhibition_id)


@page_for(*PAGE_ROLES)
def save_scores(request: HttpRequest, exhibition_id: UUID) -> HttpResponse:
    """What a panelist with an account read: the student too."""
    exhibition = selectors.get_exhibition_or_404(request.viewer, exhibition_id)
    seats = Panelist.objects.seen_by(request.viewer).filter(
        exhibition=exhibition, person=request.viewer.person_id
    )
    seat = get_object_or_404(seats)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    how = protocol_of(get_school_and_wording_or_404(exhibition.student)[1], exhibition)
    try:
        judging.save_scores(seat, how, posted_panel_levels(request.POST, how))
    except ActionError as error:
        return _render_exhibition(request, exhibition, 422, refused=error.message)
    messages.success(request, _("Saved. You will see the other scores after everyone has scored."))
    return redirect("exhibition", exhibition.pk)


@page_for(*SCHOOL_ROLES)
def save_agreement(request: HttpRequest, exhibition_id: UUID) -> HttpResponse:
    """What the panel agreed."""
    exhibition = _get_managed_exhibition_or_404(request, exhibition_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    school, words = get_school_and_wording_or_404(exhibition.student)
    how, post = protocol_of(words, exhibition), request.POST
    agreement = judging.PanelAgreement(
        levels=posted_panel_levels(post, how),
        talks={row.key: post.get(f"talk-{row.key}", "") for row in how.rows},
        remarks=[
            (kind, line)
            for kind in Remark.Kind.values
            for line in post.get(f"remarks-{kind}", "").splitlines()
        ],
    )
    try:
        judging.save_agreement(exhibition, how, agreement, outcomes_of(school.pk), request.viewer.person)
    except ActionError as error:
        written = [*agreement.talks.values(), *(line for _kind, line in agreement.remarks)]
        return _render_exhibition(
            request,
            exhibition,
            422,
            refused=error.message,
            written=[text for text in written if text.strip()],
        )
    messages.success(request, _("Results saved. The recommendations will go into the next plan."))
    return redirect("exhibition", exhibition.pk)
