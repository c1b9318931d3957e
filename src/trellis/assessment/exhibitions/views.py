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

from trellis.core.community.clock import at_school
from trellis.core.community.models import Person, Role, School
from trellis.core.community.selectors import learner_or_404, school_of, term_on
from trellis.core.community.viewer import AT_SCHOOL
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import Refusal
from trellis.core.foundation.revisions import SHOWN, revision_in, revision_shown
from trellis.core.foundation.typed import moment_of
from trellis.design.blueprint.selectors import outcomes_of
from trellis.design.blueprint.wording import Wording

from . import judging, permissions, selectors, services
from .models import Exhibition, Panelist, Remark
from .request_params import levels_of, protocol_of, school_and_words
from .rubric import Protocol, far_apart
from .seats import filled

AROUND = (Role.STUDENT, Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER, Role.GUARDIAN)


@page_for(*AROUND)
def of_student(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """A student's exhibitions; an adult who works with the student plans the next one here."""
    viewer = request.viewer
    student = learner_or_404(viewer, student_id)
    school, words = school_and_words(student)
    leads = permissions.may_lead(viewer, student)
    if request.method == "POST":
        if not leads:
            raise Http404
        return _plan(request, student, school, words)
    kinds = {kind.key: kind.title for kind in words.package.exhibition.kinds}
    found = [(one, kinds.get(one.kind, one.kind)) for one in selectors.exhibitions_of(viewer, student)]
    context = {"student": student, "words": words, "exhibitions": found, "leads": leads}
    with timezone.override(at_school(school, timezone.now()).tzinfo):
        return render(request, "exhibitions/of_student.html", context | {"kinds": kinds})


def _plan(request: HttpRequest, student: Person, school: School, words: Wording) -> HttpResponse:
    kinds = {kind.key: kind for kind in words.package.exhibition.kinds}
    kind = kinds.get(request.POST.get("kind", ""))
    term = term_on(request.viewer, school, at_school(school, timezone.now()).date())
    if kind is None or term is None:
        messages.error(request, _("No term is under way, or the model has no exhibition of this kind."))
        return redirect("exhibitions-of", student.pk)
    made = services.plan(student, term, kind.key, kind.minutes, request.viewer.person_id)
    return redirect("exhibition", made.pk)


@page_for(*AROUND)
@never_cache
@require_safe
def exhibition(request: HttpRequest, exhibition_id: UUID) -> HttpResponse:
    """One exhibition: when and where, its panel, one's own reading, and what was agreed."""
    found = selectors.exhibition_or_404(request.viewer, exhibition_id)
    return _page(request, found)


def _page(request: HttpRequest, found: Exhibition, status: int = 200, **more: Any) -> HttpResponse:
    viewer = request.viewer
    school, words = school_and_words(found.student)
    how = protocol_of(words, found)
    panel = selectors.panel_of(viewer, found)
    mine = next((seat for seat in panel if seat.person_id == viewer.person_id), None)
    agreed = selectors.agreed_of(viewer, found)
    context = _readings(found, how, mine) | {
        "exhibition": found,
        "student": found.student,
        "words": words,
        "how": how,
        "panel": panel,
        "mine": mine,
        "time": services.is_time(found),
        "seats": filled(how.kind, [seat.part for seat in panel]),
        "agreed": [(row, agreed[row.key]) for row in how.rows if row.key in agreed],
        "remarks": selectors.remarks_of(viewer, found),
        "leads": permissions.may_lead(viewer, found.student),
        "likely": [
            (part, person)
            for part, person in selectors.likely_panel(viewer, found.student)
            if person.pk not in {seat.person_id for seat in panel}
        ],
        "parts": [(key, label) for key, label in Panelist.Part.choices if key != Panelist.Part.STUDENT],
        "kinds_of_remark": Remark.Kind.choices,
        **more,
    }
    with timezone.override(at_school(school, timezone.now()).tzinfo):
        return render(request, "exhibitions/exhibition.html", context, status=status)


def _readings(found: Exhibition, how: Protocol, mine: Panelist | None) -> dict[str, Any]:
    """What was read: one's own at once, the others' once everybody who came has read."""
    read = judging.readings_of(found)
    waits = [seat for seat, levels in read.items() if len(levels) < len(how.rows)]
    told = {"own_levels": read.get(mine, {}) if mine else {}, "waits": waits, "together": [], "readers": []}
    if not read or waits:
        return told
    apart = far_apart(how, read.values())
    rows = [(row, [levels[row.key] for levels in read.values()], apart.get(row.key)) for row in how.rows]
    return told | {"together": rows, "readers": list(read)}


def _led(request: HttpRequest, exhibition_id: UUID) -> Exhibition:
    """The exhibition, for an adult who works with the student; else 404."""
    found = selectors.exhibition_or_404(request.viewer, exhibition_id)
    if not permissions.may_lead(request.viewer, found.student):
        raise Http404
    return found


@page_for(*AT_SCHOOL)
def set_time(request: HttpRequest, exhibition_id: UUID) -> HttpResponse:
    """When, where, and the packet."""
    found = _led(request, exhibition_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    zone = at_school(school_of(found.student_id), timezone.now()).tzinfo
    try:
        starts = moment_of(request.POST.get("starts", ""), zone)
        services.set_time(
            found,
            starts,
            request.POST.get("room", ""),
            request.POST.get("packet", ""),
            request.viewer.person_id,
            revision_in(request),
        )
    except Refusal as no:
        messages.error(request, no.sentence)
    else:
        messages.success(request, _("Kept."))
    return redirect("exhibition", found.pk)


@page_for(*AT_SCHOOL)
def ask(request: HttpRequest, exhibition_id: UUID) -> HttpResponse:
    """Ask somebody onto the panel: a person around the student, or anybody with a name and an address."""
    found = _led(request, exhibition_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    post, person = request.POST, None
    if post.get("person"):
        around = {str(one.pk): one for _part, one in selectors.likely_panel(request.viewer, found.student)}
        person = around.get(post["person"])

    held = selectors.seat_of(request.viewer, found, person, services.name_of(post.get("name", "")))

    def address(token: str) -> str:
        return request.build_absolute_uri(reverse("panel", args=[token]))

    try:
        seat, link = services.ask(
            found,
            post.get("part", ""),
            post.get("name", ""),
            post.get("email", ""),
            person,
            request.viewer.person_id,
            address,
            revision_shown(request, SHOWN, held and held.pk),
        )
    except Refusal as no:
        return _page(request, found, 422, refused=no.sentence)
    return _page(request, found, asked=seat, link=link)


@page_for(*AT_SCHOOL)
def take_off(request: HttpRequest, seat_id: UUID) -> HttpResponse:
    """Take somebody off the panel."""
    seats = Panelist.objects.seen_by(request.viewer).filter(request.viewer.in_care("exhibition__student"))
    seat = get_object_or_404(seats, pk=seat_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        services.take_off(seat, request.viewer.person_id)
    except Refusal as no:
        messages.error(request, no.sentence)
    return redirect("exhibition", seat.exhibition_id)


@page_for(*AROUND)
def read(request: HttpRequest, exhibition_id: UUID) -> HttpResponse:
    """What a panelist with an account read: the student too."""
    found = selectors.exhibition_or_404(request.viewer, exhibition_id)
    own = Panelist.objects.seen_by(request.viewer).filter(exhibition=found, person=request.viewer.person_id)
    seat = get_object_or_404(own)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    how = protocol_of(school_and_words(found.student)[1], found)
    try:
        judging.read_work(seat, how, levels_of(request.POST, how))
    except Refusal as no:
        return _page(request, found, 422, refused=no.sentence)
    messages.success(request, _("Kept. The others’ readings show once everybody has read."))
    return redirect("exhibition", found.pk)


@page_for(*AT_SCHOOL)
def agree(request: HttpRequest, exhibition_id: UUID) -> HttpResponse:
    """What the panel agreed."""
    found = _led(request, exhibition_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    school, words = school_and_words(found.student)
    how, post = protocol_of(words, found), request.POST
    said = judging.Agreement(
        levels=levels_of(post, how),
        talks={row.key: post.get(f"talk-{row.key}", "") for row in how.rows},
        remarks=[
            (kind, line)
            for kind in Remark.Kind.values
            for line in post.get(f"remarks-{kind}", "").splitlines()
        ],
    )
    try:
        judging.agree(found, how, said, outcomes_of(school.pk), request.viewer.person)
    except Refusal as no:
        written = [*said.talks.values(), *(line for _kind, line in said.remarks)]
        return _page(
            request, found, 422, refused=no.sentence, written=[one for one in written if one.strip()]
        )
    messages.success(request, _("Written down. What was recommended goes into the next plan."))
    return redirect("exhibition", found.pk)
