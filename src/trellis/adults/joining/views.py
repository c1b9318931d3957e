"""The pages of a network's staff: which schools join, and one of them."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.models import Role
from trellis.core.community.selectors import get_network_or_404
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages
from trellis.learning.projects.file_views import file_response

from . import capacity, selectors
from .capacity_forms import AddServiceForm, ServiceForm
from .due_dates import today_at
from .models import ContractedService, JoiningSchool, JoiningStep
from .pauses import ties_that_end
from .permissions import may_manage
from .pipeline import read_pipeline
from .plans import plan_for, stage_title
from .school_forms import AddSchoolForm, DetailsForm, InviteLeaderForm, PlaceSchoolForm
from .school_placing import leader_to_invite
from .stage_forms import ContactLinkForm, LeaveForm, NextStageForm, PauseForm, ReturnForm
from .step_forms import ChangeStepForm, CompleteStepForm, ReopenStepForm

SCHOOL_FORMS = (
    DetailsForm,
    PlaceSchoolForm,
    InviteLeaderForm,
    CompleteStepForm,
    ReopenStepForm,
    ChangeStepForm,
    NextStageForm,
    PauseForm,
    ReturnForm,
    ContactLinkForm,
    ServiceForm,
    AddServiceForm,
)


def _get_managed_or_404(request: Request, joining_id: UUID) -> JoiningSchool:
    joining = selectors.get_joining_or_404(request.viewer, joining_id)
    if not may_manage(request.viewer, joining):
        raise Http404
    return joining


@page_for(Role.NETWORK_STAFF)
@require_safe
@never_cache
def pipeline(request: Request, network_id: UUID) -> HttpResponse:
    """Which schools are joining. The network's lead opens it on Monday with ten minutes, and a partner lead before a
    call; they leave with the steps that have slipped, and whom to call about each."""
    network = get_network_or_404(request.viewer, network_id)
    chosen, only_mine = request.GET.get("stage", "")[:80], request.GET.get("mine") == "1"
    year = capacity.current_year(network)
    context = {
        "network": network,
        "pipeline": read_pipeline(request.viewer, network, chosen, only_mine),
        "chosen": chosen,
        "only_mine": only_mine,
        "capacity": capacity.year_capacity(request.viewer, network, year),
    }
    return render(request, "joining/pipeline.html", context)


@page_for(Role.NETWORK_STAFF)
@never_cache
def add_school(request: Request, network_id: UUID) -> HttpResponse:
    """Add a school that is interested. The network's staff open it after a first call, with two minutes; they leave
    with the school's page and its first steps."""
    network = get_network_or_404(request.viewer, network_id)
    actions = PageActions(request, (AddSchoolForm,), network)
    if actions.done:
        return redirect("joining-school", actions.form(AddSchoolForm).joining.pk)
    context = {"network": network, "actions": actions, "form": actions.form(AddSchoolForm)}
    return render(request, "joining/add_school.html", context, status=actions.status)


@page_for(Role.NETWORK_STAFF)
@never_cache
def joining_school(request: Request, joining_id: UUID) -> HttpResponse:
    """One school on its way. Whoever is responsible for it opens it before and after each call, with five minutes; they
    leave with every step done, dated and owned."""
    joining = _get_managed_or_404(request, joining_id)
    actions = PageActions(request, SCHOOL_FORMS, joining)
    shows_once = actions.form(ContactLinkForm).address or actions.form(InviteLeaderForm).code
    if actions.done and not shows_once:
        return actions.redirect_to(reverse("joining-school", args=[joining.pk]))
    context = _school_context(request, joining, actions)
    return render(request, "joining/school.html", context, status=actions.status)


def _school_context(request: Request, joining: JoiningSchool, actions: PageActions) -> dict[str, object]:
    viewer, year = request.viewer, capacity.current_year(joining.network)
    open_lines, done_lines = selectors.steps_of_stage(viewer, joining)
    services = ContractedService.objects.seen_by(viewer).filter(joining=joining, school_year=year)
    for line in open_lines:
        line.may_complete = True
    return {
        "joining": joining,
        "network": joining.network,
        "stage_title": stage_title(joining),
        "next_stage": plan_for(joining).stage_after(joining.stage),
        "open_lines": open_lines,
        "done_lines": done_lines,
        "track": selectors.track_of(viewer, joining),
        "history": selectors.history_of(viewer, joining),
        "services": services.order_by("kind"),
        "manages": True,
        "section_messages": read_section_messages(request),
        "address": actions.form(ContactLinkForm).address,
        "invited": actions.form(InviteLeaderForm),
        "may_invite": leader_to_invite(joining) is not None,
        "join_url": request.build_absolute_uri(reverse("join")),
        "actions": actions,
    }


@page_for(Role.NETWORK_STAFF)
@never_cache
def leave(request: Request, joining_id: UUID) -> HttpResponse:
    """End the joining of a school. The network's lead opens it after the last talk, with five minutes; they leave with
    the accesses ended that the page lists, and the record kept."""
    joining = _get_managed_or_404(request, joining_id)
    if joining.status == JoiningSchool.Status.LEFT:
        return redirect("joining-school", joining.pk)
    actions = PageActions(request, (LeaveForm,), joining)
    if actions.done:
        return redirect("joining-school", joining.pk)
    context = {
        "joining": joining,
        "network": joining.network,
        "ties": ties_that_end(joining),
        "today": today_at(joining, timezone.now()),
        "actions": actions,
        "form": actions.form(LeaveForm),
    }
    return render(request, "joining/leave.html", context, status=actions.status)


@page_for(Role.NETWORK_STAFF, Role.LEADER, Role.COACH)
@require_safe
@never_cache
def evidence_file(request: Request, joining_step_id: UUID) -> FileResponse:
    """The file that shows that a step is done, for whoever sees the step."""
    steps = JoiningStep.objects.seen_by(request.viewer).filter(deleted_at=None).exclude(evidence_file="")
    step = get_object_or_404(steps, pk=joining_step_id)
    return file_response(step.evidence_file, step.evidence_file_name, step.evidence_media_type)
