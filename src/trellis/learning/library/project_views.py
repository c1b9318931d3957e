"""A school's own project and the library. Who: its teachers, when it is good enough to show, or when news came; they
leave with it published, or with the changes that they chose."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import ActionForm, PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.learning.projects.models import Project
from trellis.learning.projects.permissions import may_write
from trellis.learning.projects.selectors import project_or_404

from . import forms, package_transfer, selectors
from .views import zip_response


def _get_own_project_or_404(request: Request, project_id: UUID) -> Project:
    project = project_or_404(request.viewer, project_id)
    if project.school_id not in request.viewer.staff_schools:
        raise Http404
    return project


@page_for(*SCHOOL_ROLES)
@never_cache
def project_library(request: Request, project_id: UUID) -> HttpResponse:
    """Publish a project, take over what is new where it comes from, and answer what others offer."""
    viewer, project = request.viewer, _get_own_project_or_404(request, project_id)
    if not may_write(viewer, project):
        raise Http404
    fork = selectors.fork_of(viewer, project)
    subject = forms.LibraryProject(project, selectors.entry_of(viewer, project), fork)
    form_classes: list[type[ActionForm]] = [forms.PublishForm, forms.AnswerForm]
    if fork:
        form_classes += [forms.UpdateForm, forms.OfferForm]
    actions = PageActions(request, form_classes, subject)
    if actions.done:
        return redirect("project-library", project_id)
    context = {
        "project": project,
        "entry": subject.entry,
        "fork": fork,
        "updates": selectors.updates_for(fork) if fork else [],
        "offers": selectors.offers_to(viewer, project),
        "actions": actions,
    }
    return render(request, "library/project.html", context, status=actions.status)


@page_for(*SCHOOL_ROLES)
@require_safe
def project_package(request: Request, project_id: UUID) -> HttpResponse:
    """A school's own project as a package, as it is now."""
    project = _get_own_project_or_404(request, project_id)
    return zip_response(package_transfer.package_of_project(project), project.title)
