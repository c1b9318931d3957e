"""Pages of an exhibition: planning it, the panel's link, scoring on the rubric, and what was agreed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.clock import school_local_time
from trellis.core.community.link_sharing import newest_links_of
from trellis.core.community.models import Link, Role
from trellis.core.community.selectors import get_student_or_404, works_with
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer
from trellis.core.foundation.action_forms import ActionForm, PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of

from . import panel_scores, permissions, selectors, time_undo
from .forms import (
    AgreementForm,
    ExhibitionWork,
    PanelistForm,
    PlanForm,
    ScoresForm,
    StudentExhibitions,
    TimeForm,
    UndoTimeForm,
)
from .models import Exhibition, Panelist
from .panel_forms import CannotComeForm, ComeForm, RowScoresForm, answer_row_scores
from .panelist_forms import SEAT_FORMS, RemindPanelistForm, RestorePanelistForm, removed_seats
from .request_params import get_exhibition_model_or_404, get_school_model_or_404, protocol_of
from .rubric import ExhibitionProtocol, exhibition_rules, rows_far_apart
from .seats import count_filled_seats
from .services import PANEL_LINK_PURPOSE

PAGE_FORMS = {
    "time_form": TimeForm,
    "panelist_form": PanelistForm,
    "scores_form": ScoresForm,
    "agreement_form": AgreementForm,
}
PAGE_ROLES = (Role.STUDENT, Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER, Role.GUARDIAN)


@page_for(*PAGE_ROLES)
def student_exhibitions(request: Request, student_id: UUID) -> HttpResponse:
    """A student's exhibitions; an adult who works with the student plans the next one here."""
    viewer = request.viewer
    student = get_student_or_404(viewer, student_id)
    school, words, package = get_school_model_or_404(student)
    rules = exhibition_rules(package)
    leads = works_with(viewer, student)
    actions = PageActions(
        request, (PlanForm,) if leads else (), StudentExhibitions(student, school, rules.kinds)
    )
    if actions.done:
        return redirect("exhibition", actions.form(PlanForm).exhibition.pk)
    kinds = {kind.key: kind.title for kind in rules.kinds}
    exhibitions = [
        (exhibition, kinds.get(exhibition.kind, exhibition.kind))
        for exhibition in selectors.exhibitions_of(viewer, student)
    ]
    context = {
        "student": student,
        "words": words,
        "exhibitions": exhibitions,
        "actions": actions,
        "form": actions.forms.get(""),
    }
    with timezone.override(school_local_time(school, timezone.now()).tzinfo):
        return render(request, "exhibitions/student_exhibitions.html", context, status=actions.status)


@page_for(*SCHOOL_ROLES)
@require_safe
def invite_for_student(request: Request, student_id: UUID) -> HttpResponse:
    """Lead from Today to the form that invites a panelist: of the exhibition that comes next."""
    student = get_student_or_404(request.viewer, student_id)
    exhibition = selectors.find_next_exhibition(request.viewer, student)
    if exhibition is None:
        return redirect("student-exhibitions", student.pk)
    return redirect(reverse("exhibition", args=[exhibition.pk]) + "#invite")


@page_for(*PAGE_ROLES)
@never_cache
@require_safe
def exhibition(request: Request, exhibition_id: UUID) -> HttpResponse:
    """One exhibition: when and where, its panel, one's own scores, and what was agreed."""
    exhibition = selectors.get_exhibition_or_404(request.viewer, exhibition_id)
    return _render_exhibition(request, exhibition)


def _render_exhibition(
    request: Request, exhibition: Exhibition, actions: PageActions | None = None, **more: object
) -> HttpResponse:
    """The page of an exhibition. actions: those of the form that was sent."""
    viewer = request.viewer
    work = _exhibition_work(request, exhibition)
    words, protocol = wording_of(work.school.pk), work.protocol
    panel = selectors.panel_of(viewer, exhibition)
    agreed = selectors.agreed_by_row(viewer, exhibition)
    leads = permissions.may_manage_exhibition(viewer, exhibition)
    context = _scores_context(exhibition, protocol) | {
        "exhibition": exhibition,
        "student": exhibition.student,
        "words": words,
        "protocol": protocol,
        "panel": panel,
        "panel_links": _panel_links(viewer, panel),
        "own_seat": work.seat,
        "scores_address": reverse("exhibition-scores", args=[exhibition.pk]),
        "seats": count_filled_seats(protocol.kind, [seat.part for seat in panel if seat.accepted_at]),
        "agreed": [(row, agreed[row.key]) for row in protocol.rows if row.key in agreed],
        "remarks": selectors.remarks_by_kind(viewer, exhibition),
        "leads": leads,
        "removed": removed_seats(exhibition.pk, panel) if leads and not exhibition.agreed_at else [],
        "time_change": time_undo.find_time_change(request, exhibition) if leads else None,
        "likely": [
            (part, person)
            for part, person in selectors.likely_panelists(viewer, exhibition.student)
            if person.pk not in {seat.person_id for seat in panel}
        ],
        "actions": actions,
        **_page_forms(request, work, actions),
        **more,
    }
    with timezone.override(school_local_time(work.school, timezone.now()).tzinfo):
        return render(
            request, "exhibitions/exhibition.html", context, status=actions.status if actions else 200
        )


