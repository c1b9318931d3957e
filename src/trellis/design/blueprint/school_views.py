"""A school's model: what it changed and why, what is locked and whom to ask, and what a new version would bring."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Role, School
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from .draft_views import version_or_404
from .labels import PART_KEEPS
from .models import Adoption, Upgrade
from .place_forms import AddEntryForm
from .proposal_forms import ProposeForm
from .school_forms import MODEL_FORMS, SCHOOL_PLACE_FORMS, UPGRADE_FORMS, AdoptForm, SchoolWork
from .school_selectors import SchoolModel, school_adoption
from .upgrade_selectors import UpgradePage


def _school_or_404(request: Request, school_id: UUID) -> School:
    """A school that the viewer leads."""
    if school_id not in request.viewer.to("school", Role.LEADER):
        raise Http404
    return get_object_or_404(School.objects.seen_by(request.viewer).select_related("network"), pk=school_id)


def _adoption_or_404(request: Request, school: School) -> Adoption:
    adoption = school_adoption(request.viewer, school.pk)
    if adoption is None:
        raise Http404
    adoption.school = school
    return adoption


@page_for(Role.LEADER)
@never_cache
def school_model(request: Request, school_id: UUID) -> HttpResponse:
    """Our model. Who: a principal, a few times a year, ten minutes; she leaves knowing what her school changed and
    why, what she may change, and whether a new version waits for her."""
    school = _school_or_404(request, school_id)
    adoption = school_adoption(request.viewer, school.pk)
    if adoption is None:
        return _no_model(request, school)
    adoption.school = school
    model = SchoolModel(request.viewer, school, adoption)
    actions = PageActions(request, (*MODEL_FORMS, ProposeForm), model)
    if actions.done:
        return redirect("school-model", school.pk)
    context = {"school": school, "adoption": adoption, "model": model, "actions": actions}
    return render(request, "blueprint/school_model.html", context, status=actions.status)


def _no_model(request: Request, school: School) -> HttpResponse:
    """A school that is new: its principal chooses a model once, and leaves with a school that works by it."""
    actions = PageActions(request, (AdoptForm,), school)
    if actions.done:
        return redirect("school-model", school.pk)
    context = {"school": school, "actions": actions}
    return render(request, "blueprint/no_model.html", context, status=actions.status)


@page_for(Role.LEADER)
@never_cache
def school_place(request: Request, school_id: UUID, at: str) -> HttpResponse:
    """One table of the school's model. Who: a principal with something to change; she leaves with it changed, and the
    reason written down for the network and for whoever leads the school after her."""
    school = _school_or_404(request, school_id)
    model = SchoolModel(request.viewer, school, _adoption_or_404(request, school))
    work = SchoolWork(model.adoption, at, request.GET.get("add"), model.unfinished)
    actions = PageActions(request, SCHOOL_PLACE_FORMS, work)
    if actions.done:
        return redirect(_after(actions, school, work))
    context = {
        "school": school,
        "work": work,
        "page": work.page,
        "model": model,
        "keeps": PART_KEEPS.get(work.page.part, ""),
        "actions": actions,
    }
    return render(request, "blueprint/school_place.html", context, status=actions.status)


def _after(actions: PageActions, school: School, work: SchoolWork) -> str:
    saved, at = actions.saved, work.page.at
    if isinstance(saved, AddEntryForm):
        at = saved.added
    elif saved and saved.do == "remove" and work.page.above:
        at = work.page.above[-1].at
    return reverse("school-model-place", args=[school.pk, at])


@page_for(Role.LEADER)
@never_cache
def upgrade(request: Request, school_id: UUID, package_id: UUID) -> HttpResponse:
    """A new version beside the school's. Who: a principal, when the network publishes one, half an hour; she leaves
    with every part decided, knowing what is locked and that nothing changes before the day she chose."""
    school = _school_or_404(request, school_id)
    adoption = _adoption_or_404(request, school)
    package = version_or_404(request, package_id)
    if package.slug != adoption.package.slug or package.pk == adoption.package_id:
        raise Http404
    decided = Upgrade.objects.seen_by(request.viewer).filter(school=school, package=package).first()
    page = UpgradePage(request.viewer, school, adoption, package, decided)
    actions = PageActions(request, UPGRADE_FORMS, page)
    if actions.done:
        decided = actions.saved and actions.saved.do == "decide"
        return redirect(request.path) if decided else redirect("school-model", school.pk)
    context = {"school": school, "adoption": adoption, "package": package, "page": page, "actions": actions}
    return render(request, "blueprint/upgrade.html", context, status=actions.status)
