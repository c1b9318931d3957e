"""Languages of a project. Who: a team of teachers who plan content and language together; a student at home at the
kitchen table, who leaves with the supports that are for them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Role
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of
from trellis.learning.projects.permissions import may_write, own_membership
from trellis.learning.projects.selectors import project_or_404

from . import scales, selectors
from .permissions import TEACHING_ROLES, works_at_school_of
from .project_forms import TEAM_FORMS, OwnSupports, OwnSupportsForm, ScaffoldForm


@page_for(*TEACHING_ROLES)
@never_cache
def project_languages(request: Request, project_id: UUID) -> HttpResponse:
    """A project's objectives of content and language, its supports by level, and what there is in home languages."""
    viewer = request.viewer
    project = project_or_404(viewer, project_id)
    if not works_at_school_of(viewer, project):
        raise Http404
    writes = may_write(viewer, project)
    actions = PageActions(request, TEAM_FORMS if writes else (), project)
    if actions.done:
        return redirect("project-languages", project.pk)
    if writes:
        actions.form(ScaffoldForm).initial["scale"] = selectors.common_scale_in_project(viewer, project)
    context = {
        "project": project,
        "words": wording_of(project.school_id),
        "writes": writes,
        "actions": actions,
        "objectives": selectors.objectives_of(viewer, project),
        "scaffolds": [
            (scaffold, scales.available_scales()[scaffold.scale].title)
            for scaffold in selectors.scaffolds_of(viewer, project)
        ],
        "in_class": selectors.students_for_scaffolds(viewer, project) if writes else {},
        "used_today": selectors.scaffolds_noted_on(viewer, project, timezone.localdate(), viewer.person_id),
        "today": timezone.localdate(),
        "resources": selectors.resources_of(viewer, project),
    }
    return render(request, "languages/project.html", context, status=actions.status)


@page_for(Role.STUDENT)
@never_cache
def own_project_languages(request: Request, project_id: UUID) -> HttpResponse:
    """A student's own page of a project: what supports them at their levels, and what there is in their languages."""
    viewer = request.viewer
    project = project_or_404(viewer, project_id)
    if own_membership(viewer, project) is None:
        raise Http404
    summary = selectors.language_summary(viewer, viewer.person)
    subject = OwnSupports(
        scaffolds=selectors.scaffolds_for(selectors.scaffolds_of(viewer, project), summary),
        resources=selectors.resources_for(selectors.resources_of(viewer, project), viewer.person),
    )
    actions = PageActions(request, [OwnSupportsForm], subject)
    if actions.done:
        return redirect("my-project-languages", project.pk)
    context = {
        "project": project,
        "words": wording_of(project.school_id),
        "objectives": selectors.objectives_of(viewer, project),
        "scaffolds": subject.scaffolds,
        "resources": subject.resources,
        "noted_today": selectors.scaffolds_noted_on(viewer, project, timezone.localdate(), viewer.person_id),
        "today": timezone.localdate(),
        "actions": actions,
        "use_form": actions.form(OwnSupportsForm),
    }
    return render(request, "languages/own_supports.html", context, status=actions.status)