def _panel_links(viewer: Viewer, panel: list[Panelist]) -> dict[UUID, Link]:
    """The newest link that the viewer gave each seat, by the seat."""
    links = newest_links_of(viewer, PANEL_LINK_PURPOSE, [seat.pk for seat in panel])
    return {seat_id: link for (seat_id, _person_id), link in links.items()}


def _page_forms(request: Request, work: ExhibitionWork, actions: PageActions | None) -> dict[str, ActionForm]:
    """The forms of the page: the one that was sent with what was typed."""
    sent = actions.sent if actions else None
    return {
        name: sent if isinstance(sent, form_class) else form_class(request=request, subject=work)
        for name, form_class in PAGE_FORMS.items()
    }


def _exhibition_work(request: Request, exhibition: Exhibition) -> ExhibitionWork:
    school, _words, package = get_exhibition_model_or_404(exhibition)
    seats = Panelist.objects.seen_by(request.viewer).filter(exhibition=exhibition)
    seat = seats.filter(person=request.viewer.person_id).first()
    return ExhibitionWork(exhibition, protocol_of(package, exhibition), school, seat)


def _scores_context(exhibition: Exhibition, protocol: ExhibitionProtocol) -> dict[str, object]:
    """Everybody's scores side by side, once everybody who came has scored; until then, who has not."""
    scores = panel_scores.scores_by_seat(exhibition)
    done_scoring = [
        seat for seat, levels in scores.items() if panel_scores.has_scored(seat, levels, protocol)
    ]
    still_scoring = [seat for seat in scores if seat not in done_scoring]
    if not scores or still_scoring:
        return {
            "still_scoring": still_scoring,
            "done_scoring": done_scoring,
            "side_by_side": [],
            "scorers": [],
        }
    far_apart = rows_far_apart(protocol, scores.values())
    rows = [
        (row, [levels[row.key] for levels in scores.values()], far_apart.get(row.key))
        for row in protocol.rows
    ]
    return {"still_scoring": [], "side_by_side": rows, "scorers": list(scores)}


def _get_managed_exhibition_or_404(request: Request, exhibition_id: UUID) -> Exhibition:
    """The exhibition, for an adult who works with the student; else 404."""
    exhibition = selectors.get_exhibition_or_404(request.viewer, exhibition_id)
    if not permissions.may_manage_exhibition(request.viewer, exhibition):
        raise Http404
    return exhibition


@page_for(*SCHOOL_ROLES)
def set_time(request: Request, exhibition_id: UUID) -> HttpResponse:
    """When, where, and the packet."""
    exhibition = _get_managed_exhibition_or_404(request, exhibition_id)
    with timezone.override(
        school_local_time(selectors.school_of_exhibition(exhibition), timezone.now()).tzinfo
    ):
        return _answer_form(request, exhibition, TimeForm, UndoTimeForm)


@page_for(*SCHOOL_ROLES)
def invite_panelist(request: Request, exhibition_id: UUID) -> HttpResponse:
    """Ask somebody onto the panel: a person around the student, or anybody with a name and an address."""
    exhibition = _get_managed_exhibition_or_404(request, exhibition_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    actions = PageActions(request, (PanelistForm,), _exhibition_work(request, exhibition))
    if not actions.done:
        return _render_exhibition(request, exhibition, actions)
    form = actions.form(PanelistForm)
    return _render_exhibition(request, exhibition, actions, link=form.link)


@page_for(*SCHOOL_ROLES)
def change_panelist(request: Request, seat_id: UUID) -> HttpResponse:
    """Take somebody off the panel, put them back, or send them the invitation again."""
    seats = Panelist.objects.unscoped("change a seat of a panel that the viewer manages, or put one back")
    seat = get_object_or_404(seats.select_related("person"), pk=seat_id)
    exhibition = _get_managed_exhibition_or_404(request, seat.exhibition_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    actions = PageActions(request, SEAT_FORMS, seat)
    link = actions.form(RestorePanelistForm).link or actions.form(RemindPanelistForm).link
    if actions.done and not link:
        return redirect("exhibition", exhibition.pk)
    return _render_exhibition(request, exhibition, actions, link=link)


@page_for(*PAGE_ROLES)
def save_scores(request: Request, exhibition_id: UUID) -> HttpResponse:
    """The scores of a panelist with an account, the student too; and whether they come."""
    exhibition = selectors.get_exhibition_or_404(request.viewer, exhibition_id)
    if _exhibition_work(request, exhibition).seat is None:
        raise Http404
    forms = (ScoresForm, RowScoresForm, ComeForm, CannotComeForm)
    return _answer_form(request, exhibition, *forms)


@page_for(*SCHOOL_ROLES)
def save_agreement(request: Request, exhibition_id: UUID) -> HttpResponse:
    """What the panel agreed."""
    return _answer_form(request, _get_managed_exhibition_or_404(request, exhibition_id), AgreementForm)


def _answer_form(request: Request, exhibition: Exhibition, *form_classes: type[ActionForm]) -> HttpResponse:
    """Save the form that was sent and show the exhibition, or show it with what is wrong."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    actions = PageActions(request, form_classes, _exhibition_work(request, exhibition))
    if RowScoresForm in form_classes and (row_answer := answer_row_scores(actions)):
        return row_answer
    if actions.done:
        return redirect("exhibition", exhibition.pk)
    return _render_exhibition(request, exhibition, actions)
