"""Languages of a project. Who: a team of teachers who plan content and language together; a student at home at the
kitchen table, who leaves with the supports that are for them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Role
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import ActionError
from trellis.core.foundation.typed import posted_id
from trellis.design.blueprint.wording import wording_of
from trellis.learning.projects.models import Project
from trellis.learning.projects.permissions import may_write, own_membership
from trellis.learning.projects.selectors import project_or_404

from . import scales, selectors, services
from .models import Domain, HomeResource, LevelScaffold, Objective
from .permissions import TEACHING_ROLES, works_at_school_of


@page_for(*TEACHING_ROLES)
@never_cache
def project_languages(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """A project's objectives of content and language, its supports by level, and what there is in home languages."""
    viewer, status = request.viewer, 200
    project = project_or_404(viewer, project_id)
    if not works_at_school_of(viewer, project):
        raise Http404
    writes = may_write(viewer, project)
    if request.method == "POST":
        verb = ACTIONS.get(request.POST.get("do", ""))
        if verb is None or not writes:
            raise Http404
        try:
            messages.success(request, verb(request, project))
        except ActionError as error:
            messages.error(request, error.message)
            status = 422
        else:
            return redirect("project-languages", project.pk)
    context = {
        "project": project,
        "words": wording_of(project.school_id),
        "writes": writes,
        "objectives": selectors.objectives_of(viewer, project),
        "scaffolds": [
            (scaffold, scales.available_scales()[scaffold.scale].title)
            for scaffold in selectors.scaffolds_of(viewer, project)
        ],
        "in_class": selectors.students_for_scaffolds(viewer, project) if writes else {},
        "used_today": selectors.scaffolds_noted_on(viewer, project, timezone.localdate(), viewer.person_id),
        "today": timezone.localdate(),
        "scales": scales.available_scales().items(),
        "scale": selectors.common_scale_in_project(viewer, project),
        "top": max(len(scale.levels) for scale in scales.available_scales().values()),
        "resources": selectors.resources_of(viewer, project),
        "uses": Objective.Use.choices,
        "domains": Domain.choices,
        "sent": request.POST if status == 422 else {},
    }
    return render(request, "languages/project.html", context, status=status)


def _write_objective(request: HttpRequest, project: Project) -> str:
    post = request.POST
    args = post.get("discipline", ""), post.get("content", ""), post.get("use", ""), post.get("language", "")
    services.write_objective(project, *args, request.viewer.person_id)
    return _("Saved.")


def _write_scaffold(request: HttpRequest, project: Project) -> str:
    args = (request.POST.get(name, "") for name in ("scale", "domain", "least", "most", "title", "about"))
    services.write_scaffold(project, *args, request.viewer.person_id)
    return _("Saved.")


def _add_resource(request: HttpRequest, project: Project) -> str:
    args = (request.POST.get(name, "") for name in ("language", "title", "link", "about"))
    services.add_resource(project, *args, request.viewer.person_id)
    return _("Saved.")


def _remove_row(request: HttpRequest, project: Project) -> str:
    kinds = {"objective": Objective, "scaffold": LevelScaffold, "resource": HomeResource}
    kind = kinds.get(request.POST.get("kind", ""))
    if kind is None:
        raise Http404
    rows = kind.objects.seen_by(request.viewer).filter(project=project)
    services.remove_row(get_object_or_404(rows, pk=posted_id(request, "row")), request.viewer.person_id)
    return _("Removed.")


def _note_help_in_class(request: HttpRequest, project: Project) -> str:
    viewer = request.viewer
    scaffolds = LevelScaffold.objects.seen_by(viewer).filter(project=project)
    scaffold = get_object_or_404(scaffolds, pk=posted_id(request, "row"))
    services.note_help(
        scaffold, selectors.students_for_scaffolds(viewer, project)[scaffold.pk], viewer.person_id
    )
    return _("Saved.")


ACTIONS: dict[str, Callable[[HttpRequest, Project], str]] = {
    "objective": _write_objective,
    "scaffold": _write_scaffold,
    "resource": _add_resource,
    "away": _remove_row,
    "in-class": _note_help_in_class,
}


@page_for(Role.STUDENT)
@never_cache
def own_project_languages(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """A student's own page of a project: what supports them at their levels, and what there is in their languages."""
    viewer, status = request.viewer, 200
    project = project_or_404(viewer, project_id)
    if own_membership(viewer, project) is None:
        raise Http404
    resources = selectors.resources_for(selectors.resources_of(viewer, project), viewer.person)
    picture = selectors.language_summary(viewer, viewer.person)
    scaffolds = selectors.scaffolds_for(selectors.scaffolds_of(viewer, project), picture)
    if request.method == "POST":
        try:
            message = (
                _note_own_help(request, scaffolds)
                if "scaffold" in request.POST
                else _log_resource_use(request, resources)
            )
        except ActionError as error:
            messages.error(request, error.message)
            status = 422
        else:
            messages.success(request, message)
            return redirect("project-for-me", project.pk)
    context = {
        "project": project,
        "words": wording_of(project.school_id),
        "objectives": selectors.objectives_of(viewer, project),
        "scaffolds": scaffolds,
        "helped_today": selectors.scaffolds_noted_on(viewer, project, timezone.localdate(), viewer.person_id),
        "today": timezone.localdate(),
        "resources": resources,
        "sent": request.POST if status == 422 else {},
    }
    return render(request, "languages/for_me.html", context, status=status)


def _log_resource_use(request: HttpRequest, resources: list[HomeResource]) -> str:
    resource = {resource.pk: resource for resource in resources}.get(posted_id(request, "resource"))
    if resource is None:
        raise Http404
    services.log_resource_use(resource, request.viewer.person, request.POST.get("minutes", ""))
    return _("Saved. Every language you know helps you learn.")


def _note_own_help(request: HttpRequest, scaffolds: list[LevelScaffold]) -> str:
    scaffold = {scaffold.pk: scaffold for scaffold in scaffolds}.get(posted_id(request, "scaffold"))
    if scaffold is None:
        raise Http404
    services.note_help(scaffold, [request.viewer.person], request.viewer.person_id)
    return _("Saved.")
